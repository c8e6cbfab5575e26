"""The answer of a policy: yes, or no with the reason the page will show."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.errors import NotAllowed


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; ``reason`` (lazy Vietnamese text) is empty then."""

    allowed: bool
    reason: object = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def refused(reason) -> Verdict:
    """A no with its reason."""
    return Verdict(allowed=False, reason=reason)


def require_allowed(verdict: Verdict) -> None:
    """For domain functions that ask a policy themselves; views ask by ``core.views.require``. Raises NotAllowed."""
    if not verdict:
        raise NotAllowed(verdict.reason)


def in_person(actor: Actor) -> Verdict:
    """Signatures, confirmations, votes and whatever gives rights are one's own.

    Never by an administrator who stands in for somebody.
    """
    if actor.impersonated_by:
        return refused(
            _(
                "Bạn đang xem với tư cách người khác:"
                " không ký, xác nhận, bỏ phiếu, công bố, phân công hay cấp tài khoản thay được."
            )
        )
    return ALLOWED
