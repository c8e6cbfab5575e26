"""S003-2 … S003-8: the ballot of Cluster 1 in 2020."""

import pytest

from apps.ballots import policies
from apps.ballots.domain import attending, boards, certifying, opening, outcome, preparing, settling, telling, voiding
from apps.ballots.domain.boards import Board
from apps.ballots.domain.casting import NotOpen, WrongCode, cast, cast_by_code
from apps.ballots.domain.marks import WrongMarks
from apps.ballots.domain.preparing import Asked
from apps.ballots.domain.readiness import missing_for_opening
from apps.ballots.domain.verifying import faults
from apps.ballots.enums import Mode, Way
from apps.ballots.models import Option, Receipt, Slip, Voter
from apps.ballots.tests.world import (
    FLAGS,
    NEUTRAL,
    NOW,
    PARTIES,
    STANDING,
    Held,
    flag_question,
    held,
    person,
    prepared,
    stander,
    vote_as_in_the_article,
)

pytestmark = pytest.mark.django_db


def certify(found):
    return certifying.certify(ballot_id=found.ballot.pk, actor=found.tellers[0], now=NOW)


def names(options):
    return {PARTIES.index(option.party) + 1 for option in options}


def board(found, votes, *, voters, spoiled=0, blank=0, version=0):
    numbers = {
        option.number: votes.get(PARTIES.index(option.party) + 1, 0) for option in found.question().options.all()
    }
    return boards.write_board(
        question_id=found.question().pk,
        board=Board(voters, voters, spoiled, blank, numbers),
        version=version,
        actor=found.tellers[0],
        now=NOW,
    )


def test_s003_2_thirteen_voters_four_flags_on_screen():
    found = held().open()
    receipts = vote_as_in_the_article(found)
    result = outcome.tally(found.close().question())
    assert names(result.elected) == set(FLAGS)
    assert {names([option]).pop(): votes for option, votes, _place, _standing in result.rows if votes} == {
        6: 13,
        7: 13,
        3: 13,
        12: 9,
        2: 4,
    }
    assert (result.cast, result.spoiled, result.blank) == (13, 0, 0)
    assert sorted(receipts) == list(Receipt.objects.values_list("code", flat=True))
    assert certify(found).state == "certified"
    assert list(faults()) == []


def test_s003_2_paper_slips_that_do_not_match_the_voters_make_no_minutes():
    found = held(mode=Mode.PAPER).open(present=range(1, 12))
    found.put_in_box(range(1, 12))
    found.close()
    board(found, {6: 10, 7: 9, 3: 8, 12: 7, 2: 2}, voters=10)
    with pytest.raises(certifying.NotReconciled, match="thu vào 10 phiếu giấy, trong khi 11 người"):
        certify(found)
    board(found, {6: 10, 7: 9, 3: 8, 12: 7, 2: 2}, voters=11, spoiled=1, version=1)
    result = outcome.tally(found.question())
    assert (names(result.elected), result.cast, result.valid, result.spoiled) == (set(FLAGS), 11, 10, 1)
    assert certify(found).sha256


def test_s003_2_paper_and_screen_together():
    found = held(mode=Mode.MIXED)
    for number in range(1, 6):
        attending.choose_way(voter_id=found.voter(number).pk, way=Way.SCREEN, actor=found.tellers[0], now=NOW)
    found.open()
    for number in range(1, 6):
        found.cast(number, *FLAGS)
    found.put_in_box(range(6, 14))
    found.close()
    board(found, {6: 8, 7: 8, 3: 7, 12: 6, 2: 1}, voters=8)
    result = outcome.tally(found.question())
    assert (names(result.elected), result.cast) == (set(FLAGS), 13)
    certify(found)


