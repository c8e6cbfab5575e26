"""Who is told of sessions, votes and decisions; bodies without a council hear of it from January on."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.awards.council_enums import CouncilKind, Presence
from apps.awards.domain import council_voting, decisions
from apps.awards.domain.council_warning import warn_bodies_without
from apps.awards.domain.telling import ballot_is_open
from apps.awards.models import DecisionLine, Nominee
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, NOW, SYSTEM, opened, person_line, recommended, unit_line
from apps.awards.tests.test_decisions import drafted, head, issue
from apps.ballots.enums import Mode
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
    opened(session, [Presence.PRESENT] * 8 + [Presence.WRITING])
    [ballot] = council_voting.prepare_ballots(session_id=session.pk, **BY)
    assert told("asked_in_writing") == {accounts[8]}
    concerned = session.seats.order_by("order").first()
    screen = Ballot.objects.create(keeper=session.keeper, title="Trên màn hình", mode=Mode.SCREEN)
    for order, seat in enumerate(session.seats.exclude(pk=concerned.pk)):
        screen.voters.create(order=order, party=seat.party, label=seat.label)
    ballot_is_open(session, screen, **BY)
    assert told("ballot_open") == set(accounts[1:8])
    screen.delete()
    world_of.vote(session, ballot, dict.fromkeys(proposal.nominees.values_list("pk", flat=True), 9))
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
    assert warn_bodies_without(actor=SYSTEM, now=january.replace(year=2028)) == 0


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
