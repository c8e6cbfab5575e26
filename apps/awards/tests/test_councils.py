"""Councils and their sessions: terms, quorum, substitutes, who is concerned, written votes, thresholds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.awards.checklist import checklist
from apps.awards.council_enums import CouncilKind, ItemResult, Presence, SessionState
from apps.awards.council_workflow import SESSION_FLOW
from apps.awards.domain import council_voting, councils, receiving, seating, sessions
from apps.awards.domain.assessing import assess_again
from apps.awards.domain.council_voting import CannotVote
from apps.awards.domain.councils import (
    CouncilPlan,
    CouncilThere,
    MemberFacts,
    WrongMember,
    add_member,
    bodies_without,
    council_missing,
    end_member,
    found_council,
    gaps_of,
)
from apps.awards.domain.seating import WrongSeat, quorum_of
from apps.awards.domain.sending_checks import NotReady, problems
from apps.awards.domain.sessions import NotFinished, NotOnAgenda, NotQuorate
from apps.awards.enums import ProposalState
from apps.awards.models import AgendaItem, AwardProposal, Conflict, Council, CouncilSession
from apps.awards.tests import council_world as world_of
from apps.awards.tests import world as dossiers
from apps.awards.tests.council_world import BY, NOW, SYSTEM, attend, opened, person_line, unit_line, vote
from apps.awards.works_needed import needs_works
from apps.ballots.domain import voiding
from apps.ballots.models import Ballot
from apps.catalog.models import VoteRule
from apps.catalog.reference import load_catalogue
from apps.core.errors import TransitionNotAllowed
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units.models import QualityRating

pytestmark = pytest.mark.django_db
HERE, AWAY, WRITES = Presence.PRESENT, Presence.ABSENT, Presence.WRITING


def items_of(session) -> dict[str, AgendaItem]:
    rows = AgendaItem.objects.filter(session=session).select_related("nominee")
    return {item.nominee.name: item for item in rows}


def test_s003_12_a_unit_without_a_valid_initiative_council_is_warned_from_january_and_cannot_send():
    load_catalogue()
    world = world_of.build(())
    first, award = date(2026, 1, 1), world_of.award("CSTDCS")
    units = [world.unit]
    assert bodies_without(CouncilKind.INITIATIVE, units, first) == units
    assert (
        "chưa có Hội đồng sáng kiến còn hiệu lực ngày 01/01/2026" in council_missing(world.unit, [award.pk], first)[0]
    )
    assert council_missing(world.unit, [world_of.award("BKB").pk], first) == []  # rests on no initiative

    council = found_council(
        organiser_id=world.unit.pk,
        kind=CouncilKind.INITIATIVE,
        plan=CouncilPlan("Hội đồng sáng kiến", date(2025, 6, 1), date(2026, 12, 31)),
        **BY,
    )
    assert gaps_of(council, first) == ["Chưa có Chủ tịch Hội đồng.", "Mới có 0 thành viên, cần ít nhất 3."]
    members = world_of.add_members(council, world_of.POSITIONS[:3])
    assert bodies_without(CouncilKind.INITIATIVE, units, first) == []
    assert council_missing(world.unit, [award.pk], first) == []
    # The term ends on its last day; a member who left leaves the council incomplete from the next day on.
    assert bodies_without(CouncilKind.INITIATIVE, units, date(2026, 12, 31)) == []
    assert bodies_without(CouncilKind.INITIATIVE, units, date(2027, 1, 1)) == units
    end_member(member_id=members[2].pk, version=1, ends_on=date(2026, 5, 31), **BY)
    assert bodies_without(CouncilKind.INITIATIVE, units, date(2026, 5, 31)) == []
    assert bodies_without(CouncilKind.INITIATIVE, units, date(2026, 6, 1)) == units


def test_s003_12_sending_a_dossier_that_needs_initiatives_asks_for_the_council_of_the_day(monkeypatch):
    world = dossiers.build()
    proposal = world.opened()
    dossiers.add(proposal, dossiers.person_line(world.person(), "CSTDCS"))
    with pytest.raises(NotReady, match="Cục Công nghệ thông tin chưa có Hội đồng sáng kiến còn hiệu lực"):
        dossiers.submit(proposal)
    assert AwardProposal.objects.get().state == ProposalState.DRAFT
    # Whoever has completed the tasks excellently rests on no initiative (Điều 23); one in the list who does is enough.
    day = dossiers.NOW.date()

    def told(code: str = "HS-T-05-CSTDCS") -> list[tuple]:
        nominees = list(proposal.nominees.select_related("award"))
        stops = [text for text in problems(proposal, nominees, day) if "Hội đồng sáng kiến" in text]
        return [(line.have, line.needed) for line in checklist(proposal, day).lines if line.code == code] + stops

    QualityRating.objects.create(person=proposal.nominees.get().person, year=2025, level="excellent")
    assess_again(proposal_id=proposal.pk, **dossiers.MORE)
    assert told() == []
    dossiers.add(proposal, *(dossiers.person_line(world.person(), "CSTDCS") for _n in range(2)))
    assert (told()[0], len(told())) == ((0, 2), 2)
    read = []
    monkeypatch.setattr("apps.awards.works_needed.needs_works", lambda found: read.append(found) or needs_works(found))
    checklist(proposal, day)
    assert len(read) == 2  # long texts: of people who are found alike one is read
    dossiers.add(proposal, dossiers.person_line(proposal.nominees.first().person, "CSTDB"))
    assert told("HS-T-05-CSTDB")[0] == (0, 1)  # three titles in a row and a work: no other way


def test_a_unit_without_legal_personality_is_looked_after_by_the_body_above():
    world = world_of.build()
    division = world_of.UnitFactory(parent=world.unit, legal_person=False)
    load_catalogue()
    award = [world_of.award("CSTDCS").pk]
    assert council_missing(division, award, date(2026, 1, 1))[0].startswith("Cục Công nghệ thông tin chưa có")


def test_one_council_of_a_kind_at_a_time_and_nobody_twice_in_it():
    world = world_of.build()
    plan = CouncilPlan("Hội đồng khác", date(2029, 12, 31))
    with pytest.raises(CouncilThere):
        found_council(organiser_id=world.ministry.pk, kind=CouncilKind.EMULATION, plan=plan, **BY)
    person = world.members[3].person
    for facts, field in (
        (MemberFacts(person.full_name, person_id=person.pk), "person"),
        (MemberFacts("Người khác", position="chair"), "position"),
        (MemberFacts("Người khác", position="chair", ends_on=date(2025, 6, 30)), "position"),
        (MemberFacts("Người khác", starts_on=date(2024, 12, 31)), "starts_on"),
        (MemberFacts("Người khác", substitute_of=world.members[0].pk + 999), "substitute_of"),
    ):
        with pytest.raises(WrongMember) as refusal:
            add_member(council_id=world.council.pk, facts=facts, **BY)
        assert refusal.value.field == field


@pytest.mark.parametrize(("members", "needed"), [(3, 2), (9, 6), (10, 7), (11, 8)])
def test_quorum_is_an_exact_share(members, needed):
    world = world_of.build()
    if members < 9:
        for member in world.members[members:]:
            end_member(member_id=member.pk, version=1, ends_on=date(2025, 12, 31), **BY)
    else:
        world_of.add_members(world.council, ["member"] * (members - 9))
    session = world.session()
    attend(session, [HERE] * needed)
    assert (quorum_of(session).needed, quorum_of(session).is_enough) == (needed, True)
    attend(session, [HERE] * (needed - 1))
    assert quorum_of(session).is_enough is False


def test_a_session_opens_with_agenda_and_quorum_only_and_ends_with_every_result():
    world = world_of.build()
    proposal = world.proposal(person_line())
    session = world.session()
    with pytest.raises(NotOnAgenda):
        opened(session, [HERE] * 9)
    sessions.put_on_agenda(session_id=session.pk, proposal_ids=[proposal.pk], **BY)
    with pytest.raises(NotQuorate, match="có mặt 5/9, cần ít nhất 6"):
        opened(session, [HERE] * 5)
    session = opened(session, [HERE] * 6)
    with pytest.raises(NotFinished):
        sessions.conclude_session(session_id=session.pk, version=session.version, **BY)
    assert CouncilSession.objects.get().state == SessionState.IN_SESSION


@pytest.mark.parametrize("state", SessionState.values)
@pytest.mark.parametrize("action", ["open", "conclude", "reopen"])
def test_the_whole_table_of_steps(state, action):
    allowed = {"open": "planned", "conclude": "in_session", "reopen": "concluded"}
    assert SESSION_FLOW.allows(action, state) is (state == allowed[action])


def test_agenda_takes_verified_proposals_to_this_body_once():
    world = world_of.build()
    proposal = world.proposal(person_line(), unit_line(world.unit))
    session = world.session(proposal)
    assert sessions.put_on_agenda(session_id=session.pk, proposal_ids=[proposal.pk], **BY) == []
    assert AwardProposal.objects.get(pk=proposal.pk).state == ProposalState.BEFORE_COUNCIL
    assert session.items.count() == 2
    other = world.proposal(person_line(), state=ProposalState.SUBMITTED)
    with pytest.raises(TransitionNotAllowed):
        sessions.put_on_agenda(session_id=session.pk, proposal_ids=[other.pk], **BY)
    strange = world.proposal(person_line(), year=world_of.EmulationYearFactory(year=2025))
    with pytest.raises(NotOnAgenda):
        sessions.put_on_agenda(session_id=session.pk, proposal_ids=[strange.pk], **BY)
    sessions.take_off_agenda(session_id=session.pk, proposal_id=proposal.pk, reason="Chờ hiệp y", **BY)
    assert AwardProposal.objects.get(pk=proposal.pk).state == ProposalState.VERIFIED


def test_read_papers_are_counted_once():
    world = world_of.build()
    session = world.session(world.proposal(*(person_line() for _ in range(3))))
    seat, items = session.seats.first(), list(session.items.values_list("pk", flat=True))
    assert seating.mark_read(seat_id=seat.pk, item_ids=items[:2], **BY) == 2
    assert seating.mark_read(seat_id=seat.pk, item_ids=items, **BY) == 1
    assert seating.mark_read(seat_id=seat.pk, item_ids=items, **BY) == 0
    assert seat.readings.count() == 3


def test_who_is_concerned_has_no_vote_on_that_nominee_and_nobody_votes_on_the_own():
    """Two sessions in one: the same day's nominees fall into ballots by who may vote on them."""
    world = world_of.build()
    member = world.members[4]
    proposal = world.proposal(person_line(), person_line(), person_line(person=member.person))
    session = opened(world.session(proposal), [HERE] * 9)
    first, second, own = session.items.order_by("position")
    seats = list(session.seats.order_by("order"))
    seating.declare_conflict(item_id=second.pk, seat_id=seats[1].pk, reason="Anh trai của người được đề nghị", **BY)
    ballots = council_voting.prepare_ballots(session_id=session.pk, **BY)
    assert len(ballots) == 3
    voters = {
        item.pk: set(AgendaItem.objects.get(pk=item.pk).ballot.voters.values_list("party", flat=True))
        for item in (first, second, own)
    }
    everybody = {seat.party for seat in seats}
    assert voters[first.pk] == everybody
    assert voters[second.pk] == everybody - {seats[1].party}
    assert voters[own.pk] == everybody - {seats[4].party}
    assert Conflict.objects.get(item=own).reason == "Là cá nhân được đề nghị."
    assert AgendaItem.objects.get(pk=second.pk).excluded == 1
    with pytest.raises(WrongSeat):
        seating.declare_conflict(item_id=first.pk, seat_id=seats[0].pk, reason="Muộn", **BY)
    assert council_voting.prepare_ballots(session_id=session.pk, **BY) == []