def test_s003_3_only_the_four_winners_stand_for_the_government_flag():
    first = held().open()
    vote_as_in_the_article(first)
    first.close()
    asked = Asked("Cờ thi đua của Chính phủ", seats=2, among=first.question().pk)
    second = Held(prepared(questions=[asked]))
    with pytest.raises(outcome.NotDecided, match="chưa lập biên bản kiểm phiếu"):
        second.open()
    certify(first)
    second.open()
    assert names(second.question().options.all()) == set(FLAGS)
    with pytest.raises(WrongMarks):
        cast(voter_id=second.voter(1).pk, marks={second.question().pk: [5]}, actor=person(), now=NOW)
    for number in range(1, 14):
        second.cast(number, 7, 3)
    assert names(outcome.tally(second.close().question()).elected) == {7, 3}
    with pytest.raises(voiding.TransitionNotAllowed):
        voiding.void_ballot(ballot_id=first.ballot.pk, reason="Nhầm", actor=first.tellers[0], now=NOW)


def test_s003_3_a_winner_declines_before_the_chained_vote_opens():
    first = held().open()
    vote_as_in_the_article(first)
    early = prepared(questions=[Asked("Cờ thi đua của Chính phủ", seats=2, among=first.question().pk)])
    certify(first.close())
    late = prepared(questions=[Asked("Cờ thi đua của Chính phủ", seats=2, among=first.question().pk)])
    for ballot in (early, late):
        second = Held(ballot)
        option = second.question().options.get(party=PARTIES[5])
        preparing.withdraw_option(option_id=option.pk, reason="Nhường đơn vị khác", actor=person(), now=NOW)
        second.open()
        assert names(second.question().options.filter(withdrawn_reason="")) == set(FLAGS) - {6}


def test_s003_7_who_stands_is_known_however_long_the_chain_of_questions():
    first = prepared()
    second = prepared(questions=[Asked("Cờ của Bộ", seats=3, among=first.questions.get().pk)])
    third = prepared(questions=[Asked("Cờ của Chính phủ", seats=2, among=second.questions.get().pk)])
    assert telling.standing_parties(third) == telling.standing_parties(first) != set()


def test_s003_7_a_team_of_somebody_who_stands_by_now_does_not_open():
    found = held()
    Option.objects.filter(question=found.question(), party=PARTIES[1]).update(party=PARTIES[NEUTRAL[0] - 1])
    with pytest.raises(opening.CannotOpen, match="Kiểm phiếu 1 thuộc đơn vị được bình xét"):
        found.open()
    assert any("Kiểm phiếu 1 thuộc" in line for line in missing_for_opening(found.ballot, PARTIES))


def test_s003_3_chained_question_waits_for_the_first():
    first = held().open()
    second = Held(prepared(questions=[Asked("Cờ thi đua của Chính phủ", seats=2, among=first.question().pk)]))
    with pytest.raises(outcome.NotCounted):
        second.open()


def test_s003_4_no_row_ties_a_choice_to_a_voter():
    found = held().open()
    vote_as_in_the_article(found)
    assert Slip.objects.count() == 0
    assert {len(bytes(voter.envelope)) for voter in Voter.objects.all()} == {len(bytes(found.voter(1).envelope))}
    found.close()
    assert not Voter.objects.exclude(envelope=None).exists()
    assert not found.ballot.tellers.exclude(wrapped_key=None).exists()
    assert {field.name for field in Slip._meta.get_fields()} == {"key", "question", "numbers"}
    assert {field.name for field in Receipt._meta.get_fields()} == {"key", "ballot", "code"}
    assert Voter.objects.filter(has_voted=True).count() == 13


def test_s003_5_nobody_sees_a_count_while_it_is_open():
    found = held().open()
    found.cast(1, *FLAGS)
    with pytest.raises(outcome.NotCounted):
        outcome.tally(found.question())


def test_s003_6_own_unit_is_listed_but_cannot_be_chosen():
    found = held(own_party_allowed=False).open()
    assert found.question().options.filter(party=PARTIES[5]).exists()
    with pytest.raises(WrongMarks, match="không bầu cho đơn vị mình"):
        found.cast(6, *FLAGS)
    assert found.cast(6, 7, 3, 12)


