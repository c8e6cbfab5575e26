"""Tellers of a council's vote: nobody of a nominated unit, from units of their own, while enough others are there."""

import pytest

from apps.awards.ballot_host import SessionHost
from apps.awards.council_enums import Presence
from apps.awards.domain import council_voting, seating
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, NOW, opened, person_line, unit_line
from apps.ballots.domain.telling import WrongTellers
from apps.ballots.models import Ballot
from apps.units.tests.factories import PostingFactory, UnitFactory

pytestmark = pytest.mark.django_db
HERE = Presence.PRESENT


def test_nobody_of_a_nominated_unit_counts_for_a_council_while_enough_others_are_there():
    """Members 0 and 1 serve in one unit, member 2 in the nominated one, member 3 is nominated, member 5 is concerned by
    the unit; the others are free.
    """
    world = world_of.build()
    own, people = UnitFactory(parent=world.ministry), [member.person for member in world.members]
    for person, unit in zip(people[:3], (own, own, world.unit), strict=True):
        PostingFactory(person=person, unit=unit)
    proposal = world.proposal(unit_line(world.unit), person_line(person=people[3]))
    session = opened(world.session(proposal), [HERE] * 9)
    item = session.items.get(nominee__subject="collective")
    by = {"seat_id": session.seats.get(member=world.members[5]).pk, "reason": "Em ruột là Trưởng phòng"}
    seating.declare_conflict(item_id=item.pk, **by, **BY)
    with pytest.raises(seating.WrongSeat, match="rút khai báo"):
        seating.declare_conflict(item_id=item.pk, **by | {"reason": "Lý do khác"}, **BY)
    council_voting.prepare_ballots(session_id=session.pk, **BY)
    ballots = {item.nominee.subject: item.ballot_id for item in session.items.select_related("nominee")}
    host, call = SessionHost(), {"session_id": session.pk, "reason": "Thiếu người", **BY}
    partial = Ballot.objects.get(pk=ballots["collective"])
    standing = [each.value for each in host.candidates(partial, NOW) if each.party.startswith("nominee:")]
    assert standing == [str(people[place].user_id) for place in (2, 5)]
    for subject, team, told in (
        ("collective", (4, 2), "thuộc đơn vị được bình xét"),
        ("collective", (4, 5), "có liên quan"),
        ("collective", (0, 1), "đơn vị khác nhau"),
        ("individual", (4, 3), "thuộc đơn vị được bình xét"),
    ):
        users = [people[place].user_id for place in team]
        with pytest.raises(WrongTellers, match=told):
            council_voting.approve_tellers(ballot_id=ballots[subject], user_ids=users, **call)
    users = [people[place].user_id for place in (0, 4)]
    found = council_voting.approve_tellers(ballot_id=ballots["collective"], user_ids=users, **call)
    assert [host.is_here(found, teller) for teller in found.tellers.all()] == [True, True]


def test_the_council_of_one_unit_finds_its_tellers_in_that_unit():
    """The council of a Sở: whoever sits there serves in the Sở."""
    world = world_of.build()
    people = [member.person for member in world.members]
    own = UnitFactory(parent=world.ministry)
    for person in people:
        PostingFactory(person=person, unit=own)
    session = opened(world.session(world.proposal(person_line(person=people[3]))), [HERE] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    call = {"session_id": session.pk, "ballot_id": ballot.pk, **BY}
    with pytest.raises(WrongTellers, match="thuộc đơn vị được bình xét"):
        council_voting.approve_tellers(user_ids=[people[0].user_id, people[3].user_id], **call)
    found = council_voting.approve_tellers(user_ids=[people[0].user_id, people[1].user_id], **call)
    assert found.tellers.count() == 2
