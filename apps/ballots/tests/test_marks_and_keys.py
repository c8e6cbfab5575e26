"""Packing, sealing, codes: bytes that say nothing by their length, and keys that a wrong code does not open."""

import pytest
from cryptography.exceptions import InvalidTag

from apps.ballots.domain import codes
from apps.ballots.domain.casting import questions_of
from apps.ballots.domain.envelopes import seal, unseal
from apps.ballots.domain.keys import make_key_pair, private_key
from apps.ballots.domain.marks import WrongMarks, check_marks, pack, unpack
from apps.ballots.tests.world import FLAGS, PARTIES, flag_question, prepared


@pytest.fixture
def pairs():
    return make_key_pair(), make_key_pair()


def keys(pairs):
    return [private_key(pair.wrapped, pair.code) for pair in pairs]


def test_only_both_keys_open_and_only_in_its_place(pairs):
    inner, outer = pairs
    envelope = seal(b"x", inner=inner.public, outer=outer.public, place="ballot:1:voter:1")
    first, second = keys(pairs)
    assert unseal(envelope, inner=first, outer=second, place="ballot:1:voter:1") == b"x"
    for wrong in ((second, first, "ballot:1:voter:1"), (first, second, "ballot:1:voter:2")):
        with pytest.raises(InvalidTag):
            unseal(envelope, inner=wrong[0], outer=wrong[1], place=wrong[2])


def test_a_code_is_read_as_people_type_it_and_a_wrong_one_opens_nothing(pairs):
    pair = pairs[0]
    assert private_key(pair.wrapped, pair.code.lower().replace("-", " ")) is not None
    assert private_key(pair.wrapped, pair.code[:-1] + ("A" if pair.code[-1] != "A" else "B")) is None
    assert private_key(pair.wrapped, "") is None


def test_codes_are_long_and_never_twice():
    made = {codes.new_code(codes.OF_KEYS) for _each in range(200)}
    assert len(made) == 200
    assert {len(codes.plain(code)) for code in made} == {24}
    assert codes.code_hash("oilu-abcd") == codes.code_hash("011VABCD")
    for _each in range(50):
        receipt = codes.new_code(codes.OF_RECEIPTS)
        assert codes.from_bytes(codes.to_bytes(receipt)) == receipt


@pytest.mark.django_db
def test_every_slip_has_the_same_length_and_says_what_was_marked(pairs):
    ballot = prepared(questions=[flag_question(), flag_question(text="Bằng khen", seats=10)])
    questions = questions_of(ballot)
    receipt = codes.new_code(codes.OF_RECEIPTS)
    lengths = set()
    for marked in ({}, {questions[0].pk: [1, 10]}, {questions[0].pk: [2], questions[1].pk: list(range(1, 11))}):
        packed = pack(marked, questions, receipt)
        lengths.add(len(seal(packed, inner=pairs[0].public, outer=pairs[1].public, place="p")))
        whole = {question.pk: sorted(marked.get(question.pk, [])) for question in questions}
        assert unpack(packed, questions) == (whole, receipt)
    assert len(lengths) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("numbers", "own_allowed", "told"),
    [
        ([1, 2, 4, 5, 6], True, "nhiều nhất 4"),
        ([1, 99], True, "không nằm trong danh sách"),
        ([1, 1], True, "không nằm trong danh sách"),
        ([4], False, "không bầu cho đơn vị mình"),
        ([3], True, "không nằm trong danh sách"),
    ],
)
def test_forged_marks_are_refused(numbers, own_allowed, told):
    ballot = prepared()
    question = ballot.questions.get()
    question.options.filter(number=3).update(withdrawn_reason="Xin rút")
    party = question.options.get(number=4).party
    with pytest.raises(WrongMarks, match=told) as refusal:
        check_marks({question.pk: numbers}, questions_of(ballot), party=party, own_party_allowed=own_allowed)
    assert refusal.value.field == f"question-{question.pk}"


@pytest.mark.django_db
def test_a_question_of_another_ballot_is_refused():
    ballot, other = prepared(), prepared()
    with pytest.raises(WrongMarks):
        check_marks({other.questions.get().pk: []}, questions_of(ballot), party=PARTIES[0], own_party_allowed=True)
    assert len(FLAGS) == 4