def test_s003_7_organisers_people_do_not_count_while_it_stands():
    ballot = prepared()
    facts = [telling.TellerFacts(person().user_id, PARTIES[number - 1], f"Ông {number}") for number in (1, 12)]
    with pytest.raises(telling.WrongTellers, match="Đơn vị tổ chức được bình xét"):
        telling.name_tellers(
            ballot_id=ballot.pk,
            tellers=facts,
            neutral_parties=PARTIES[:1],
            reason="Thiếu người",
            actor=person(),
            now=NOW,
        )
    found = Held(ballot)
    assert policies.can_tell(found.tellers[0], ballot)
    assert not policies.can_tell(person("Cán bộ Vụ Thi đua – Khen thưởng"), ballot)


def test_s003_7_somebody_of_a_standing_unit_counts_only_where_no_neutral_one_is_there():
    ballot = prepared()
    facts = [telling.TellerFacts(person().user_id, PARTIES[number - 1], f"Ông {number}") for number in (1, 2)]
    call = {"ballot_id": ballot.pk, "tellers": facts, "actor": person(), "now": NOW}
    with pytest.raises(telling.WrongTellers, match="Ông 2 thuộc đơn vị được bình xét"):
        telling.name_tellers(neutral_parties=[PARTIES[0], PARTIES[7]], **call)
    with pytest.raises(telling.WrongTellers, match="ghi lý do"):
        telling.name_tellers(neutral_parties=[PARTIES[0]], **call)
    telling.name_tellers(neutral_parties=[PARTIES[0]], reason="Chỉ một đơn vị không được bình xét", **call)
    assert [bool(teller.reason) for teller in ballot.tellers.order_by("order")] == [False, True]


def tie_at_four(found):
    """Units 12 and 2 have equal votes behind three clear winners."""
    for number in range(1, 13):
        found.cast(number, *FLAGS[:3], 12 if number % 2 else 2)
    return found.close()


def test_s003_8_tie_at_place_four_goes_to_a_second_round_between_the_tied():
    found = tie_at_four(held().open())
    result = outcome.tally(found.question())
    assert (names(result.elected), names(result.tied), result.counted.open_seats) == (set(FLAGS[:3]), {2, 12}, 1)
    with pytest.raises(certifying.NotReconciled, match="ngang phiếu"):
        certify(found)
    again = settling.second_round(question_id=found.question().pk, actor=found.tellers[0], now=NOW)
    with pytest.raises(outcome.NotDecided):
        outcome.winners(found.question())
    second = Held(again).open()
    assert names(second.question().options.all()) == {2, 12}
    for number in range(1, 14):
        second.cast(number, 12 if number < 9 else 2)
    second.close()
    with pytest.raises(certifying.NotReconciled, match="vòng hai chưa lập biên bản"):
        certify(found)
    certify(second)
    certify(found)
    assert [names([each]).pop() for each in outcome.winners(found.question())] == [3, 6, 7, 12]


def test_s003_8_a_second_round_that_is_voided_is_held_again_and_still_settles_the_tie():
    found = tie_at_four(held().open())
    lost = settling.second_round(question_id=found.question().pk, actor=found.tellers[0], now=NOW)
    with pytest.raises(voiding.CannotVoid):
        voiding.void_ballot(ballot_id=found.ballot.pk, reason="Nhầm", actor=found.tellers[0], now=NOW)
    voiding.void_ballot(ballot_id=lost.pk, reason="Mất mã", actor=found.tellers[0], now=NOW)
    with pytest.raises(certifying.NotReconciled, match="ngang phiếu ở vị trí cuối, chưa xử lý"):
        certify(found)
    second = Held(voiding.vote_again(ballot_id=lost.pk, actor=found.tellers[0], now=NOW)).open()
    for number in range(1, 14):
        second.cast(number, 12)
    certify(second.close())
    certify(found)
    assert names(outcome.winners(found.question())) == set(FLAGS)


