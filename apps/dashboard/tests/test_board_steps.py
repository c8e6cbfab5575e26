"""Mở lại, Nhập thay, Miễn: each in one step, with who asked, how and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.models import Member
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.dashboard.papers import closing
from apps.dashboard.papers.closing import close_expired_papers
from apps.dashboard.papers.kinds import kind_of
from apps.dashboard.policies import can_watch
from apps.dashboard.queries.board import board_of
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.notifications.models import Notice
from apps.obligations.domain.proxies import ReceivedLater, enter_for
from apps.obligations.models import ProxyEntry, Reopening
from apps.obligations.year_parts import findings_of
from apps.ranking.policies import can_see_working
from apps.registrations.policies import can_oversee
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet, SheetVersion
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

UNTIL = datetime(2020, 11, 13, 10, 0, tzinfo=UTC)  # 17:00 tomorrow in Việt Nam
TYPED = {
    "until_on": "13/11/2020",
    "until_time": "17:00",
    "asked_by": "Ông Lê Văn Mẫu",
    "asked_how": "telephone",
    "reason": "Nhập nhầm số liệu quyết toán",
}


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def reopen(client, world, index=1, **changes):
    client.force_login(world.standing_office)
    place = [world.cluster_year.pk, world.units[index].pk, "score_sheet"]
    return client.post(reverse("dashboard:board-reopen", args=place), TYPED | changes)


def test_reopening_takes_one_step_and_keeps_who_asked_how_and_why(client):
    world = build()
    world.send(1)
    response = reopen(client, world)
    assert response.headers["Location"] == reverse(
        "dashboard:board-unit", args=[world.cluster_year.pk, world.units[1].pk]
    )
    found = Reopening.objects.get()
    assert (found.until, found.asked_by, found.asked_how, found.reason) == (
        UNTIL,
        "Ông Lê Văn Mẫu",
        "telephone",
        "Nhập nhầm số liệu quyết toán",
    )
    assert world.sheet(1).state == SheetState.SELF_SCORING
    assert (world.obligation(1).fulfilled_at, world.obligation(1).first_fulfilled_at) == (None, NOW)
    client.force_login(world.auditor)
    listed = client.get(reverse("dashboard:exception-list")).context["object_list"]
    assert "obligations.obligation.reopen" in [entry.action for entry in listed]
    page = client.get(response.headers["Location"]).content.decode()
    assert "Ông Lê Văn Mẫu (Điện thoại): Nhập nhầm số liệu quyết toán" in page


def test_reopening_until_a_day_off_is_told_before_it_is_taken(client):
    world = build()
    world.send(1)
    response = reopen(client, world, until_on="15/11/2020")
    assert (response.status_code, Reopening.objects.count()) == (422, 0)
    assert "15/11/2020 là ngày nghỉ (Chủ nhật)" in response.content.decode()
    response = reopen(client, world, until_on="15/11/2020", told_days=response.context["told_days"])
    assert (response.status_code, Reopening.objects.count()) == (302, 1)


def test_reopening_closes_by_itself_at_the_second_after_its_hour(client):
    world = build()
    world.send(1)
    reopen(client, world)
    assert close_expired_papers(now=UNTIL) == 0
    later = UNTIL + timedelta(seconds=1)
    assert close_expired_papers(now=later) == 1
    assert world.sheet(1).state == SheetState.SELF_SUBMITTED
    assert world.obligation(1).fulfilled_at == NOW
    assert Reopening.objects.get().closed_at == later
    assert not SheetVersion.objects.filter(sheet=world.sheet(1), locked_at=None).exists()
    entries = Entry.objects.count()
    assert close_expired_papers(now=later) == 0
    assert Entry.objects.count() == entries


def test_reopened_and_sent_anew_is_left_alone_by_the_closing(client):
    world = build()
    world.send(1)
    reopen(client, world)
    again = NOW + timedelta(hours=2)
    submit_sheet(sheet_id=world.sheet(1).pk, way="screen", actor=SYSTEM, now=again)
    assert Reopening.objects.get().closed_at == again
    assert close_expired_papers(now=UNTIL + timedelta(days=1)) == 0
    assert world.obligation(1).fulfilled_at == again
    assert world.obligation(1).days_late(NOW) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"until_on": "12/11/2020", "until_time": "16:20"}, "Giờ đóng lại phải ở sau lúc này."),
        ({"reason": "ngắn"}, "ngắn"),
    ],
)
def test_reopening_with_bad_input_changes_nothing(client, changes, message):
    world = build()
    world.send(1)
    response = reopen(client, world, **changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert world.sheet(1).state == SheetState.SELF_SUBMITTED
    assert not Reopening.objects.exists()


@pytest.mark.parametrize(("received_on", "days"), [(date(2020, 11, 10), 0), (date(2020, 11, 11), 1)])
def test_proxy_entry_counts_the_day_the_paper_was_received(received_on, days):
    world = build()
    obligation = enter_for(
        year_id=world.cluster_year.year_id,
        code="score_sheet",
        unit_id=world.units[1].pk,
        received_on=received_on,
        basis="Công văn 12/CV-T",
        actor=SYSTEM,
        now=NOW,
    )
    assert obligation.days_late(NOW) == days
    entry = ProxyEntry.objects.get()
    assert (entry.received_on, entry.basis, entry.correct_until) == (
        received_on,
        "Công văn 12/CV-T",
        date(2020, 11, 17),
    )
    told = set(Notice.objects.filter(kind="obligations.proxy_entered").values_list("recipient_id", flat=True))
    assert told == {world.officers[1].pk, world.leaders[1].pk}


def test_proxy_entry_of_a_day_to_come_is_refused():
    world = build()
    with pytest.raises(ReceivedLater):
        enter_for(
            year_id=world.cluster_year.year_id,
            code="score_sheet",
            unit_id=world.units[1].pk,
            received_on=date(2020, 11, 13),
            basis="12/CV-T",
            actor=SYSTEM,
            now=NOW,
        )
    assert world.obligation(1).first_fulfilled_at is None


def test_waived_unit_is_neither_missing_nor_late_and_owes_again_when_undone(client):
    world = build()
    client.force_login(world.standing_office)
    place = [world.cluster_year.pk, world.units[1].pk, "score_sheet"]
    client.post(reverse("dashboard:board-waive", args=place), {"reason": "Đơn vị mới thành lập"})
    total = board_of(world.cluster_year, SYSTEM, NOW).duty("score_sheet").total
    assert (total.expected, len(total.missing)) == (2, 2)
    listed = f"{reverse('dashboard:board-duty', args=[place[0], place[2]])}?format=csv"
    (own,) = [row for row in client.get(listed).content.decode().splitlines() if world.units[1].name in row]
    assert '"Được miễn"' in own  # alone: no word of a paper that nobody waits for
    client.post(reverse("dashboard:board-unwaive", args=place))
    assert board_of(world.cluster_year, SYSTEM, NOW).duty("score_sheet").total.expected == 3


def test_unit_of_two_clusters_is_reopened_in_the_one_of_the_board(client):
    world = build()
    here = Member.objects.filter(cluster_year=world.cluster_year, unit=world.units[1])
    here.update(left_on=NOW.date())  # it went to another cluster, opened there too, and came back
    other = ClusterYearFactory(year=world.cluster_year.year)
    MemberFactory(cluster_year=other, unit=world.units[1])
    open_sheets(cluster_year_id=other.pk, criteria_set_id=world.sheet(1).criteria_set_id, actor=SYSTEM, now=NOW)
    other.members.update(left_on=NOW.date())
    here.update(left_on=None)
    second = ScoreSheet.objects.get(cluster_year=other)
    world.send(1)
    submit_sheet(sheet_id=second.pk, way="screen", actor=SYSTEM, now=NOW)
    assert reopen(client, world).status_code == 302
    second.refresh_from_db()
    assert (world.sheet(1).state, second.state) == (SheetState.SELF_SCORING, SheetState.SELF_SUBMITTED)
    assert close_expired_papers(now=UNTIL + timedelta(seconds=1)) == 1
    assert world.sheet(1).state == SheetState.SELF_SUBMITTED


def test_auditor_of_another_organiser_does_not_watch_this_board(client):
    world = build()
    stranger = RoleAssignmentFactory(unit=world.units[2], role=Role.AUDITOR).user
    actor = actor_for(stranger, NOW.date())
    assert not can_watch(actor, world.cluster_year)
    assert not can_oversee(actor, world.cluster_year)
    assert not can_see_working(actor, world.cluster_year)
    assert can_watch(actor_for(world.auditor, NOW.date()), world.cluster_year)


def test_one_reopening_that_fails_keeps_no_other_open(client, monkeypatch, caplog):
    world = build()
    for index in (1, 2):
        world.send(index)
        reopen(client, world, index)
    bad, real = world.units[1].pk, kind_of("score_sheet").close_again

    def close_again(*, key, **about):
        if key.unit_id == bad:
            raise RuntimeError("broken paper")
        return real(key=key, **about)

    monkeypatch.setattr(closing, "kind_of", lambda code: replace(kind_of(code), close_again=close_again))
    assert close_expired_papers(now=UNTIL + timedelta(seconds=1)) == 1
    assert Reopening.objects.get(obligation__unit=world.units[1]).closed_at is None
    assert world.sheet(2).state == SheetState.SELF_SUBMITTED
    assert "broken paper" in caplog.text


def test_reopening_in_a_year_closed_since_ends_and_is_named_before(client):
    world = build()
    world.send(1)
    reopen(client, world)
    year = world.cluster_year.year
    texts = [finding.text for finding in findings_of(year)]
    assert any("đang mở lại" in text and world.units[1].name in text for text in texts)
    type(year).objects.filter(pk=year.pk).update(state="closed")
    assert close_expired_papers(now=UNTIL + timedelta(seconds=1)) == 1
    assert Reopening.objects.get().closed_at is not None
    assert close_expired_papers(now=UNTIL + timedelta(seconds=2)) == 0
