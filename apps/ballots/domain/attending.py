"""While the list stands: who arrives, how each votes, codes for those who are absent, slips of paper put in the box."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.codes import OF_VOTERS, code_hash, new_code
from apps.ballots.domain.keeping import lock_ballot, tell
from apps.ballots.enums import BEFORE_CLOSING, BallotState, Mode, Told, Way
from apps.ballots.models import Ballot, Voter
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed


class WrongWay(DomainError):
    """The voter cannot vote so."""


def _lock_voter(voter_id: int, *states: str) -> tuple[Ballot, Voter]:
    ballot = lock_ballot(Voter.objects.values_list("ballot_id", flat=True).get(pk=voter_id))
    if ballot.state not in states:
        raise TransitionNotAllowed
    return ballot, Voter.objects.select_for_update().get(pk=voter_id)


@operation()
def arrive(*, voter_id: int, actor: Actor, now: datetime) -> Voter:
    """Somebody on the list comes after the opening. Raises TransitionNotAllowed, WrongWay."""
    ballot, voter = _lock_voter(voter_id, BallotState.OPEN)
    if voter.way == Way.WRITING:
        if voter.has_voted:
            raise WrongWay(_("Người này đã gửi phiếu kín."))
        voter.way = Way.SCREEN if ballot.mode == Mode.SCREEN else Way.PAPER
    voter.present, voter.code_hash = True, ""
    voter.save()
    record("ballots.voter.arrive", actor=actor, target=ballot, at=now, after=voter.label)
    return voter


def ways_of(ballot: Ballot) -> list[str]:
    """How its voters may vote; whoever is absent writes whatever the mode."""
    here = {Mode.PAPER: [Way.PAPER], Mode.SCREEN: [Way.SCREEN]}.get(ballot.mode, [Way.PAPER, Way.SCREEN])
    return [*here, Way.WRITING]


def has_slip(ballot: Ballot, voter: Voter) -> bool:
    """Whether a slip of paper of the voter may lie in the box: of who is there, or the letter of who is absent."""
    return ballot.is_on_paper and (voter.way == Way.WRITING or (voter.way == Way.PAPER and voter.present))


@operation()
def choose_way(*, voter_id: int, way: str, actor: Actor, now: datetime) -> Voter:
    """Paper, screen, or absent in writing. Whoever has voted keeps what they chose. Raises WrongWay."""
    ballot, voter = _lock_voter(voter_id, *BEFORE_CLOSING)
    if voter.has_voted:
        raise WrongWay(_("Người này đã bỏ phiếu."))
    if way not in ways_of(ballot):
        raise WrongWay(_("Cuộc bỏ phiếu này không bỏ phiếu theo cách đó."))
    if way == Way.WRITING and voter.present:
        raise WrongWay(_("Người có mặt bỏ phiếu tại nơi họp."))
    before, voter.way, voter.code_hash = voter.way, way, ""
    voter.save()
    record("ballots.voter.choose_way", actor=actor, target=ballot, at=now, before=before, after=[voter.label, way])
    if way == Way.WRITING != before:
        tell(Told.IN_WRITING, ballot, voter=voter, actor=actor, now=now)
    return voter


@operation()
def make_code(*, voter_id: int, actor: Actor, now: datetime, has_account: bool = True) -> str:
    """A sealed code for a vote on screen: of who is absent, or has no account. Answered once, the one before is void.

    Whoever is there with an account votes with it: nobody else gets a code for that vote. Raises WrongWay.
    """
    ballot, voter = _lock_voter(voter_id, *BEFORE_CLOSING)
    if voter.has_voted or voter.way == Way.PAPER or not ballot.is_on_screen:
        raise WrongWay(_("Chỉ cấp mã cho người bỏ phiếu trên màn hình chưa bỏ phiếu."))
    if has_account and voter.way != Way.WRITING:
        raise WrongWay(_("Chỉ cấp mã cho người vắng mặt gửi phiếu kín, hoặc người không có tài khoản."))
    code = new_code(OF_VOTERS)
    voter.code_hash = code_hash(code)
    voter.save()
    record("ballots.voter.make_code", actor=actor, target=ballot, at=now, after=voter.label)
    return code


@operation()
def put_in_box(*, ballot_id: int, voter_ids: Collection[int], actor: Actor, now: datetime) -> int:
    """The tellers tick whose paper slip lies in the box; letters of absent ones too. Returns how many are new.

    Raises TransitionNotAllowed, WrongWay.
    """
    ballot = lock_ballot(ballot_id)
    if ballot.state != BallotState.OPEN:
        raise TransitionNotAllowed
    chosen = list(ballot.voters.select_for_update().filter(pk__in=voter_ids, has_voted=False).order_by("pk"))
    for voter in chosen:
        if not has_slip(ballot, voter):
            raise WrongWay(_("%(who)s: không có phiếu giấy.") % {"who": voter.label})
    Voter.objects.filter(pk__in=[voter.pk for voter in chosen]).update(has_voted=True, code_hash="")
    record("ballots.voter.put_in_box", actor=actor, target=ballot, at=now, after=[voter.label for voter in chosen])
    return len(chosen)


@operation()
def take_out_of_box(*, voter_id: int, actor: Actor, now: datetime) -> Voter:
    """A tick was wrong, or the paper slip is given back to be replaced by a vote on screen. Raises WrongWay."""
    ballot, voter = _lock_voter(voter_id, BallotState.OPEN)
    if not voter.has_voted or voter.envelope is not None:
        raise WrongWay(_("Người này không có phiếu giấy trong hòm."))
    voter.has_voted = False
    voter.save()
    record("ballots.voter.take_out_of_box", actor=actor, target=ballot, at=now, after=voter.label)
    return voter


@operation()
def back_to_paper(*, voter_id: int, actor: Actor, now: datetime) -> Voter:
    """A voter on screen votes again on paper (by letter, if absent); the envelope goes unopened. Raises WrongWay."""
    ballot, voter = _lock_voter(voter_id, BallotState.OPEN)
    if ballot.mode != Mode.MIXED or not (voter.present or voter.way == Way.WRITING):
        raise WrongWay(_("Chỉ đổi sang phiếu giấy khi cuộc bỏ phiếu dùng cả hai cách."))
    if voter.has_voted and voter.envelope is None:
        raise WrongWay(_("Người này đã bỏ phiếu."))
    voter.way = Way.PAPER if voter.present else Way.WRITING
    voter.has_voted, voter.envelope, voter.code_hash = False, None, ""
    voter.save()
    record("ballots.voter.back_to_paper", actor=actor, target=ballot, at=now, after=voter.label)
    return voter
