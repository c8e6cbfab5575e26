"""Codes of the second factor: compared one at a time for a person, each good for one use, a few wrong ones allowed."""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.domain.errors import TooManyCodes
from apps.accounts.enums import Factor
from apps.accounts.models import CodeFailures, User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.kept import kept_language

STEP_SECONDS = 30  # RFC 6238
TOLERANCE = 1  # steps before and after: clocks of telephones differ
CODE_LENGTH = 64  # nothing longer is compared


@operation()
def use_code(*, user_id: int, code: str, actor: Actor, now: datetime) -> Factor | None:
    """Try a code of the application or a recovery code; answers which it was, None for a wrong one.

    The row of failures is the lock: two requests with the same code are compared one after the other, so it is spent
    once. A wrong code is counted, so this answers instead of raising. Raises TooManyCodes before comparing.
    """
    failures = lock_failures(user_id)
    if failures.is_shut(now):
        raise TooManyCodes
    for factor in Authenticator.objects.filter(user_id=user_id, type__in=[Factor.TOTP, Factor.RECOVERY]):
        taken = _take_totp(factor, code, now) if factor.type == Factor.TOTP else _take_recovery(factor, code)
        if taken:
            Authenticator.objects.filter(pk=factor.pk).update(last_used_at=now)
            failures.forget()
            if factor.type == Factor.RECOVERY:
                record("accounts.recovery_code.use", actor=actor, target=factor.user, at=now)
            return Factor(factor.type)
    failures.add(now)
    if failures.is_shut(now):
        record("accounts.second_factor.shut", actor=actor, target=failures.user, at=now)
        _tell_shut(failures.user, now)
    return None


def _tell_shut(user: User, now: datetime) -> None:
    """Whoever types codes has given the first proof already: most likely the password is known to somebody else."""
    with kept_language():
        title = _("Mã xác thực của bạn đã bị nhập sai nhiều lần")
        body = _(
            "Người nhập đã qua bước mật khẩu. Bước xác thực tạm khóa 15 phút."
            " Nếu không phải bạn, hãy đổi mật khẩu ngay."
        )
    tell(user=user, title=title, body=body, path=reverse("accounts:password-change"), now=now)


def lock_failures(user_id: int) -> CodeFailures:
    """The row that lets one attempt of a person through at a time."""
    CodeFailures.objects.get_or_create(user_id=user_id)
    return CodeFailures.objects.select_for_update().get(user_id=user_id)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The number of the time step whose code this is, within the tolerance."""
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if compare_user_code(actual=code[:CODE_LENGTH], expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def _take_totp(factor: Authenticator, code: str, now: datetime) -> bool:
    """A step is spent once, and with it all earlier ones: kept in the row, so that no emptied cache revives it."""
    step = matching_step(decrypt(factor.data["secret"]), code, now)
    if step is None or step <= factor.data.get("last_step", 0):
        return False
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return True


def _take_recovery(factor: Authenticator, code: str) -> bool:
    return factor.wrap().validate_code(code[:CODE_LENGTH])
