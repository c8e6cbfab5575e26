"""Who may do what with a ballot. Who prepares it, and who votes for which party, the caller's policies say."""

from django.utils.translation import gettext_lazy as _

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
