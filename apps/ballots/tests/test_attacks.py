"""What must not work: twice, late, forged, alone, without codes, in the middle of a closing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from apps.audit.models import Entry
from apps.ballots.domain import (
    attending,
    casting,
    certifying,
    closing,
    marks,
    opening,
    outcome,
    preparing,
    telling,
    voiding,
)
from apps.ballots.domain.parties import replace_party
from apps.ballots.domain.verifying import faults
from apps.ballots.enums import Mode, Way
from apps.ballots.models import Option, Receipt, Slip, Voter
from apps.ballots.tests.world import FLAGS, NOW, PARTIES, held, person, prepared, vote_as_in_the_article
from apps.ballots.views.voting import why_not


@pytest.mark.django_db
def test_twice_before_opening_after_closing():
    found = held()
    with pytest.raises(casting.NotOpen):
        found.cast(1, *FLAGS)
    found.open()
    vote_as_in_the_article(found, voters=range(1, 13))
    with pytest.raises(casting.AlreadyVoted):
        found.cast(1, 2)
    found.close()
    with pytest.raises(casting.NotOpen):
        found.cast(13, *FLAGS)
    assert Slip.objects.count() == 12


@pytest.mark.django_db
def test_a_clock_that_is_moved_neither_opens_nor_closes_nor_doubles_anything():
    found = held().open()
    moved = [NOW + timedelta(hours=hours) for hours in (-9000, 9000, -1, 0, 30)]
    for number, at in enumerate(moved, start=1):
        found.cast(number, *FLAGS, now=at)
    with pytest.raises(casting.AlreadyVoted):
        found.cast(1, 2, now=moved[1])
    found.close(now=NOW - timedelta(days=3))  # before it was opened, as this clock says
    for at in moved:
        with pytest.raises(casting.NotOpen):
            found.cast(7, *FLAGS, now=at)
    assert (Slip.objects.count(), outcome.tally(found.question()).cast) == (len(moved), len(moved))
    certifying.certify(ballot_id=found.ballot.pk, actor=found.tellers[0], now=NOW - timedelta(days=9))
    assert list(faults()) == []


@pytest.mark.django_db
def test_rules_options_and_list_are_frozen_by_the_opening():
    found = held().open()
    actor = person()
    with pytest.raises(preparing.NotPrepared):
        preparing.replace_voters(ballot_id=found.ballot.pk, voters=[], actor=actor, now=NOW)
    with pytest.raises(preparing.NotPrepared):
        preparing.change_rules(
            ballot_id=found.ballot.pk, rules=preparing.Rules("Khác"), version=1, actor=actor, now=NOW
        )
    with pytest.raises(preparing.NotPrepared):
        preparing.withdraw_option(option_id=Option.objects.first().pk, reason="Rút", actor=actor, now=NOW)
    with pytest.raises(preparing.NotPrepared):
        telling.take_key(teller_id=found.ballot.tellers.first().pk, actor=actor, now=NOW)


@pytest.mark.django_db
def test_withdrawn_before_the_opening_cannot_be_chosen():
    found = held()
    option = found.question().options.get(party=PARTIES[1])
    preparing.withdraw_option(option_id=option.pk, reason="Nhường đơn vị khác", actor=person(), now=NOW)
    found.open()
    with pytest.raises(casting.DomainError, match="không nằm trong danh sách"):
        found.cast(1, 2)


@pytest.mark.django_db
def test_only_slips_of_paper_lie_in_the_box():
    found = held(mode=Mode.MIXED)
    for number, way in ((1, Way.SCREEN), (2, Way.WRITING), (3, Way.WRITING)):
        attending.choose_way(voter_id=found.voter(number).pk, way=way, actor=found.tellers[0], now=NOW)
    found.open(present=(1, *range(4, 13)))
    for number in (1, 13):  # votes on screen; is neither there nor wrote
        with pytest.raises(attending.WrongWay):
            found.put_in_box([4, number])
    assert not found.ballot.voters.filter(has_voted=True).exists()
    assert found.put_in_box([2, 4]) == 2


@pytest.mark.django_db
def test_a_wrong_code_opens_nothing_and_changes_nothing():
    found = held().open()
    vote_as_in_the_article(found)
    first, second = found.codes
    found.codes[second], kept = "AAAA-AAAA", found.codes[second]
    with pytest.raises(closing.WrongKey, match="Kiểm phiếu 8") as refusal:
        found.close()
    assert refusal.value.field == f"code-{second}"
    assert (Slip.objects.count(), Voter.objects.exclude(envelope=None).count()) == (0, 13)
    found.codes = {first: found.codes[first]}
    with pytest.raises(closing.WrongKey):
        found.close()
    found.codes[second] = kept
    assert found.close().ballot.state == "closed"


@pytest.mark.django_db
def test_a_lost_code_voids_the_ballot_and_it_is_voted_again():
    found = held()
    attending.choose_way(voter_id=found.voter(3).pk, way=Way.WRITING, actor=found.tellers[0], now=NOW)
    found.open()
    vote_as_in_the_article(found)
    call = {"ballot_id": found.ballot.pk, "actor": found.tellers[0], "now": NOW}
    with pytest.raises(voiding.CannotVoid):
        voiding.void_ballot(reason=" ", **call)
    voiding.void_ballot(reason="Mất mã mở phiếu", **call)
    assert not Voter.objects.exclude(envelope=None).exists()
    assert not found.ballot.tellers.exclude(wrapped_key=None).exists()
    again = voiding.vote_again(**call)
    assert (again.state, again.voters.count(), again.questions.get().options.count()) == ("prepared", 13, 10)
    assert not again.tellers.exists()
    assert [voter.party for voter in again.voters.filter(way=Way.WRITING)] == [PARTIES[2]]
    with pytest.raises(voiding.TransitionNotAllowed):
        voiding.vote_again(**call)


@pytest.mark.django_db
def test_parties_that_merge_while_a_ballot_is_open_do_not_keep_it_from_closing():
    found = held(own_party_allowed=False).open()
    with pytest.raises(marks.WrongMarks):
        found.cast(2, 2)
    for number, chosen in ((1, 2), (4, 6), (5, 7)):
        found.cast(number, chosen)
    for number in (1, 2):
        replace_party(PARTIES[number - 1], "unit:99", reason="Sáp nhập đơn vị.")
    assert found.ballot.voters.get(party="unit:99").has_voted
    assert found.question().options.filter(party="unit:99").exists()
    assert found.close().ballot.state == "closed"


@pytest.mark.django_db
def test_an_envelope_put_into_another_row_or_changed_is_found():
    found = held().open()
    vote_as_in_the_article(found)
    stolen = found.voter(1).envelope
    Voter.objects.filter(pk=found.voter(2).pk).update(envelope=stolen)
    with pytest.raises(closing.CannotClose, match="dữ liệu đã bị sửa"):
        found.close()


@pytest.mark.django_db
def test_a_changed_slip_after_the_minutes_is_reported():
    found = held().open()
    vote_as_in_the_article(found)
    certifying.certify(ballot_id=found.close().ballot.pk, actor=person(), now=NOW)
    assert list(faults()) == []
    slip = Slip.objects.first()
    Slip.objects.filter(pk=slip.pk).update(numbers=[1])
    assert len(list(faults())) == 1


@pytest.mark.django_db
def test_too_few_on_screen_would_show_who_chose_what():
    found = held(mode=Mode.MIXED)
    attending.choose_way(voter_id=found.voter(1).pk, way=Way.SCREEN, actor=person(), now=NOW)
    with pytest.raises(opening.CannotOpen, match="ít nhất 3"):
        found.open()
    for number in (2, 3):
        attending.choose_way(voter_id=found.voter(number).pk, way=Way.SCREEN, actor=person(), now=NOW)
    found.open()
    found.cast(1, *FLAGS)
    with pytest.raises(closing.CannotClose, match="lộ lựa chọn"):
        found.close()
    attending.back_to_paper(voter_id=found.voter(1).pk, actor=person(), now=NOW)
    found.put_in_box([1])
    for number in (2, 3):
        found.cast(number, *FLAGS)
    with pytest.raises(closing.CannotClose, match="lộ lựa chọn"):
        found.close()
    attending.take_out_of_box(voter_id=found.voter(1).pk, actor=person(), now=NOW)
    attending.choose_way(voter_id=found.voter(1).pk, way=Way.SCREEN, actor=person(), now=NOW)
    found.cast(1, *FLAGS)
    found.put_in_box([4])
    with pytest.raises(closing.CannotClose, match="Chỉ có 1 phiếu giấy"):
        found.close()
    found.put_in_box([5, 6])
    assert found.close().ballot.state == "closed"
    assert Receipt.objects.count() == 3


@pytest.mark.django_db
def test_paper_ballot_needs_no_keys_and_takes_no_vote_on_screen():
    found = held(mode=Mode.PAPER)
    assert found.codes == {}
    found.open()
    with pytest.raises(casting.NotOpen):
        found.cast(1, *FLAGS)
    with pytest.raises(attending.WrongWay):
        attending.make_code(voter_id=found.voter(1).pk, actor=person(), now=NOW)


@pytest.mark.django_db
def test_a_ballot_that_goes_back_to_paper_takes_no_vote_on_screen_and_throws_none_away():
    found = held()
    absent = found.voter(13)
    attending.choose_way(voter_id=absent.pk, way=Way.WRITING, actor=person(), now=NOW)
    code = attending.make_code(voter_id=absent.pk, actor=person(), now=NOW)
    rules = preparing.Rules("Bình xét", mode=Mode.PAPER)
    preparing.change_rules(ballot_id=found.ballot.pk, rules=rules, version=1, actor=person(), now=NOW)
    assert not found.ballot.tellers.exclude(public_key=None, wrapped_key=None, key_order=None).exists()
    found.open(present=range(1, 13))
    with pytest.raises(casting.NotOpen):
        found.cast(13, *FLAGS)
    with pytest.raises(casting.WrongCode):
        casting.cast_by_code(code=code, marks={}, now=NOW)
    assert "phiếu giấy" in why_not(found.voter(13))
    Voter.objects.filter(pk=absent.pk).update(has_voted=True, envelope=b"sealed")
    with pytest.raises(closing.CannotClose):
        found.close()
    assert found.voter(13).envelope is not None


@pytest.mark.django_db
def test_a_sealed_code_that_became_void_meanwhile_casts_nothing(monkeypatch):
    found = held()
    absent = found.voter(13)
    attending.choose_way(voter_id=absent.pk, way=Way.WRITING, actor=person(), now=NOW)
    code = attending.make_code(voter_id=absent.pk, actor=person(), now=NOW)
    found.open(present=range(1, 13))
    seen = casting.voter_by_code(code)
    attending.make_code(voter_id=absent.pk, actor=person(), now=NOW)
    monkeypatch.setattr(casting, "voter_by_code", lambda _code: seen)
    with pytest.raises(casting.WrongCode):
        casting.cast_by_code(code=code, marks={}, now=NOW)
    assert not found.voter(13).has_voted


@pytest.mark.django_db
def test_the_trail_tells_who_voted_and_never_what():
    found = held().open()
    found.cast(1, *FLAGS)
    entry = Entry.objects.get(action="ballots.voter.cast")
    assert entry.after == "Văn phòng Bộ"
    assert "Cờ" not in f"{entry.before}{entry.target_label}{entry.reason}"
    with pytest.raises(outcome.NotCounted):
        outcome.tally(found.question())


def in_thread(work, found):
    """Run ``work`` on another connection; its result or refusal is put into ``found``."""

    def run():
        try:
            found.append(work())
        except casting.DomainError as error:
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_are_one_vote():
    found, results = held().open(), []
    voter, question = found.voter(1), found.question()
    barrier = threading.Barrier(2)

    def vote():
        barrier.wait()
        return casting.cast(voter_id=voter.pk, marks={question.pk: [1]}, actor=person(), now=NOW)

    for thread in [in_thread(vote, results), in_thread(vote, results)]:
        thread.join()
    assert sorted(len(result) for result in results) == sorted([len("AlreadyVoted"), 19])
    assert "AlreadyVoted" in results


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_vote_in_flight_and_counts_it():
    found, results = held().open(), []
    vote_as_in_the_article(found, voters=range(1, 6))
    started = threading.Event()

    def slow_vote():
        with transaction.atomic():
            receipt = found.cast(6, *FLAGS)
            started.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.4)")
            return receipt

    thread = in_thread(slow_vote, results)
    started.wait(5)
    found.close()
    thread.join()
    assert results[0] in set(Receipt.objects.values_list("code", flat=True))
    assert Slip.objects.count() == 6


@pytest.mark.django_db
def test_a_crash_between_slips_and_envelopes_leaves_the_ballot_open(monkeypatch):
    found = held().open()
    vote_as_in_the_article(found)

    def crash(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(closing, "record", crash)
    with pytest.raises(SystemExit), transaction.atomic():
        found.close()
    found.ballot.refresh_from_db()
    assert (found.ballot.state, Slip.objects.count()) == ("open", 0)
    assert Voter.objects.exclude(envelope=None).count() == 13
    assert prepared().state == "prepared"