def test_an_absent_member_votes_in_writing_and_a_substitute_sits_for_one_who_does_not():
    world = world_of.build()
    substitute = world.substitute_for(world.members[8])
    proposal = world.proposal(person_line(), person_line())
    session = opened(world.session(proposal), [HERE] * 7 + [WRITES, AWAY, HERE])
    sits = session.seats.get(member=substitute)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    ways = dict(ballot.voters.values_list("party", "way"))
    assert len(ways) == 9
    assert ways[sits.party] == "paper"
    written = session.seats.get(member=world.members[7])
    assert [party for party, way in ways.items() if way == "writing"] == [written.party]
    ids = list(session.items.order_by("position").values_list("nominee_id", flat=True))
    vote(session, ballot, {ids[0]: 7, ids[1]: 6})  # 70 % of 9 members: 6.3
    results = [(item.votes, item.votes_base, item.result) for item in session.items.order_by("position")]
    assert results == [(7, 9, ItemResult.RECOMMENDED), (6, 9, ItemResult.NOT_RECOMMENDED)]
    assert AwardProposal.objects.get().state == ProposalState.RECOMMENDED
    fresh = CouncilSession.objects.get()
    assert sessions.conclude_session(session_id=fresh.pk, version=fresh.version, **BY).state == "concluded"


