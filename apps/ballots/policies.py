"""Who may do what with a ballot. Who prepares it, and who votes for which party, the caller's policies say."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.domain.factors import has_factor
from apps.ballots.enums import BallotState
from apps.ballots.hosts import host_of, keeper_id_of
from apps.ballots.models import Ballot, Teller
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused


def can_tell(actor: Actor, ballot: Ballot) -> Verdict:
    """Open, close, count, settle, certify: a member of the counting team in person, nobody else."""
    if not (own := in_person(actor)):
        return own
    if actor.user_id is not None and ballot.tellers.filter(user_id=actor.user_id).exists():
        return ALLOWED
    return refused(_("Chỉ thành viên Tổ kiểm phiếu được mở, đóng và kiểm phiếu."))


def can_take_key(actor: Actor, teller: Teller) -> Verdict:
    """The teller whose key it is, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.user_id is not None and teller.user_id == actor.user_id:
        return ALLOWED
    return refused(_("Mã mở phiếu chỉ cấp cho chính thành viên Tổ kiểm phiếu đó."))


def can_see_counts(actor: Actor, ballot: Ballot) -> bool:
    """Counts of a closed ballot: the counting team while it counts, everybody who sees the ballot after the minutes."""
    if ballot.state == BallotState.CERTIFIED:
        return True
    return ballot.state == BallotState.CLOSED and bool(can_tell(actor, ballot))


def can_prepare(actor: Actor, ballot: Ballot) -> Verdict:
    """As the host says."""
    return host_of(ballot).can_prepare(actor, keeper_id_of(ballot))


def can_name_tellers(actor: Actor, ballot: Ballot) -> Verdict:
    """Write the team that the meeting approved: as ``can_prepare``, in person."""
    return in_person(actor) and can_prepare(actor, ballot)


def can_ask(actor: Actor, ballot: Ballot) -> Verdict:
    """Add, change, take away questions and who stands: as ``can_prepare``, where the record does not give them."""
    if host_of(ballot).questions_are_given:
        return refused(_("Nội dung, danh sách bình xét lấy từ chương trình phiên họp, không sửa ở đây."))
    return can_prepare(actor, ballot)


def sees(actor: Actor, ballot: Ballot) -> bool:
    """Whoever sees the record that holds the ballot, and its tellers."""
    if actor.user_id and ballot.tellers.filter(user_id=actor.user_id).exists():
        return True
    return host_of(ballot).sees(actor, keeper_id_of(ballot))


def can_keep_list(actor: Actor, ballot: Ballot) -> Verdict:
    """Say how each voter votes: whoever prepares it until the opening; afterwards the counting team alone."""
    own = can_tell(actor, ballot)
    if own or ballot.state != BallotState.PREPARED:
        return own
    return can_prepare(actor, ballot)


def can_void(actor: Actor, ballot: Ballot) -> Verdict:
    """As ``can_keep_list``, in person: what nobody has voted in yet is dropped by whoever prepares it."""
    return in_person(actor) and can_keep_list(actor, ballot)


def can_hold_again(actor: Actor, ballot: Ballot) -> Verdict:
    """Prepare a voided vote anew: the counting team, or whoever prepares ballots of the record."""
    return can_tell(actor, ballot) or can_prepare(actor, ballot)


def can_print(actor: Actor, ballot: Ballot) -> Verdict:
    """Blank slips: whoever prepares the ballot, and the counting team."""
    return can_tell(actor, ballot) or can_prepare(actor, ballot)


def is_surely_here(actor: Actor, ballot: Ballot) -> Verdict:
    """A teller whom nobody in the hall sees proves with a second factor who it is, before a key is made or used."""
    if not ballot.is_on_screen:
        return ALLOWED
    teller = ballot.tellers.select_related("user").filter(user_id=actor.user_id).first()
    if teller is None or host_of(ballot).is_here(ballot, teller) or has_factor(teller.user_id):
        return ALLOWED
    if teller.user.is_demo and settings.LOCAL:
        return ALLOWED
    return refused(
        _("Đơn vị bạn chưa được điểm danh: kiểm phiếu từ ngoài hội trường cần xác thực hai bước cho tài khoản của bạn.")
    )