def test_s003_8_after_a_voided_second_round_the_rule_in_force_may_settle_the_tie_instead():
    found = tie_at_four(held().open())
    call = {"actor": found.tellers[0], "now": NOW}
    lost = settling.second_round(question_id=found.question().pk, **call)
    voiding.void_ballot(ballot_id=lost.pk, reason="Mất mã", **call)
    settling.settle_by_rule(question_id=found.question().pk, numbers=[found.number_of(12)], rule="Điều 7", **call)
    with pytest.raises(settling.NoTie):
        voiding.vote_again(ballot_id=lost.pk, **call)
    certify(found)
    assert names(outcome.winners(found.question())) == set(FLAGS)


def two_ties():
    """Three seats, at most two of kind A: 2, 3, 4 of A have nine votes each, 5 and 6 of B seven each."""
    options = tuple(stander(number, "A" if number < 5 else "B") for number in (2, 3, 4, 5, 6))
    found = held(questions=[flag_question(options=options, seats=3, max_choices=5, limits={"A": 2})]).open()
    for number in range(1, 10):
        found.cast(number, *((2, 3, 4, 5, 6) if number < 8 else (2, 3, 4)))
    return found.close()


def test_s003_8_ties_at_different_votes_never_take_seats_of_each_other():
    found = two_ties()
    ties = [(names(options), seats) for options, seats in outcome.tally(found.question()).ties]
    assert ties == [({2, 3, 4}, 2), ({5, 6}, 1)]
    call = {"question_id": found.question().pk, "actor": found.tellers[0], "now": NOW}
    for wrong in ((5, 6, 2), (2, 3), (2, 3, 4)):
        with pytest.raises(settling.WrongChoice, match=r"Chọn đúng 2 .*Chọn đúng 1 "):
            settling.settle_by_rule(numbers=[found.number_of(unit) for unit in wrong], rule="Điều 7", **call)
    settling.settle_by_rule(numbers=[found.number_of(unit) for unit in (2, 4, 6)], rule="Điều 7", **call)
    assert names(outcome.tally(found.question()).elected) == {2, 4, 6}


def test_s003_8_a_second_round_asks_about_each_tie_apart():
    found = two_ties()
    again = settling.second_round(question_id=found.question().pk, actor=found.tellers[0], now=NOW)
    asked = list(again.questions.order_by("order"))
    assert [(each.seats, names(each.options.all())) for each in asked] == [(2, {2, 3, 4}), (1, {5, 6})]
    second = Held(again).open()
    for number in range(1, 6):
        marks = {asked[0].pk: [1, 3], asked[1].pk: [2]}
        cast(voter_id=second.voter(number).pk, marks=marks, actor=person(), now=NOW)
    certify(second.close())
    certify(found)
    assert names(outcome.winners(found.question())) == {2, 4, 6}


def test_s003_8_the_quota_of_a_kind_holds_in_the_second_round_and_by_rule():
    options = tuple(stander(number, "A" if number < 4 else "B") for number in (2, 3, 4, 5))
    found = held(questions=[flag_question(options=options, seats=2, max_choices=4, limits={"A": 1})]).open()
    for number in range(1, 6):
        found.cast(number, 2, 3, 4, 5)
    found.close()
    result = outcome.tally(found.question())
    assert (names(result.tied), [(tie.seats, tie.room) for tie in result.counted.ties]) == (
        {2, 3, 4, 5},
        [(2, {"A": 1})],
    )
    call = {"question_id": found.question().pk, "actor": found.tellers[0], "now": NOW}
    with pytest.raises(settling.WrongChoice, match="Vượt chỉ tiêu"):
        settling.settle_by_rule(numbers=[1, 2], rule="Điều 7", **call)
    again = settling.second_round(**call)
    assert [(limit.group, limit.most) for limit in again.questions.get().group_limits.all()] == [("A", 1)]


