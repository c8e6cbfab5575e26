"""Who is told of sessions, votes and decisions; bodies without a council hear of it from January on."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from apps.awards.ballot_host import SessionHost
from apps.awards.council_enums import CouncilKind, Presence
from apps.awards.domain import council_voting, decisions, sessions
from apps.awards.domain.council_warning import warn_bodies_without
from apps.awards.domain.sessions import SessionPlan
from apps.awards.models import Council, DecisionLine, Nominee
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, NOW, SYSTEM, opened, person_line, recommended, unit_line
from apps.awards.tests.test_decisions import drafted, head, issue
from apps.ballots.enums import Mode, Told
from apps.ballots.models import Ballot
from apps.notifications.models import Notice
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind__code=f"awards.{kind}").values_list("recipient_id", flat=True))


def test_members_are_invited_asked_to_read_and_in_writing_and_units_read_what_became_of_their_nominees():
    world = world_of.build()
    accounts = [member.person.user_id for member in world.members]
    officer = RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user
    other = UnitFactory(parent=world.ministry, name="Vụ Pháp luật quốc tế")
    leader = RoleAssignmentFactory(unit=other, role=Role.LEADER).user
    proposal = world.proposal(unit_line(world.unit), unit_line(other))
    session = world.session(proposal)
    assert told("session_invited") == told("session_papers") == set(accounts)
    place = SessionPlan(session.title, session.held_on, "Hội trường B")
    sessions.change_session(session_id=session.pk, version=session.version, plan=place, **BY)
    assert told("session_moved") == set(accounts)
    moved = Notice.objects.filter(kind="awards.session_moved").first()
    assert moved.body == "Địa điểm: Hội trường B (trước là Trụ sở Bộ)."
    opened(session, [Presence.PRESENT] * 8 + [Presence.WRITING])
    [ballot] = council_voting.prepare_ballots(session_id=session.pk, **BY)
    assert told("asked_in_writing") == {accounts[8]}
    concerned = session.seats.order_by("order").first()
    screen = Ballot.objects.create(keeper=session.keeper, title="Trên màn hình", mode=Mode.SCREEN)
    for order, seat in enumerate(session.seats.exclude(pk=concerned.pk), start=1):
        here = seat.presence == Presence.PRESENT
        way = {"way": "screen" if here else "writing", "present": here}
        screen.voters.create(order=order, party=seat.party, label=seat.label, has_voted=order < 3, **way)
    for step in (Told.OPENED, Told.CLOSED):
        SessionHost().tell(step, screen, **BY)
    assert (told("ballot_open"), told("ballot_closed")) == (set(accounts[1:]), set(accounts[1:3]))
    screen.delete()
    world_of.vote(session, ballot, dict.fromkeys(proposal.nominees.values_list("pk", flat=True), 9))
    assert told("ballot_certified") == {*accounts, *told("teller_named")} - {ballot.tellers.first().user_id}
    said = Notice.objects.filter(kind__code__startswith="awards.ballot_").values_list("title", "body")
    assert not [words for words in said if "9/9" in " ".join(words)]
    assert told("council_said") == {officer.pk}
    ids = list(proposal.nominees.values_list("pk", flat=True))
    issue(decisions.draft_decision(year_id=world.year.pk, head=head(session), nominee_ids=ids, **BY))
    assert told("decided") == {officer.pk, leader.pk}
    paths = dict(Notice.objects.filter(kind__code="awards.decided").values_list("recipient_id", "path"))
    assert paths[officer.pk] == proposal.get_absolute_url() != paths[leader.pk]


def test_s003_12_bodies_without_a_valid_initiative_council_are_warned_once_a_year_from_january():
    world = world_of.build()
    officer = RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user
    RoleAssignmentFactory(unit=UnitFactory(parent=world.ministry), role=Role.OFFICER)  # no legal personality
    january = NOW.replace(month=1, day=1)
    assert warn_bodies_without(actor=SYSTEM, now=january) == 1
    assert told("without_council") == {officer.pk}
    assert warn_bodies_without(actor=SYSTEM, now=january + timedelta(days=1)) == 0
    assert warn_bodies_without(actor=SYSTEM, now=january.replace(year=2027)) == 1
    plan = world_of.CouncilPlan("Hội đồng sáng kiến", date(2026, 1, 1), date(2030, 12, 31))
    council = world_of.found_council(organiser_id=world.unit.pk, kind=CouncilKind.INITIATIVE, plan=plan, **BY)
    world_of.add_members(council, world_of.POSITIONS)
    last_day = datetime(2030, 12, 31, 9, 0, tzinfo=NOW.tzinfo)
    told_on = [warn_bodies_without(actor=SYSTEM, now=day) for day in (january.replace(year=2028), last_day)]
    assert told_on == [0, 0]
    assert warn_bodies_without(actor=SYSTEM, now=last_day + timedelta(days=1)) == 1
    # Its term was cut short after somebody had been told in the same year: that is told too, once.
    Council.objects.filter(pk=council.pk).update(ends_on=date(2027, 6, 30))
    days = [datetime(2027, month, day, 9, 0, tzinfo=NOW.tzinfo) for month, day in ((6, 30), (7, 1), (7, 2))]
    assert [warn_bodies_without(actor=SYSTEM, now=day) for day in days] == [0, 1, 0]


def test_who_was_recommended_and_waits_is_added_to_a_draft_on_its_page(client):
    world = world_of.build()
    office = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    first, second = world.proposal(person_line()), world.proposal(person_line(), person_line())
    decision = drafted(world, first)
    recommended(world, second)
    client.force_login(office)
    url = reverse("awards:decision-lines-add", args=[decision.pk])
    waiting = set(Nominee.objects.filter(proposal=second).values_list("pk", flat=True))
    page = client.get(url)
    assert {int(pk) for pk, _label in page.context["form"].fields["nominees"].choices} == waiting
    one = waiting.pop()
    assert client.post(url, {"nominees": []}).context["form"].errors["nominees"]
    assert client.post(url, {"nominees": [one]}).status_code == 302
    assert DecisionLine.objects.filter(decision=decision, nominee=one).exists()
    assert {int(pk) for pk, _label in client.get(url).context["form"].fields["nominees"].choices} == waiting
