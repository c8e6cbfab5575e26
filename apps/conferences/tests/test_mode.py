"""Conference mode: nine steps on a projector, what is missing, one big action, never a partial count."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.models import User
from apps.ballots.domain import certifying, closing
from apps.ballots.domain.casting import cast
from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import HeadTermFactory
from apps.conferences.domain import attending, running, voting
from apps.conferences.enums import Step
from apps.conferences.models import Conference
from apps.conferences.tests.test_meeting import ballot_of, team_of
from apps.conferences.tests.test_pages import person_of
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.notifications.models import Notice
from apps.ranking.models import RankingEntry, RankingRun, RankingSettings
from apps.scoring.tests.factories import CriteriaSetFactory
from apps.units.enums import Role

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}
SMALL = 20_000  # bytes of a page with 18 units: a second on a line of 160 kbit/s


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    return build()


@pytest.fixture
def meeting(world):
    return world.held()


def everybody_is_there(meeting) -> None:
    present = set(meeting.attendees.values_list("pk", flat=True))
    attending.tick(conference_id=meeting.pk, present=present, seen=set(), **MORE)


def page_of(client, meeting, step, **query) -> str:
    answer = client.get(reverse("conferences:mode", args=[meeting.pk, step]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def as_office(client, meeting):
    client.force_login(person_of(meeting.organiser, Role.STANDING_OFFICE))


def test_the_projector_shows_nine_steps_without_menus_each_small_and_with_one_big_action(client, meeting):
    as_office(client, meeting)
    assert client.get(reverse("conferences:mode-start", args=[meeting.pk])).url.endswith("/mode/attendance/")
    for number, step in enumerate(Step, start=1):
        page = page_of(client, meeting, step)
        assert f'<span class="mode__number">{number}</span> {step.label}</h1>' in page
        assert page.count("mode__big") == 1
        assert "Khai mạc hội nghị" in page
        assert "site-nav" not in page
        assert len(page.encode()) < SMALL
    assert client.get(reverse("conferences:mode", args=[meeting.pk, "nowhere"])).status_code == 404
    # What is asked for again and again is the same text while nothing changes.
    assert page_of(client, meeting, Step.ATTENDANCE, part="live") == page_of(
        client, meeting, Step.ATTENDANCE, part="live"
    )


def test_opened_from_the_projector_then_step_by_step_to_the_end_and_reopened_with_a_reason(client, meeting):
    as_office(client, meeting)
    answer = client.post(reverse("conferences:open", args=[meeting.pk]))
    assert answer.url.endswith("/mode/attendance/")
    assert "Có mặt 0/18: chưa đủ điều kiện tiến hành." in page_of(client, meeting, Step.ATTENDANCE)
    everybody_is_there(meeting)
    page = page_of(client, meeting, Step.ATTENDANCE)
    assert "Tất cả đơn vị đã có mặt." in page
    assert "Xong bước này" in page
    done = client.post(reverse("conferences:step-done", args=[meeting.pk, Step.ATTENDANCE]))
    assert done.url.endswith("/mode/report/")
    assert "Bước tiếp theo: Báo cáo" in page_of(client, meeting, Step.ATTENDANCE)
    for step in Step:
        client.post(reverse("conferences:step-done", args=[meeting.pk, step]), {"note": "Chủ trì đồng ý"})
    # Nobody was named: the last step is not ticked away, and the end asks first, telling what is missing.
    conclude = reverse("conferences:conclude", args=[meeting.pk])
    page = page_of(client, meeting, Step.NEXT_HEADS)
    assert f'<a href="{conclude}">Bế mạc hội nghị</a>' in page
    missing = "Công bố Trưởng Cụm năm sau: Chưa có quyết định giao Trưởng, Phó Trưởng năm sau."
    assert missing in client.get(conclude).content.decode()
    assert not meeting.marks.filter(step=Step.NEXT_HEADS).exists()
    client.post(conclude)
    assert "Ghi là chưa xong" not in page_of(client, meeting, Step.ATTENDANCE)
    assert Conference.objects.get().state == "concluded"
    reopen = reverse("conferences:reopen", args=[meeting.pk])
    assert client.post(reopen, {"reason": ""}).status_code == 422
    client.post(reopen, {"reason": "Bổ sung kết quả bình xét"})
    assert Conference.objects.get().state == "in_session"


def test_a_member_looks_on_and_runs_nothing(client, meeting, world):
    client.force_login(person_of(world.units[5]))
    page = page_of(client, meeting, Step.ATTENDANCE)
    assert "Khai mạc hội nghị" not in page
    assert client.post(reverse("conferences:open", args=[meeting.pk])).status_code == 403


def test_s003_5_the_projector_shows_who_voted_in_number_and_no_count_before_the_minutes(client, meeting, world):
    running.open_conference(conference_id=meeting.pk, **MORE)
    everybody_is_there(meeting)
    ballot = ballot_of(world, meeting)
    tellers, codes = team_of(world, meeting, ballot)
    voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, actor=tellers[0], now=NOW)
    question = ballot.questions.get()
    chosen = [question.options.get(party=f"unit:{unit.pk}").number for unit in world.units[5:9]]
    for voter in ballot.voters.order_by("order")[:17]:
        cast(voter_id=voter.pk, marks={question.pk: chosen}, actor=SYSTEM, now=NOW)
    as_office(client, meeting)
    page = page_of(client, meeting, Step.BALLOT)
    assert "<b>17</b><span>/18</span>" in page
    assert world.units[6].name not in page
    assert world.units[6].name not in page_of(client, meeting, Step.COUNT)
    closing.close_ballot(ballot_id=ballot.pk, codes=codes, actor=tellers[0], now=NOW)
    assert world.units[6].name not in page_of(client, meeting, Step.COUNT)
    certifying.certify(ballot_id=ballot.pk, actor=tellers[0], now=NOW)
    page = page_of(client, meeting, Step.COUNT)
    assert page.count("Được suy tôn") == 4
    assert "17/18" in page


def result_of(world) -> RankingRun:
    made = CriteriaSetFactory(year=world.closing.year)
    found = []
    for line in ("justice", "enforcement"):
        run = RankingRun.objects.create(
            cluster_year=world.closing,
            line=line,
            criteria_set=made,
            state="computed",
            run_hash="0" * 64,
            computed_at=NOW,
        )
        units = world.units[:9] if line == "justice" else world.units[9:]
        for rank, unit in enumerate(units, start=1):
            RankingEntry.objects.create(
                run=run, unit=unit, unit_name=unit.name, order=rank, total=100 - rank, rank=rank
            )
        found.append(run)
    return found


def test_results_stand_on_the_projector_only_when_every_member_may_see_them(client, meeting, world):
    runs = result_of(world)
    as_office(client, meeting)
    page = page_of(client, meeting, Step.RESULTS)
    assert "Kết quả xếp hạng chưa được thông báo." in page
    assert '<td class="num">99' not in page
    RankingRun.objects.filter(pk=runs[0].pk).update(announced_at=NOW)
    assert "Kết quả xếp hạng chưa được thông báo." in page_of(client, meeting, Step.RESULTS)  # one line of two
    RankingRun.objects.update(announced_at=NOW)
    page = page_of(client, meeting, Step.RESULTS)
    assert "Kết quả xếp hạng chưa được thông báo." not in page
    assert page.count('<td class="num">99') == 2
    RankingSettings.objects.create(cluster=world.closing.cluster, members_see_provisional=False, version=1)
    assert '<td class="num">99' not in page_of(client, meeting, Step.RESULTS)


def heads_form(unit, **more) -> dict:
    return {
        "symbol": "2710/QĐ-BTP",
        "issued_on": "30/11/2019",
        "issuer_name": "Bộ Tư pháp",
        "starts_on": "01/01/2020",
        "head_unit": unit.pk,
        "head_person": "Trần Văn Thử",
        "head_post": "Giám đốc Sở Tư pháp",
        **more,
    }


def test_next_heads_are_named_by_decision_never_one_that_was_not_considered_and_then_announced(client, meeting, world):
    run = result_of(world)[0]
    barred, named = world.units[0], world.units[1]
    run.entries.filter(unit=barred).update(rank=None, disqualifier="excluded", reason="Mất đoàn kết")
    as_office(client, meeting)
    running.open_conference(conference_id=meeting.pk, **MORE)
    url = reverse("conferences:next-heads", args=[meeting.pk])
    assert "Mất đoàn kết" in client.get(url).content.decode()
    assert client.post(url, heads_form(barred)).status_code == 422
    cluster_page = reverse("clusters:head-appoint", args=[world.signing.pk])  # nor by another way
    assert "không được xét năm trước (Mất đoàn kết)" in client.post(cluster_page, heads_form(barred)).content.decode()
    announce = reverse("conferences:announce-heads", args=[meeting.pk])
    assert client.post(announce).status_code == 422
    assert client.post(url, heads_form(named)).url.endswith("/mode/next_heads/")
    page = page_of(client, meeting, Step.NEXT_HEADS)
    assert "Trần Văn Thử" not in page
    assert "Công bố Trưởng, Phó Trưởng năm sau" in page
    somebody = person_of(world.units[7])
    for _twice in range(2):
        client.post(announce)
    assert "Trần Văn Thử, Giám đốc Sở Tư pháp" in page_of(client, meeting, Step.NEXT_HEADS)
    told = Notice.objects.get(recipient=somebody)
    assert "Trần Văn Thử, Giám đốc Sở Tư pháp, từ ngày 01/01/2020" in told.body
    # Undone and announced again nobody is told twice; somebody named later is announced alone.
    client.post(reverse("conferences:step-undone", args=[meeting.pk, Step.NEXT_HEADS]))
    client.post(announce)
    HeadTermFactory(
        cluster_year=world.signing, unit=world.units[2], role=HeadRole.DEPUTY, person_name="Lê Thị Sau", starts_on=NOW
    )
    page = page_of(client, meeting, Step.NEXT_HEADS)
    assert "Lê Thị Sau" not in page
    assert announce in page
    client.post(announce)
    later = Notice.objects.filter(recipient=somebody).exclude(pk=told.pk).get()
    assert "Lê Thị Sau" in later.body
    assert "Trần Văn Thử" not in later.body


def test_who_counts_and_who_votes_find_their_own_button(client, meeting, world):
    running.open_conference(conference_id=meeting.pk, **MORE)
    everybody_is_there(meeting)
    as_office(client, meeting)
    create = reverse("ballots:ballot-create", args=["conferences", "conference", meeting.pk])
    assert create in page_of(client, meeting, Step.BALLOT)
    ballot = ballot_of(world, meeting)
    name = reverse("ballots:teller-name", args=[ballot.pk])
    assert name in page_of(client, meeting, Step.TELLERS)
    client.force_login(person_of(world.units[9], Role.LEADER))
    assert name not in page_of(client, meeting, Step.TELLERS)
    tellers, _codes = team_of(world, meeting, ballot)
    voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, actor=tellers[0], now=NOW)
    client.force_login(User.objects.get(pk=tellers[0].user_id))
    page = page_of(client, meeting, Step.BALLOT)  # leader and teller: votes first, then counts
    own = ballot.voters.get(party=f"unit:{world.units[0].pk}")
    assert f'class="mode__big" href="{reverse("ballots:vote", args=[ballot.pk, own.pk])}"' in page
    assert "Trang của Tổ kiểm phiếu" in page


def test_links_of_the_steps_lead_where_the_person_may_go(client, meeting, world):
    """No link ends in a refusal; the head waits for the office, which writes the decision down."""
    running.open_conference(conference_id=meeting.pk, **MORE)
    HeadTermFactory(cluster_year=world.closing, unit=world.units[0], starts_on=date(2019, 1, 1))
    HeadTermFactory(cluster_year=world.signing, unit=world.units[3], role=HeadRole.DEPUTY, starts_on=date(2020, 1, 1))
    office = person_of(meeting.organiser, Role.STANDING_OFFICE)
    names = ("conferences:attendance", "conferences:minutes-detail", "conferences:next-heads")
    urls = [reverse(name, args=[meeting.pk]) for name in names]
    urls.append(reverse("ranking:cluster-year", args=[world.closing.pk]))
    for person, may in (
        (person_of(world.units[5]), [False, False, False, False]),
        (person_of(world.units[0]), [True, True, False, True]),
        (office, [True, True, True, True]),
    ):
        client.force_login(person)
        assert [client.get(url).status_code == 200 for url in urls] == may
        screen = client.get(meeting.get_absolute_url()).content.decode()
        assert (urls[1] in screen) is may[1]
        screen = screen.partition('id="steps"')[2].partition("</ol>")[0]
        assert [f'"{url}"' in screen for url in urls] == may
        page = page_of(client, meeting, Step.NEXT_HEADS)  # a deputy alone is not enough
        assert ("Ghi quyết định giao Trưởng" in page) is (person == office)
        assert ("Chờ Thường trực Hội đồng ghi quyết định." in page) is (may == [True, True, False, True])
    running.conclude(conference_id=meeting.pk, **MORE)
    client.force_login(person_of(world.units[6]))
    assert urls[1] not in client.get(meeting.get_absolute_url()).content.decode()  # minutes that are not signed


def test_words_follow_the_kind_of_the_cluster(client, meeting, world):
    world.signing.cluster.kind = "bloc"
    world.signing.cluster.save()
    as_office(client, meeting)
    assert "Công bố Trưởng Khối năm sau" in page_of(client, meeting, Step.NEXT_HEADS)
    assert (
        "Bàn giao nhiệm vụ Trưởng Khối"
        in client.get(reverse("conferences:handover-detail", args=[world.closing.pk])).content.decode()
    )
