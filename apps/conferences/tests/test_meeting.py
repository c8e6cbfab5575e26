"""The meeting as it goes: steps and what is missing, ballots among units, minutes, handover."""

from datetime import date, timedelta

import pytest

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.ballots.domain import certifying, closing, telling
from apps.ballots.domain.outcome import winners
from apps.ballots.enums import Mode
from apps.conferences import policies
from apps.conferences.ballot_host import ConferenceHost
from apps.conferences.domain import attending, handing_over, minutes, papers, running, voting
from apps.conferences.domain.voting import Vote, party_of, unit_of
from apps.conferences.enums import Step
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.actor import Actor, Grant
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}
LONG_AGO = date(2019, 1, 1)


def works_for(unit, role=Role.LEADER, user=None) -> Actor:
    user = user or UserFactory()
    RoleAssignmentFactory(user=user, unit=unit, role=role, starts_on=LONG_AGO)
    return Actor(user_id=user.pk, label=user.label, grants=(Grant(role, unit.pk, unit.path),))


@pytest.fixture
def world():
    return build()


@pytest.fixture
def meeting(world):
    """In session, everybody is there."""
    found = world.held()
    attending.tick(
        conference_id=found.pk, present=set(found.attendees.values_list("pk", flat=True)), seen=set(), **MORE
    )
    return running.open_conference(conference_id=found.pk, **MORE)


def ballot_of(world, meeting, *, mode=Mode.SCREEN, seats=4):
    """All but the first three units stand."""
    units = tuple(unit.pk for unit in world.units[3:])
    vote = Vote("Cờ thi đua ngành Tư pháp", seats, units)
    return voting.prepare_ballot(conference_id=meeting.pk, title="Bình xét", votes=[vote], mode=mode, **MORE)


def team_of(world, meeting, ballot) -> tuple[list[Actor], dict[int, str]]:
    actors = [works_for(unit) for unit in world.units[:2]]
    pairs = [(actor.user_id, unit.pk) for actor, unit in zip(actors, world.units, strict=False)]
    voting.approve_tellers(conference_id=meeting.pk, ballot_id=ballot.pk, tellers=pairs, **MORE)
    tellers = ballot.tellers.order_by("order")
    return actors, {each.pk: telling.take_key(teller_id=each.pk, actor=SYSTEM, now=NOW) for each in tellers}


def test_steps_say_what_is_missing_until_it_is_there(world):
    found = world.held()
    lacking = {standing.step: standing.missing for standing in running.steps_of(found)}
    assert lacking[Step.ATTENDANCE] == "Có mặt 0/18: chưa đủ điều kiện tiến hành."
    assert lacking[Step.NEXT_HEADS] == "Chưa có quyết định giao Trưởng, Phó Trưởng năm sau."
    assert list(lacking) == list(Step)
    with pytest.raises(TransitionNotAllowed):
        running.mark_step(conference_id=found.pk, step=Step.ATTENDANCE, done=True, **MORE)
    running.open_conference(conference_id=found.pk, **MORE)
    attending.tick(
        conference_id=found.pk, present=set(found.attendees.values_list("pk", flat=True)), seen=set(), **MORE
    )
    paper = papers.add_paper(conference_id=found.pk, kind="report", title="Báo cáo", text="x", **MORE)
    assert {s.step: s.missing for s in running.steps_of(found)}[Step.REPORT] == "Báo cáo còn là dự thảo."
    papers.make_official(paper_id=paper.pk, remark="", version=paper.version, **MORE)
    running.mark_step(conference_id=found.pk, step=Step.ATTENDANCE, done=True, **MORE)
    after = {standing.step: standing for standing in running.steps_of(found)}
    assert after[Step.ATTENDANCE].is_done
    assert (after[Step.ATTENDANCE].missing, after[Step.REPORT].missing) == ("", "")


