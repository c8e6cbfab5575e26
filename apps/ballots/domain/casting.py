"""Casting a vote on screen: mark and envelope are one row in one statement, so that a crash leaves both or neither."""

from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain import codes
from apps.ballots.domain.envelopes import seal
from apps.ballots.domain.keeping import require_votes_taken
from apps.ballots.domain.marks import Marks, check_marks, pack
from apps.ballots.enums import BallotState, Way
from apps.ballots.models import Ballot, Option, Voter
from apps.core.actor import ANONYMOUS, Actor
from apps.core.errors import DomainError


class NotOpen(DomainError):
    """Not opened yet, or closed."""

    default_message = _("Cuộc bỏ phiếu không mở.")


class AlreadyVoted(DomainError):
    """One vote each."""

    default_message = _("Bạn đã bỏ phiếu. Mỗi đơn vị bỏ phiếu một lần.")


class WrongCode(DomainError):
    """No such code, or used."""

    default_message = _("Mã bỏ phiếu không đúng hoặc đã dùng.")


def place_of(voter: Voter) -> str:
    """Where an envelope belongs."""
    return f"ballot:{voter.ballot_id}:voter:{voter.pk}"


def questions_of(ballot: Ballot) -> list:
    """In order, each with its options in order: as slips are packed."""
    options = Prefetch("options", Option.objects.order_by("number"))
    return list(ballot.questions.order_by("order").prefetch_related(options))


@operation()
def cast(*, voter_id: int, marks: Marks, actor: Actor, now: datetime, sealed_hash: str | None = None) -> str:
    """Seal the marks into the voter's row; answers the receipt code, which is stored nowhere outside the envelope.

    The caller has asked who may vote for the party. The closing locks every voter, so that a vote in flight is counted
    or refused, never lost. ``sealed_hash``: of the code that lets in who has no account; it must still be the voter's.
    Raises NotOpen, AlreadyVoted, WrongCode, WrongMarks, YearClosed.
    """
    require_votes_taken(voter_id)
    voter = Voter.objects.select_for_update().get(pk=voter_id)
    ballot = Ballot.objects.get(pk=voter.ballot_id)  # read after the lock
    if ballot.state != BallotState.OPEN or not ballot.is_on_screen:
        raise NotOpen
    if voter.way == Way.PAPER or not (voter.present or voter.way == Way.WRITING):
        raise NotOpen
    if voter.has_voted:
        raise AlreadyVoted
    if sealed_hash is not None and sealed_hash != voter.code_hash:  # another one was made, or the voter came
        raise WrongCode(field="code")
    questions = questions_of(ballot)
    check_marks(marks, questions, party=voter.party, own_party_allowed=ballot.own_party_allowed)
    receipt = codes.new_code(codes.OF_RECEIPTS)
    inner, outer = ballot.tellers.filter(key_order__isnull=False).order_by("key_order")
    voter.envelope = seal(
        pack(marks, questions, receipt),
        inner=bytes(inner.public_key),
        outer=bytes(outer.public_key),
        place=place_of(voter),
    )
    voter.has_voted, voter.code_hash = True, ""
    voter.save(update_fields=["envelope", "has_voted", "code_hash"])
    record("ballots.voter.cast", actor=actor, target=ballot, at=now, after=voter.label)
    return receipt


def voter_by_code(code: str) -> Voter:
    """Whoever holds the sealed code. Raises WrongCode."""
    found = Voter.objects.filter(code_hash=codes.code_hash(code)).exclude(code_hash="").first()
    if found is None or not codes.plain(code):
        raise WrongCode(field="code")
    return found


def cast_by_code(*, code: str, marks: Marks, now: datetime) -> str:
    """As ``cast``, for an absent member without an account. Raises WrongCode too."""
    voter = voter_by_code(code)
    actor = Actor(user_id=ANONYMOUS.user_id, label=str(_("Phiếu kín của %(who)s") % {"who": voter.label}))
    return cast(voter_id=voter.pk, marks=marks, actor=actor, now=now, sealed_hash=codes.code_hash(code))
