"""Two sessions of one council: who is concerned, who votes in writing, and what was left for later."""

from datetime import date

import pytest
from django.urls import reverse

from apps.awards.council_enums import ItemResult, Presence
from apps.awards.council_queries import put_off
from apps.awards.domain import council_voting, decisions, seating, sessions
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, CouncilSession
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, opened, person_line, recommended, vote
from apps.awards.tests.test_decisions import head
from apps.awards.tests.test_decisions import issue as issue_decision
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
HERE, WRITES = Presence.PRESENT, Presence.WRITING


def test_two_sessions_with_a_conflict_of_interest_and_the_written_vote_of_an_absent_member():
    """What the first leaves for later the second takes up; each keeps its own seats, conflicts and slips."""
    world = world_of.build()
    now_voted, left = world.proposal(person_line(), person_line()), world.proposal(person_line())
    first = opened(world.session(now_voted, left), [HERE] * 8 + [WRITES])
    council_voting.postpone(session_id=first.pk, proposal_id=left.pk, reason="Chờ kết luận kiểm tra", **BY)
    concerned, free = (first.items.get(nominee=each) for each in now_voted.nominees.order_by("position"))
    brother = first.seats.order_by("order")[1]
    seating.declare_conflict(item_id=concerned.pk, seat_id=brother.pk, reason="Em ruột", **BY)
    council_voting.prepare_ballots(session_id=first.pk, **BY)
    for item, yes in ((concerned, 8), (free, 9)):
        item.refresh_from_db()
        writing = list(item.ballot.voters.filter(way="writing").values_list("party", flat=True))
        assert writing == [first.seats.get(member=world.members[8]).party]
        vote(first, item.ballot, {item.nominee_id: yes})
        item.refresh_from_db()
        assert (item.votes, item.votes_base, item.result) == (yes, 9, ItemResult.RECOMMENDED)
    assert (concerned.excluded, free.excluded) == (1, 0)
    first.refresh_from_db()
    sessions.conclude_session(session_id=first.pk, version=first.version, **BY)

    second = opened(world.session(left, on=date(2026, 2, 5)), [WRITES] + [HERE] * 8)
    (ballot,) = council_voting.prepare_ballots(session_id=second.pk, **BY)
    item = second.items.get()
    assert (ballot.voters.count(), item.conflicts.count()) == (9, 0)  # who was concerned there is not here
    written = ballot.voters.get(way="writing")
    assert written.party == second.seats.get(member=world.members[0]).party
    vote(second, ballot, {item.nominee_id: 7})
    second.refresh_from_db()
    sessions.conclude_session(session_id=second.pk, version=second.version, **BY)
    told = [(each.number, each.items.filter(result=ItemResult.RECOMMENDED).count()) for each in (first, second)]
    assert told == [(1, 2), (2, 1)]
    assert first.items.get(nominee__proposal=left).result == ItemResult.POSTPONED
    assert set(AwardProposal.objects.values_list("state", flat=True)) == {ProposalState.RECOMMENDED}


@pytest.mark.parametrize(
    ("first_yes", "second_yes", "states"),
    [
        (9, 9, ["recommended", "recommended", "decided"]),
        (9, 1, ["recommended", "decided", "decided"]),  # the decision was issued before: nobody waits any more
        (1, 9, ["not_recommended", "recommended", "decided"]),
    ],
)
def test_part_of_a_proposal_is_left_for_a_later_session_and_nobody_is_lost(client, first_yes, second_yes, states):
    """Two ballots, one of them voided and put off; what has its result goes on, who was put off is taken up again."""
    world = world_of.build()
    proposal = world.proposal(person_line(), person_line())
    voted, left = proposal.nominees.order_by("position")
    first = opened(world.session(proposal), [HERE] * 9)
    item = first.items.get(nominee=left)
    seating.declare_conflict(item_id=item.pk, seat_id=first.seats.order_by("order")[1].pk, reason="Em ruột", **BY)
    council_voting.prepare_ballots(session_id=first.pk, **BY)
    item.refresh_from_db()
    vote(first, first.items.get(nominee=voted).ballot, {voted.pk: first_yes})
    council_voting.free_items(item.ballot)
    council_voting.postpone(session_id=first.pk, proposal_id=proposal.pk, reason="Chờ kết luận kiểm tra", **BY)
    conclude(first)
    assert state(proposal) == states[0]
    if first_yes == 9:
        issue(world, first, voted)
    assert (state(proposal), list(put_off(proposal.nominees.all()))) == (states[0], [left])

    second = world.session(proposal, on=date(2026, 1, 23))
    assert [each.nominee for each in second.items.all()] == [left]
    sessions.take_off_agenda(session_id=second.pk, proposal_id=proposal.pk, reason="Nhầm phiên", **BY)
    assert (second.items.count(), state(proposal)) == (0, states[0])
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    offered = {"proposals": [proposal.pk]}
    assert client.post(reverse("awards:session-agenda", args=[second.pk]), offered).status_code == 302
    second = opened(second, [HERE] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=second.pk, **BY)
    vote(second, ballot, {left.pk: second_yes})
    conclude(second)
    assert (state(proposal), put_off(proposal.nominees.all()).count()) == (states[1], 0)
    if second_yes == 9:
        issue(world, second, left)
    assert state(proposal) == states[-1]


def state(proposal):
    return AwardProposal.objects.get(pk=proposal.pk).state


def conclude(session):
    fresh = CouncilSession.objects.get(pk=session.pk)
    sessions.conclude_session(session_id=session.pk, version=fresh.version, **BY)


def issue(world, session, nominee):
    facts = {"year_id": world.year.pk, "head": head(CouncilSession.objects.get(pk=session.pk))}
    made = decisions.draft_decision(**facts, nominee_ids=[nominee.pk], **BY)
    issue_decision(made, symbol=f"{made.pk}/QĐ-BTP", on=date(2026, 1, 25))


def test_nobody_whom_a_later_session_did_not_recommend_is_offered_to_a_decision():
    """One such person among those offered, and the whole draft would be refused."""
    world = world_of.build()
    proposal = world.proposal(person_line(), person_line())
    kept, dropped = proposal.nominees.order_by("position")
    first = recommended(world, proposal)
    first = sessions.conclude_session(session_id=first.pk, version=first.version, **BY)
    assert decisions.recommended_in(first) == [kept, dropped]
    AwardProposal.objects.update(state=ProposalState.VERIFIED)  # returned, sent and verified again
    second = opened(world.session(proposal, on=date(2026, 2, 5)), [HERE] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=second.pk, **BY)
    vote(second, ballot, {kept.pk: 9, dropped.pk: 1})
    second = CouncilSession.objects.get(pk=second.pk)
    second = sessions.conclude_session(session_id=second.pk, version=second.version, **BY)
    assert [decisions.recommended_in(each) for each in (first, second)] == [[kept], [kept]]