def test_units_vote_by_their_leaders_and_the_winners_are_units(world, meeting):
    from apps.ballots.domain.casting import cast

    ballot = ballot_of(world, meeting)
    tellers, codes = team_of(world, meeting, ballot)
    ballot = voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, actor=tellers[0], now=NOW)
    question = ballot.questions.get()
    chosen = [question.options.get(party=party_of(unit.pk)).number for unit in world.units[5:9]]
    for unit in world.units:
        leader = works_for(unit)
        (voter,) = voting.votes_for(leader, ballot)
        assert policies.can_vote(leader, unit_of(voter.party))
        cast(voter_id=voter.pk, marks={question.pk: chosen}, actor=leader, now=NOW)
    with pytest.raises(running.StillVoting):
        running.conclude(conference_id=meeting.pk, **MORE)
    closing.close_ballot(ballot_id=ballot.pk, codes=codes, actor=tellers[0], now=NOW)
    certifying.certify(ballot_id=ballot.pk, actor=tellers[0], now=NOW)
    question.refresh_from_db()
    question = type(question).objects.select_related("ballot").get(pk=question.pk)
    won = [unit_of(option.party) for option in winners(question)]
    assert sorted(won) == sorted(unit.pk for unit in world.units[5:9])
    assert running.conclude(conference_id=meeting.pk, **MORE).state == "concluded"


def test_s003_7_the_member_that_serves_the_organiser_does_not_count_while_it_stands(world, meeting):
    serving, organiser = world.units[4], world.closing.cluster.organiser
    user = UserFactory()
    works_for(organiser, Role.STANDING_OFFICE, user)
    works_for(serving, Role.OFFICER, user)
    ballot = ballot_of(world, meeting, mode=Mode.PAPER)
    assert ballot.organiser_party == party_of(serving.pk)
    pairs = [(user.pk, serving.pk), (works_for(world.units[0]).user_id, world.units[0].pk)]
    call = {"conference_id": meeting.pk, "ballot_id": ballot.pk, "reason": "Thiếu người", **MORE}
    with pytest.raises(telling.WrongTellers, match="Đơn vị tổ chức"):
        voting.approve_tellers(tellers=pairs, **call)
    # Nor as somebody of the organiser itself, which does not stand.
    with pytest.raises(telling.WrongTellers, match="Đơn vị tổ chức"):
        voting.approve_tellers(tellers=[(user.pk, organiser.pk), pairs[1]], **call)
    # Whoever comes into the office after the team was approved is told before the opening too.
    neutral = [unit for unit in world.units if party_of(unit.pk) not in telling.standing_parties(ballot)]
    team = [(works_for(unit).user_id, unit.pk) for unit in neutral[:2]]
    voting.approve_tellers(tellers=team, **call)
    assert voting.lacking(meeting, ballot, NOW) == []
    works_for(organiser, Role.STANDING_OFFICE, User.objects.get(pk=team[0][0]))
    assert ["Đơn vị tổ chức" in line for line in voting.lacking(meeting, ballot, NOW)] == [True]


def test_s003_7_no_member_that_serves_the_organiser_counts_neither_when_it_began_to_serve_later(world, meeting):
    """Two members do the organiser's work and stand; the second since the team was named."""
    first, second, organiser = world.units[4], world.units[6], world.closing.cluster.organiser
    pairs = [(works_for(unit, Role.OFFICER).user_id, unit.pk) for unit in (world.units[0], second)]
    for serving in (first, second):
        user = UserFactory()
        works_for(serving, Role.OFFICER, user)
        if serving is first:
            works_for(organiser, Role.STANDING_OFFICE, user)
    meeting.attendees.exclude(unit__in=world.units[3:]).update(present_at=None)  # nobody neutral is there
    ballot = ballot_of(world, meeting, mode=Mode.PAPER)
    call = {"conference_id": meeting.pk, "ballot_id": ballot.pk, **MORE}
    voting.approve_tellers(tellers=pairs, reason="Thiếu người", **call)
    works_for(organiser, Role.STANDING_OFFICE, user)
    with pytest.raises(telling.WrongTellers, match="Đơn vị tổ chức"):
        voting.open_ballot(**call)
    with pytest.raises(telling.WrongTellers, match="Đơn vị tổ chức"):
        voting.approve_tellers(tellers=pairs, reason="Thiếu người", **call)


def test_people_of_units_that_do_not_vote_and_of_the_organiser_may_count(world, meeting):
    guest, organiser = UnitFactory(name="Cục mới của năm sau"), world.closing.cluster.organiser
    meeting.attendees.create(unit=guest, unit_name=guest.name, order=99)
    office = works_for(organiser, Role.STANDING_OFFICE)
    works_for(organiser, Role.AUDITOR, User.objects.get(pk=office.user_id))
    people = [works_for(unit, Role.OFFICER) for unit in (organiser, guest, world.units[3], world.units[0])]
    ballot = ballot_of(world, meeting, mode=Mode.PAPER)
    found = [each.value for each in ConferenceHost().candidates(ballot, NOW)]
    units = (organiser, guest, world.units[3], world.units[0])
    expected = [f"{actor.user_id}-{unit.pk}" for actor, unit in zip(people, units, strict=True)]
    assert found == expected[::-1]  # those that vote first