def test_a_member_nominated_for_two_awards_votes_on_neither():
    world = world_of.build(("BKB", "BKTTG"))
    person = world.members[4].person
    lines = [person_line("BKB", person=person), person_line("BKTTG", person=person)]
    session = opened(world.session(world.proposal(*lines)), [HERE] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    assert ballot.voters.count() == 8
    assert Conflict.objects.filter(seat__member=world.members[4]).count() == 2


def test_of_all_members_counts_who_is_concerned_too():
    """9 members, 3 concerned, 6 yes: 67 % of all, 100 % of those who vote; 70 % are needed."""
    world = world_of.build()
    session = opened(world.session(world.proposal(person_line())), [HERE] * 9)
    item = session.items.get()
    for seat in session.seats.order_by("order")[:3]:
        seating.declare_conflict(item_id=item.pk, seat_id=seat.pk, reason="Cùng phòng", **BY)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    vote(session, ballot, {item.nominee_id: 6})
    item.refresh_from_db()
    assert (item.votes, item.votes_base, item.excluded, item.result) == (6, 9, 3, ItemResult.NOT_RECOMMENDED)


def test_a_voided_ballot_leaves_its_nominees_free_and_the_vote_held_again_decides():
    world = world_of.build()
    session = opened(world.session(world.proposal(person_line(), person_line())), [HERE] * 8 + [WRITES])
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    voiding.void_ballot(ballot_id=ballot.pk, reason="Mất mã", **BY)
    assert not session.items.exclude(ballot=None).exists()
    again = voiding.vote_again(ballot_id=ballot.pk, **BY)
    assert {item.ballot_id for item in session.items.all()} == {again.pk}
    assert again.voters.filter(way="writing").count() == 1
    vote(session, again, dict.fromkeys(session.items.values_list("nominee_id", flat=True), 9))
    assert set(session.items.values_list("result", flat=True)) == {ItemResult.RECOMMENDED}
    fresh = CouncilSession.objects.get()
    assert sessions.conclude_session(session_id=fresh.pk, version=fresh.version, **BY).state == "concluded"


@pytest.mark.parametrize("change", ["declared", "put off", "on other slips"])
def test_a_vote_is_not_held_again_on_lists_that_no_longer_hold(change):
    world = world_of.build()
    proposal = world.proposal(person_line())
    session = opened(world.session(proposal), [HERE] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    voiding.void_ballot(ballot_id=ballot.pk, reason="Mất mã", **BY)
    if change == "declared":
        facts = {"item_id": session.items.get().pk, "seat_id": session.seats.first().pk}
        seating.declare_conflict(reason="Cùng phòng", **facts, **BY)
    elif change == "put off":
        council_voting.postpone(session_id=session.pk, proposal_id=proposal.pk, reason="Để sau", **BY)
    else:
        council_voting.prepare_ballots(session_id=session.pk, **BY)
    with pytest.raises(CannotVote):
        voiding.vote_again(ballot_id=ballot.pk, **BY)


def test_a_session_that_moves_keeps_what_members_did_and_follows_the_year():
    world = world_of.build()
    session = world.session(world.proposal(person_line()))
    item, (first, *_rest, last) = session.items.get(), session.seats.order_by("order")
    for seat in (first, last):
        seating.answer_invitation(seat_id=seat.pk, presence=Presence.COMING, **BY)
        seating.mark_read(seat_id=seat.pk, item_ids=[item.pk], **BY)
        seating.declare_conflict(item_id=item.pk, seat_id=seat.pk, reason="Cùng phòng", **BY)
    end_member(member_id=last.member_id, version=1, ends_on=date(2026, 1, 31), **BY)
    year = world_of.EmulationYearFactory(organiser=world.ministry, year=2026)
    plan = sessions.SessionPlan(session.title, date(2026, 2, 5))
    moved = sessions.change_session(session_id=session.pk, version=session.version, plan=plan, **BY)
    assert (moved.year, moved.seats.count()) == (year, 8)
    kept = moved.seats.get(pk=first.pk)
    assert (kept.presence, kept.readings.count(), kept.conflicts.count()) == (Presence.COMING, 1, 1)
    out = sessions.SessionPlan(session.title, date(2030, 1, 1))
    with pytest.raises(NotOnAgenda, match="nhiệm kỳ"):
        sessions.change_session(session_id=session.pk, version=moved.version, plan=out, **BY)


def test_after_the_last_day_of_its_term_a_council_opens_no_session_and_is_none_for_a_dossier():
    world = world_of.build()
    session = world.session(world.proposal(person_line()))
    attend(session, [Presence.PRESENT] * 9)
    last = session.held_on
    Council.objects.update(ends_on=last)
    late = {"actor": SYSTEM, "now": NOW + timedelta(days=3)}
    with pytest.raises(sessions.TermEnded, match="đã kết thúc ngày 22/01/2026"):
        sessions.open_session(session_id=session.pk, version=session.version, **late)
    valid = [councils.is_complete(world.ministry, CouncilKind.EMULATION, last + timedelta(days=n)) for n in (0, 1)]
    assert valid == [True, False]
    on_time = {"actor": SYSTEM, "now": NOW + timedelta(days=2)}
    assert sessions.open_session(session_id=session.pk, version=session.version, **on_time).state == "in_session"


def test_seats_of_a_planned_session_follow_the_council_and_an_incomplete_one_does_not_open():
    world = world_of.build()
    substitute = world.substitute_for(world.members[8])
    session = world.session(world.proposal(person_line()))
    end_member(member_id=world.members[8].pk, version=1, ends_on=date(2026, 1, 1), **BY)
    assert set(session.seats.values_list("member_id", flat=True)) == {each.pk for each in world.members[:8]}
    assert not session.seats.filter(member=substitute).exists()  # nobody left to be replaced: no vote of its own
    (joined,) = world_of.add_members(world.council, ["member"])
    assert session.seats.filter(member=joined).exists()
    council = Council.objects.get(pk=world.council.pk)
    session.seats.filter(member=joined).delete()
    call = {"council_id": council.pk, "version": council.version, **BY}
    for state, told in (("concluded", "đã họp ngày 22/01/2026"), ("planned", "22/01/2026.*: đổi ngày họp trước.$")):
        CouncilSession.objects.update(state=state)
        for term in ((date(2026, 1, 23), None), (council.starts_on, date(2026, 1, 21))):
            with pytest.raises(councils.SessionOutside, match=told):
                councils.change_council(plan=CouncilPlan(council.name, *term), **call)
    councils.change_council(plan=CouncilPlan(council.name, council.starts_on, date(2026, 1, 22)), **call)
    assert session.seats.filter(member=joined).exists()  # seated anew with the term
    first = date(2025, 12, 1)  # typed wrong before: whoever sat from the first day does so from this one
    council.refresh_from_db()
    councils.change_council(plan=CouncilPlan(council.name, first, None), **call | {"version": council.version})
    assert set(council.members.values_list("starts_on", flat=True)) == {first}
    end_member(member_id=world.members[0].pk, version=1, ends_on=date(2026, 1, 1), **BY)
    with pytest.raises(NotQuorate, match="Chưa có Chủ tịch"):
        opened(session, [HERE] * 9)


def test_a_proposal_put_off_does_not_come_back_in_the_same_session():
    world = world_of.build()
    proposal = world.proposal(person_line())
    session = opened(world.session(proposal), [HERE] * 9)
    council_voting.postpone(session_id=session.pk, proposal_id=proposal.pk, reason="Để sau", **BY)
    with pytest.raises(NotOnAgenda, match="để lại phiên sau"):
        sessions.put_on_agenda(session_id=session.pk, proposal_ids=[proposal.pk], **BY)


@pytest.mark.parametrize("act", ["answer", "tick", "read", "declare", "step"])
def test_nothing_of_a_session_changes_in_a_closed_year(act):
    world = world_of.build()
    proposal = world.proposal(person_line())
    session = world.session(proposal)
    seat, item = session.seats.first().pk, session.items.get().pk
    EmulationYear.objects.update(state=YearState.CLOSED)
    acts = {
        "answer": lambda: seating.answer_invitation(seat_id=seat, presence=Presence.COMING, **BY),
        "tick": lambda: seating.tick_presence(seat_id=seat, presence=HERE, **BY),
        "read": lambda: seating.mark_read(seat_id=seat, item_ids=[item], **BY),
        "declare": lambda: seating.declare_conflict(item_id=item, seat_id=seat, reason="Cùng phòng", **BY),
        "step": lambda: receiving.move(proposal_id=proposal.pk, action="recommend", **BY),
    }
    with pytest.raises(YearClosed):
        acts[act]()


def test_threshold_and_base_come_from_the_catalogue_of_the_day_else_from_the_council():
    world = world_of.build(("BKB", "BKTTG"))
    rule = {"award": world_of.award("BKTTG"), "share_percent": 80, "base": "all_members", "source": "Nguồn thử"}
    VoteRule.objects.create(code="V-NEW", valid_from=date(2026, 1, 22), **rule)
    VoteRule.objects.create(code="V-OLD", valid_to=date(2026, 1, 21), **rule | {"share_percent": 60})
    session = opened(world.session(world.proposal(person_line("BKB"), person_line("BKTTG"))), [HERE] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    assert [question.threshold_percent for question in ballot.questions.all()] == [Decimal(70), Decimal(80)]
    ids = dict(session.items.values_list("nominee__award__code", "nominee_id"))
    vote(session, ballot, {ids["BKB"]: 7, ids["BKTTG"]: 7})  # 77.8 % of 9
    results = dict(session.items.values_list("nominee__award__code", "result"))
    assert results == {"BKB": ItemResult.RECOMMENDED, "BKTTG": ItemResult.NOT_RECOMMENDED}
    assert "Nguồn thử" in session.items.get(nominee=ids["BKTTG"]).basis


def test_a_proposal_put_off_waits_for_another_session_and_a_second_session_takes_it():
    world = world_of.build()
    proposal = world.proposal(person_line())
    first = opened(world.session(proposal), [HERE] * 9)
    council_voting.postpone(session_id=first.pk, proposal_id=proposal.pk, reason="Chờ kết luận kiểm tra", **BY)
    assert AwardProposal.objects.get().state == ProposalState.VERIFIED
    second = world.session(proposal, on=date(2026, 2, 5))
    assert (second.number, second.items.get().result) == (2, ItemResult.PENDING)
    assert Ballot.objects.count() == 0
