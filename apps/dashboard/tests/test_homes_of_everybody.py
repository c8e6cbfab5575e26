"""Homes of all roles at once: their queries, another year at work, and the home of a council member."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.awards.council_enums import CouncilKind, Position, Presence, SessionState
from apps.awards.domain import seating
from apps.awards.domain.councils import CouncilPlan, MemberFacts, add_member, found_council
from apps.awards.models import CouncilSession
from apps.awards.tests import council_world
from apps.ballots.models import Ballot, Voter
from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import HeadTermFactory
from apps.core.components import StatusWord
from apps.dashboard.tests.boards import ask_everybody
from apps.dashboard.tests.homes import heading, home
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.obligations.domain.duties import ask
from apps.periodic_reports.domain.templates import create_template, issue_template
from apps.periodic_reports.tests.factories import template_data
from apps.periods.enums import YearState
from apps.units.enums import UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


MOST_QUERIES = 15


# Beside sheets, reports and what the head owes; a kind that nobody was asked for has nothing to ask the database.
DUTIES = ("registration", "pledge", "movement_launch", "movement_launch:1", "movement_review:1", "plan_item:1")
DUTIES = (*DUTIES, "consultation:1", "proposal", "other:photos")


def council_member(world):
    """Somebody who sits in the emulation council of the ministry."""
    plan = CouncilPlan("Hội đồng", date(2020, 1, 1), date(2024, 12, 31))
    who = {"actor": SYSTEM, "now": NOW}
    found = found_council(organiser_id=world.ministry.pk, kind=CouncilKind.EMULATION, plan=plan, **who)
    person = PersonFactory(user=UserFactory())
    facts = MemberFacts(person.full_name, position=Position.CHAIR, person_id=person.pk)
    return add_member(council_id=found.pk, facts=facts, **who).person.user


def issued_report(world):
    """A report that every unit owes."""
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "due_on": date(2020, 11, 10)}
    made = create_template(year_id=world.cluster_year.year_id, data=template_data(**days), actor=SYSTEM, now=NOW)
    issue_template(template_id=made.pk, actor=SYSTEM, now=NOW)


def everybody(world):
    """The roles of glossary §7 and somebody in each, with a duty of every kind asked of every unit."""
    deputy, member = world.officers[2], council_member(world)
    HeadTermFactory(cluster_year=world.cluster_year, unit=world.units[2], role=HeadRole.DEPUTY)
    for code in DUTIES:
        ask_everybody(world, code, due_on=date(2020, 11, 11))
    for duty in ("plan", "consolidation"):
        year_id, heads = world.cluster_year.year_id, [world.units[0].pk]
        ask(year_id=year_id, code=duty, label=duty, due_on=date(2020, 4, 1), unit_ids=heads, actor=SYSTEM, now=NOW)
    issued_report(world)
    return {
        "officer": world.officers[1],
        "leader": world.leaders[1],
        "head": world.head,
        "deputy": deputy,
        "standing office": world.standing_office,
        "council member": member,
        "auditor": world.auditor,
    }


def test_a_home_asks_at_most_fifteen_queries_whatever_the_number_of_units(client, django_assert_max_num_queries):
    """Of every role, with duties of every kind, sheets and reports; the last one is a Sở that runs its own year."""
    asked: dict[str, set[int]] = {}
    for units in (3, 13):
        world = build(units)
        world.send(1)
        people = everybody(world)
        for role, user in [*people.items(), ("organiser", world.standing_office)]:
            if role == "organiser":
                Unit.objects.filter(pk=world.ministry.pk).update(kind=UnitKind.JUSTICE_DEPARTMENT)
            client.force_login(user)
            with django_assert_max_num_queries(MOST_QUERIES) as found:
                assert client.get("/").status_code == 200
            asked.setdefault(role, set()).add(len(found))
    assert {role: len(counts) for role, counts in asked.items()} == dict.fromkeys(asked, 1)


def test_work_of_another_year_at_work_is_told_with_the_way_to_it(client):
    """For unit, head and office; what that year leaves out, and a year that is closed, is not work."""
    old = build(year=2019)
    world = build(sheets=False)
    cluster_year, year = world.cluster_year, world.cluster_year.year
    year.organiser = old.ministry
    year.save()
    cluster_year.cluster = old.cluster_year.cluster
    cluster_year.save()
    for order, unit in enumerate(old.units[:2], start=8):
        cluster_year.members.create(unit=unit, unit_name=unit.name, order=order)
    cluster_year.head_terms.update(unit=old.units[0])
    for user in (old.officers[1], old.leaders[1], old.head, old.standing_office):
        assert home(client, user).context["other_years"] == ((2019, 1),)
    assert "Năm 2019 còn 1 việc." in client.get("/").content.decode()
    client.post(reverse("dashboard:working-year-choose"), {"year": 2019})
    assert client.get("/").context["place"].year == 2019
    old.cluster_year.year.state = YearState.CLOSED
    old.cluster_year.year.save()
    assert home(client, old.officers[1]).context["other_years"] == ()


def test_the_home_of_a_council_member_is_what_the_next_session_asks_of_it(client):
    """In the order of the glossary; what the session does not ask of the member is absent."""
    world = council_world.build()
    session = world.session(world.proposal(council_world.person_line()))
    seats = list(session.seats.select_related("member__person__user").order_by("order"))
    with time_machine.travel(council_world.NOW, tick=False):
        chair = home(client, seats[0].member.person.user)
        seating.tick_presence(seat_id=seats[3].pk, presence=Presence.WRITING, **council_world.BY)
        member = home(client, seats[3].member.person.user)
    assert heading(chair) == "Phiên họp ngày 22/01/2026"
    assert [(task.title, task.status) for task in chair.context["tasks"]] == [
        ("Xác nhận dự họp", StatusWord.NOT_STARTED),
        ("Đọc hồ sơ (đã đọc 0/1)", StatusWord.NOT_STARTED),
        ("Khai báo hồ sơ có liên quan", StatusWord.NOT_STARTED),
        ("Bỏ phiếu", StatusWord.NOT_OPEN),
        ("Ký biên bản", StatusWord.NOT_OPEN),
    ]
    movements = client.get(reverse("movements:movement-list")).content.decode()
    assert [task.title for task in member.context["tasks"]][-1] == "Cho ý kiến bằng văn bản (vắng mặt)"
    tabs = [name in movements for name in ("Điển hình tiên tiến", "Báo cáo định kỳ", reverse("movements:evenness"))]
    assert tabs == [True, True, False], "figures of units side by side are not for the council"


def test_a_ballot_that_closed_without_the_member_is_not_told_as_voted_and_what_is_over_stands_last(client):
    """(ballot, who has voted) → the word and what is said beside it, at the vote and at the opinion in writing."""
    world = council_world.build()
    session = world.session(world.proposal(council_world.person_line()))
    seat = session.seats.get(order=session.seats.order_by("order")[3].order)
    ballot = Ballot.objects.create(keeper=f"awards.councilsession:{session.pk}", title="Bỏ phiếu", state="open")
    voter = Voter.objects.create(ballot=ballot, party=f"seat:{seat.pk}", label="Ủy viên", order=1)
    session.seats.filter(pk=seat.pk).update(presence=Presence.WRITING, position=Position.SECRETARY)
    missed = "1 cuộc đã đóng khi chưa có phiếu của bạn."
    expected = {
        ("open", False): (StatusWord.NOT_STARTED, "Đã bỏ phiếu 0/1 cuộc bỏ phiếu."),
        ("open", True): (StatusWord.SENT, "Đã bỏ phiếu 1/1 cuộc bỏ phiếu."),
        ("closed", True): (StatusWord.SENT, "Đã bỏ phiếu 1/1 cuộc bỏ phiếu."),
        ("closed", False): (StatusWord.FINAL, f"Đã bỏ phiếu 0/1 cuộc bỏ phiếu. {missed}"),
    }
    with time_machine.travel(council_world.NOW, tick=False):
        for (state, has_voted), (word, note) in expected.items():
            Ballot.objects.filter(pk=ballot.pk).update(state=state)
            Voter.objects.filter(pk=voter.pk).update(has_voted=has_voted)
            tasks = {task.title: task for task in home(client, seat.member.person.user).context["tasks"]}
            vote, writing = tasks["Bỏ phiếu"], tasks["Cho ý kiến bằng văn bản (vắng mặt)"]
            assert (vote.status, vote.note, writing.status) == (word, note, word), (state, has_voted)
        assert writing.note == missed
        CouncilSession.objects.filter(pk=session.pk).update(state=SessionState.CONCLUDED)
        later = world.session(world.proposal(council_world.person_line()), on=date(2026, 1, 27))
        shown = home(client, seat.member.person.user)
    assert (heading(shown), shown.context["session"]) == ("Phiên họp ngày 27/01/2026", later)
    assert [section.title.split(":")[0] for section in shown.context["sections"]] == ["Phiên họp ngày 22/01/2026"]