def test_a_board_is_needed_before_a_tie_is_settled_and_stays_afterwards():
    found = held(mode=Mode.PAPER).open()
    found.put_in_box(range(1, 14))
    found.close()
    call = {"question_id": found.question().pk, "actor": found.tellers[0], "now": NOW}
    with pytest.raises(outcome.NotDecided, match="chưa nhập số phiếu giấy"):
        settling.second_round(**call)
    board(found, {6: 13, 7: 12, 3: 11, 12: 5, 2: 5}, voters=13)
    settling.settle_by_rule(numbers=[found.number_of(12)], rule="Điều 7 (minh họa)", **call)
    with pytest.raises(boards.WrongCount, match="đã xử lý"):
        board(found, {6: 13, 7: 12, 3: 11, 12: 6, 2: 5}, voters=13, version=1)
    certify(found)


def test_s003_8_tie_settled_by_the_rule_in_force_is_recorded():
    found = tie_at_four(held().open())
    question = found.question()
    call = {"question_id": question.pk, "actor": found.tellers[0], "now": NOW}
    with pytest.raises(settling.WrongChoice):
        settling.settle_by_rule(numbers=[found.number_of(6)], rule="Điều 7", **call)
    with pytest.raises(settling.WrongChoice, match="điều khoản"):
        settling.settle_by_rule(numbers=[found.number_of(12)], rule=" ", **call)
    settling.settle_by_rule(numbers=[found.number_of(12)], rule="Điều 7 Quy chế Cụm (minh họa)", **call)
    with pytest.raises(settling.NoTie):
        settling.settle_by_rule(numbers=[found.number_of(12)], rule="Điều 7", **call)
    certify(found)
    assert names(outcome.winners(found.question())) == set(FLAGS)


def test_eleven_of_thirteen_present_and_one_absent_in_writing():
    found = held(quorum_percent=66)
    absent = found.voter(13)
    attending.choose_way(voter_id=absent.pk, way=Way.WRITING, actor=found.tellers[0], now=NOW)
    code = attending.make_code(voter_id=absent.pk, actor=found.tellers[0], now=NOW)
    found.open(present=range(1, 12))
    with pytest.raises(NotOpen):
        found.cast(12, *FLAGS)
    vote_as_in_the_article(found, voters=range(1, 12))
    marks = {found.question().pk: [found.number_of(unit) for unit in FLAGS]}
    cast_by_code(code=code.lower(), marks=marks, now=NOW)
    with pytest.raises(WrongCode):
        cast_by_code(code=code, marks=marks, now=NOW)
    result = outcome.tally(found.close().question())
    assert (result.cast, result.base) == (12, 13)
    certify(found)


@pytest.mark.parametrize(
    ("mode", "on_screen", "in_writing", "present", "told"),
    [
        # ticked as present although the vote comes in writing: absent for the quorum, on the page and at the opening
        (Mode.SCREEN, range(1, 14), (1, 2), range(1, 10), "7/13"),
        (Mode.MIXED, (1, 2, 3), (), range(3, 14), "ít nhất 3"),  # two of the three on screen are not there
        (Mode.MIXED, (1, 2, 3), (4, 5), range(3, 14), ""),
    ],
)
def test_the_page_says_what_the_opening_says(mode, on_screen, in_writing, present, told):
    found = held(mode=mode, quorum_percent=60)
    for numbers, way in ((on_screen, Way.SCREEN), (in_writing, Way.WRITING)):
        for number in numbers:
            attending.choose_way(voter_id=found.voter(number).pk, way=way, actor=person(), now=NOW)
    missing = " ".join(missing_for_opening(found.ballot, [PARTIES[number - 1] for number in present]))
    assert told in missing
    assert bool(told) == bool(missing)
    if told:
        with pytest.raises(opening.CannotOpen, match=told):
            found.open(present=present)
    else:
        found.open(present=present)


def test_no_quorum_no_ballot():
    with pytest.raises(opening.CannotOpen, match="8/13"):
        held(quorum_percent=66).open(present=range(1, 9))
    assert held(quorum_percent=66).open(present=STANDING[:9]).ballot.state == "open"
