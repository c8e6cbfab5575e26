from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.documents.models import Document, Use
from apps.notifications.models import Notice
from apps.obligations import owners
from apps.obligations.audience import choices, resolve
from apps.obligations.domain.calling import (
    AskedAlready,
    MadeElsewhere,
    NotBelow,
    OwnDateTooLate,
    set_duty,
    set_own_call,
    take_in,
)
from apps.obligations.domain.duties import DutyClosed, fulfil
from apps.obligations.domain.taking_in import ComesByItself, receive
from apps.obligations.models import Duty, Obligation, last_moment
from apps.obligations.year_parts import events_of
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


TYPED = {
    "kind": "other",
    "label": "Gửi báo cáo năm",
    "due_on": "15/12/2020",
    "internal_due_on": "10/12/2020",
    "closes_on": "20/12/2020",
    "closes_time": "17:00",
    "basis_symbol": "5034/BTP-TCCB",
    "basis_issued_on": "19/10/2020",
}


def test_office_asks_the_members_of_a_cluster_with_the_guidance_letter(client):
    world = build(3, sheets=False)
    client.force_login(world.standing_office)
    cluster = f"cluster:{world.cluster_year.cluster.code}"
    page = reverse("obligations:duty-create", args=[world.cluster_year.year_id])
    assert client.get(page).status_code == 200
    response = client.post(page, TYPED | {"audience": [cluster]})
    duty = Duty.objects.get()
    assert response.headers["Location"] == duty.get_absolute_url()
    assert (duty.code, duty.due_on, duty.internal_due_on, duty.audience) == (
        "other",
        date(2020, 12, 15),
        date(2020, 12, 10),
        [cluster],
    )
    assert set(duty.obligations.values_list("unit_id", flat=True)) == {unit.pk for unit in world.units}
    letter = Document.objects.get(symbol="5034/BTP-TCCB")
    assert (duty.document, letter.issued_on) == (letter, date(2020, 10, 19))
    assert Use.objects.get(document=letter).path == duty.get_absolute_url()
    edited = client.post(
        reverse("obligations:duty-edit", args=[duty.pk]), TYPED | {"audience": ["all:heads"], "due_on": "16/12/2020"}
    )
    assert edited.status_code == 302
    duty.refresh_from_db()
    assert (duty.code, duty.due_on, duty.obligations.count()) == ("other", date(2020, 12, 16), 3)