def test_a_teller_must_work_for_the_unit_and_a_stander_must_be_invited(world, meeting):
    ballot = ballot_of(world, meeting, mode=Mode.PAPER)
    pairs = [(UserFactory().pk, world.units[0].pk), (works_for(world.units[1]).user_id, world.units[1].pk)]
    with pytest.raises(voting.NotThere):
        voting.approve_tellers(conference_id=meeting.pk, ballot_id=ballot.pk, tellers=pairs, **MORE)
    stranger = Unit.objects.exclude(pk__in=[unit.pk for unit in world.units]).first()
    with pytest.raises(voting.NotThere):
        voting.prepare_ballot(conference_id=meeting.pk, title="x", votes=[Vote("y", 1, (stranger.pk,))], **MORE)


def test_one_line_apart_has_its_own_voters(world, meeting):
    units = tuple(unit.pk for unit in world.units[:9])
    ballot = voting.prepare_ballot(
        conference_id=meeting.pk, title="Khối Sở", votes=[Vote("Cờ thi đua", 2, units)], line="justice", **MORE
    )
    assert ballot.voters.count() == 9


def test_minutes_are_written_by_one_at_a_time(world, meeting):
    call = {"conference_id": meeting.pk, "opinions": "Nhất trí.", **MORE}
    first = minutes.write_minutes(conclusion="Thông qua.", version=0, **call)
    with pytest.raises(StaleVersion):
        minutes.write_minutes(conclusion="Khác", version=0, **call)
    second = minutes.write_minutes(conclusion="Thông qua báo cáo.", version=first.version, **call)
    assert (second.version, second.conclusion) == (2, "Thông qua báo cáo.")


def test_handover_is_confirmed_by_both_and_anew_after_a_change(world):
    typed = {"remarks": "Còn một đơn vị chưa nộp", "contacts": "", "files": ""}
    call = {"old_id": world.closing.pk, "new_id": world.signing.pk, **typed, **MORE}
    found = handing_over.write_handover(version=0, **call)
    for giving in (True, False):
        found = handing_over.confirm(handover_id=found.pk, giving=giving, version=found.version, **MORE)
    assert found.is_done
    with pytest.raises(handing_over.AlreadyConfirmed):
        handing_over.confirm(handover_id=found.pk, giving=True, version=found.version, **MORE)
    changed = handing_over.write_handover(version=found.version, **call)
    assert not changed.is_done
    with pytest.raises(handing_over.WrongYears):
        handing_over.write_handover(
            old_id=world.signing.pk, new_id=world.closing.pk, version=0, actor=SYSTEM, now=NOW, **typed
        )
    old_head = Actor(user_id=1, label="Cũ", grants=(Grant("cluster_head", 1, "x", cluster_year_id=world.closing.pk),))
    assert policies.can_hand_over(old_head, world.closing)
    assert not policies.can_take_over(old_head, world.signing)


def test_a_concluded_meeting_is_reopened_with_a_reason_only(world, meeting):
    concluded = running.conclude(conference_id=meeting.pk, actor=SYSTEM, now=NOW + timedelta(hours=3))
    with pytest.raises(TransitionNotAllowed):
        attending.tick(conference_id=concluded.pk, present=set(), seen=set(), **MORE)
    with pytest.raises(running.NothingSaid):
        running.reopen(conference_id=concluded.pk, reason=" ", **MORE)
    assert running.reopen(conference_id=concluded.pk, reason="Bổ sung biên bản", **MORE).state == "in_session"


def test_a_merge_before_the_meeting_moves_votes_and_places(world):
    from apps.ballots.domain.parties import replace_party

    meeting = world.held()
    ballot = ballot_of(world, meeting, mode=Mode.PAPER)
    first, second = (party_of(unit.pk) for unit in world.units[3:5])
    assert replace_party(first, second, reason="Sáp nhập") == 2
    assert not ballot.voters.filter(party=first).exists()
    assert ballot.questions.get().options.get(party=first).withdrawn_reason == "Sáp nhập"
    assert replace_party(second, "unit:0", reason="Sáp nhập") == 2
    assert ballot.voters.get(party="unit:0").label == world.units[4].name
