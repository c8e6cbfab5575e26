"""Ký giao ước tại hội nghị: one sheet goes round the hall, its scan counts for every unit that signed on it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation
from apps.conferences.domain.planning import lock_conference
from apps.conferences.enums import NOT_HELD
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.kept import kept_language
from apps.documents.domain.signed_copies import PaperCopy, SignedCopyMissing
from apps.documents.enums import SigningWay
from apps.pledges.domain.signing import Proxy, sign
from apps.pledges.models import Pledge, Signature
from apps.pledges.policies import is_own


class NobodySigned(DomainError):
    """No unit is ticked."""

    default_message = lazy("Chọn ít nhất một đơn vị đã ký.")


class NotInTheHall(DomainError):
    """Only units that are ticked as present signed in the hall."""


@dataclass(frozen=True)
class Signer:
    """Who signed on the sheet for which unit."""

    unit_id: int
    name: str
    post: str


@operation()
def sign_in_hall(
    *,
    conference_id: int,
    pledge_id: int,
    signers: Iterable[Signer],
    copy: PaperCopy | None,
    seen: str,
    actor: Actor,
    now: datetime,
) -> list[Signature]:
    """All or none. Typed by whoever runs the meeting: each unit is told and may have it taken back, as any Nhập thay.

    The caller has asked ``can_run``. Raises TransitionNotAllowed (not held, another year's pledge), NobodySigned,
    NotInTheHall, SignedCopyMissing and what ``pledges.signing.sign`` raises.
    """
    conference = lock_conference(conference_id)
    pledge = Pledge.objects.get(pk=pledge_id)
    if conference.state in NOT_HELD or pledge.cluster_year_id != conference.next_cluster_year_id:
        raise TransitionNotAllowed
    signers = list(signers)
    if not signers:
        raise NobodySigned
    if copy is None:
        raise SignedCopyMissing(field="file")
    present = set(conference.attendees.present().values_list("unit_id", flat=True))
    if any(each.unit_id not in present for each in signers):
        raise NotInTheHall(_("Đơn vị chưa được điểm danh có mặt thì không ký tại hội nghị."))
    with kept_language():
        basis = _("Ký tại hội nghị ngày %(day)s") % {"day": format_date(conference.held_on)}
    return [
        sign(
            pledge_id=pledge_id,
            unit_id=each.unit_id,
            way=SigningWay.PAPER,
            seen=seen,
            signed_copy=replace(copy, signer_name=each.name, signer_post=each.post),
            proxy=None if is_own(actor, each.unit_id) else Proxy(copy.signed_on, basis),
            actor=actor,
            now=now,
        )
        for each in signers
    ]