def test_second_duty_of_a_kind_gets_a_code_of_its_own():
    world = build(2, sheets=False)

    def asked(label):
        about = {"kind": "proposal", "label": label, "due_on": date(2020, 12, 15), "audience": ["all:members"]}
        return set_duty(year_id=world.cluster_year.year_id, actor=SYSTEM, now=NOW, **about).code

    assert [asked("Báo cáo năm"), asked("Báo cáo 6 tháng")] == ["proposal", "proposal:bao-cao-6-thang"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"internal_due_on": "16/12/2020"}, "Hạn nội bộ không ở sau hạn nộp."),
        ({"audience": []}, "Giao cho"),
        ({"basis_symbol": ""}, "Nhập số, ký hiệu của công văn."),
    ],
)
def test_bad_duty_is_refused_and_writes_nothing(client, changes, message):
    world = build(2, sheets=False)
    client.force_login(world.standing_office)
    page = reverse("obligations:duty-create", args=[world.cluster_year.year_id])
    response = client.post(page, TYPED | {"audience": ["all:members"]} | changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Duty.objects.exists()


def test_audience_names_kinds_clusters_and_heads():
    world = build(2, sheets=False)
    year = world.cluster_year.year
    values = {value for _label, rows in choices(year) for value, _name in rows}
    assert {"all:members", "all:heads", f"cluster:{world.cluster_year.cluster.code}"} <= values
    assert resolve(year, ["all:heads"]) == {world.units[0].pk}
    assert resolve(year, ["nonsense:x", "kind:"]) == set()


def own_call(world, units, day=date(2020, 11, 8)):
    obligation = world.obligation(1)
    return set_own_call(
        obligation_id=obligation.pk,
        internal_due_on=day,
        unit_ids=[unit.pk for unit in units],
        actor=SYSTEM,
        now=NOW,
    )


def test_unit_calls_its_divisions_with_an_internal_date_that_is_never_lateness(client):
    world = build(3)
    division = UnitFactory(parent=world.units[1], kind="division")
    person = RoleAssignmentFactory(unit=division, role="officer").user
    own_call(world, [division])
    owed = world_obligation(world)
    assert (owed.internal_day, owed.days_late(NOW)) == (date(2020, 11, 8), 2)  # from hạn nộp, 10/11
    call = Obligation.objects.get(unit=division)
    assert (call.duty.asked_by, call.duty.parent, call.duty.due_on) == (world.units[1], owed.duty, date(2020, 11, 8))
    client.force_login(person)
    assert call.duty.label in client.get(reverse("obligations:duty-list")).content.decode()
    client.force_login(world.officers[1])
    client.post(reverse("obligations:own-call-received", args=[call.pk]))
    call.refresh_from_db()
    assert call.fulfilled_at == NOW
    take_in(obligation_id=call.pk, received=False, actor=SYSTEM, now=NOW)
    call.refresh_from_db()
    assert (call.fulfilled_at, call.first_fulfilled_at) == (None, NOW)


def world_obligation(world):
    return Obligation.objects.select_related("duty").get(duty__code="score_sheet", unit=world.units[1])


def test_own_call_after_the_due_date_or_to_strangers_is_refused():
    world = build(3)
    with pytest.raises(OwnDateTooLate):
        own_call(world, [], date(2020, 11, 11))
    with pytest.raises(NotBelow):
        own_call(world, [world.units[2]])
    assert world_obligation(world).internal_due_on is None


def test_calendar_holds_what_the_own_units_owe_with_the_hour_of_an_extension():
    world = build(3)
    world.send(2)
    owed = Obligation.objects.filter(unit=world.units[1])
    owed.update(extended_to=datetime(2020, 11, 20, 10, tzinfo=UTC), internal_due_on=date(2020, 11, 8))
    Obligation.objects.filter(unit=world.units[2]).update(internal_due_on=date(2020, 11, 8))  # sent: no date any more
    year = date(2020, 1, 1), date(2020, 12, 31)
    found = [events_of(actor_for(world.officers[index], NOW.date()), *year) for index in (1, 2)]
    assert [[(each.day, each.done) for each in rows] for rows in found] == [
        [(date(2020, 11, 8), False), (date(2020, 11, 20), False)],
        [(date(2020, 11, 10), True)],
    ]
    assert found[0][0].title.startswith("Hạn nội bộ: ")
    assert "Được gia hạn đến 20/11/2020 17:00." in found[0][1].note


@pytest.mark.parametrize(("second", "late"), [(0, 0), (1, 1)])
def test_due_date_is_decided_to_the_second_by_the_time_received(second, late):
    world = build(2)
    at = last_moment(date(2020, 11, 10)).replace(microsecond=0) + timedelta(seconds=second)
    fulfil(year_id=world.cluster_year.year_id, code="score_sheet", unit_id=world.units[1].pk, at=at)
    assert world_obligation(world).days_late(NOW + timedelta(days=9)) == late


@pytest.mark.parametrize(("second", "received"), [(0, True), (1, False)])
def test_closing_time_is_decided_to_the_second_by_the_time_received(second, received):
    world = build(2)
    Duty.objects.update(closes_at=NOW)
    send = {"year_id": world.cluster_year.year_id, "code": "score_sheet", "unit_id": world.units[1].pk}
    if received:
        assert fulfil(at=NOW + timedelta(seconds=second), **send).fulfilled_at == NOW
    else:
        with pytest.raises(DutyClosed):
            fulfil(at=NOW + timedelta(seconds=second), **send)


def test_system_actor_sees_every_duty():
    build(2)
    assert Duty.objects.visible_to(system_actor()).count() == 1


def test_second_duty_of_a_paper_that_an_app_keeps_is_refused():
    world = build(2)
    about = {"label": "Tự chấm", "due_on": date(2020, 12, 15), "audience": ["all:members"], "actor": SYSTEM, "now": NOW}
    with pytest.raises(AskedAlready):
        set_duty(year_id=world.cluster_year.year_id, kind="score_sheet", **about)
    with pytest.raises(MadeElsewhere):
        set_duty(year_id=world.cluster_year.year_id, kind="report", **about)


def asked_by_hand(world, **changes) -> Duty:
    about = {"kind": "other", "label": "Gửi ảnh tư liệu", "due_on": date(2020, 11, 9), "audience": ["all:members"]}
    return set_duty(year_id=world.cluster_year.year_id, actor=SYSTEM, now=NOW, **(about | changes))


def test_asker_says_that_a_paper_came_where_no_app_keeps_it(client):
    world = build(3, sheets=False)
    duty = asked_by_hand(world)
    client.force_login(world.standing_office)
    assert reverse("obligations:duty-receive", args=[duty.pk]) in client.get(duty.get_absolute_url()).content.decode()
    typed = {"received_on": "11/11/2020", "unit_ids": [str(world.units[1].pk)]}
    assert client.post(reverse("obligations:duty-receive", args=[duty.pk]), typed).status_code == 302
    owed = Obligation.objects.select_related("duty").get(duty=duty, unit=world.units[1])
    assert (owed.fulfilled_at is not None, owed.days_late(NOW)) == (True, 2)
    refused = client.post(reverse("obligations:duty-receive", args=[duty.pk]), typed | {"received_on": "13/11/2020"})
    assert refused.status_code == 422


def test_head_says_that_a_paper_came_on_the_board_and_takes_it_back(client):
    world = build(3, sheets=False)
    duty = asked_by_hand(world)
    client.force_login(world.head)
    place = [world.cluster_year.pk, world.units[2].pk, duty.code]
    unit_page = reverse("dashboard:board-unit", args=place[:2])
    assert reverse("dashboard:board-receive", args=place) in client.get(unit_page).content.decode()
    client.post(reverse("dashboard:board-receive", args=place), {"received_on": "09/11/2020"})
    owed = Obligation.objects.select_related("duty").get(duty=duty, unit=world.units[2])
    assert (owed.fulfilled_at is not None, owed.days_late(NOW)) == (True, 0)
    assert reverse("dashboard:board-give-back", args=place) in client.get(unit_page).content.decode()
    client.post(reverse("dashboard:board-give-back", args=place))
    owed.refresh_from_db()
    assert owed.fulfilled_at is None


def test_papers_of_an_app_are_not_ticked_by_hand(client):
    world = build(2)
    client.force_login(world.standing_office)
    place = [world.cluster_year.pk, world.units[1].pk, "score_sheet"]
    assert client.get(reverse("dashboard:board-receive", args=place)).status_code == 404
    with pytest.raises(ComesByItself):
        receive(obligation_id=world.obligation(1).pk, received_on=NOW.date(), actor=SYSTEM, now=NOW)


def test_unticked_division_owes_no_more_unless_it_has_sent():
    world = build(2)
    first, second, third = (UnitFactory(parent=world.units[1], kind="division") for _number in range(3))
    people = [RoleAssignmentFactory(unit=each).user for each in (first, third)]
    own_call(world, [first, second, third])
    told = Notice.objects.filter(kind="obligations.internal_date")
    assert set(told.values_list("recipient_id", flat=True)) == {each.pk for each in people}
    take_in(obligation_id=Obligation.objects.get(unit=first).pk, received=True, actor=SYSTEM, now=NOW)
    own_call(world, [third])
    assert told.count() == 2  # nobody hears of the same call again
    own_call(world, [first, third], date(2020, 11, 7))
    assert told.filter(body__contains="07/11/2020").get().recipient == people[1]  # of another day, who has not sent
    own_call(world, [third])
    waived = {
        each.unit: each.waived_at is not None for each in Obligation.objects.filter(duty__code__startswith="own:")
    }
    assert waived == {first: False, second: True, third: False}
    own_call(world, [second])
    assert Obligation.objects.get(unit=second).waived_at is None


def edited(client, duty, **changes):
    page = reverse("obligations:duty-edit", args=[duty.pk])
    typed = {name: value for name, value in TYPED.items() if name != "kind"} | {"audience": ["all:members"]}
    return client.post(page, typed | changes)


def test_second_writer_of_a_duty_is_told_and_may_overwrite(client):
    world = build(2, sheets=False)
    duty = asked_by_hand(world)
    client.force_login(world.standing_office)
    assert edited(client, duty, expected_version="1", due_on="16/12/2020").status_code == 302
    response = edited(client, duty, expected_version="1", due_on="17/12/2020")
    assert response.status_code == 422
    duty.refresh_from_db()
    assert (duty.due_on, duty.version) == (date(2020, 12, 16), 2)
    assert response.context["form"].data["expected_version"] == 2
    shown = [(each.label, each.stored, each.typed) for each in response.context["differences"]]
    assert shown == [("Hạn nộp", "16/12/2020", "17/12/2020")]
    assert "Đang lưu" in response.content.decode()
    assert edited(client, duty, expected_version="2", due_on="17/12/2020").status_code == 302


def test_units_added_after_the_due_date_need_a_date(client):
    world = build(3, sheets=False)
    duty = asked_by_hand(world, audience=["all:heads"])
    client.force_login(world.standing_office)
    past = {"due_on": "09/11/2020", "internal_due_on": "", "closes_on": "", "expected_version": "1"}
    assert edited(client, duty, **past).status_code == 422
    assert edited(client, duty, **past, until="20/11/2020").status_code == 302
    owed = {each.unit: each.extended_to for each in duty.obligations.select_related("unit")}
    assert owed == dict.fromkeys(world.units[1:], last_moment(date(2020, 11, 20))) | {world.units[0]: None}


def test_audience_means_the_units_of_today():
    world = build(2, sheets=False)
    kind = f"kind:{world.units[0].kind}"
    year = world.cluster_year.year
    ended, founded = UnitFactory(kind=world.units[0].kind), UnitFactory(kind=world.units[0].kind)
    type(ended).objects.filter(pk=ended.pk).update(valid_to=date(2020, 6, 30))
    type(founded).objects.filter(pk=founded.pk).update(valid_from=date(2020, 7, 1))
    found = resolve(year, [kind])
    assert (ended.pk in found, founded.pk in found) == (False, True)


def test_date_of_a_report_is_edited_on_the_page_of_its_template(client, monkeypatch):
    world = build(2)
    duty = Duty.objects.get()
    monkeypatch.setitem(owners._owners, "score_sheet", lambda duty: "/reports/templates/1/due/")
    client.force_login(world.standing_office)
    assert client.get(reverse("obligations:duty-edit", args=[duty.pk])).status_code == 403
    assert "/reports/templates/1/due/" in client.get(duty.get_absolute_url()).content.decode()
