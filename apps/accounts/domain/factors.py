"""Second factors of a person: set up, removed, reset. Kept by allauth's Authenticator, secrets encrypted."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import required_factor
from apps.accounts.domain.codes import lock_failures, matching_step
from apps.accounts.domain.errors import FactorExists, FactorNeeded, WrongCode
from apps.accounts.enums import Factor
from apps.accounts.grants import actor_for
from apps.accounts.models import SignIn, User
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.core.text import clean

SIGNING_IN = (Factor.TOTP, Factor.PASSKEY)  # recovery codes only stand in for these
NAME_LENGTH = 100


def factors_of(user_id: int):
    """What stands beside the password; recovery codes are told apart."""
    return Authenticator.objects.filter(user_id=user_id, type__in=SIGNING_IN).order_by("type", "created_at", "pk")


def has_factor(user_id: int) -> bool:
    return factors_of(user_id).exists()


def with_second_factor(users):
    """Users with ``has_second_factor``, asked in the same query."""
    held = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SIGNING_IN)
    return users.annotate(has_second_factor=Exists(held))


def recovery_codes_of(user_id: int) -> RecoveryCodes | None:
    found = Authenticator.objects.filter(user_id=user_id, type=Factor.RECOVERY).first()
    return found and RecoveryCodes(found)


@operation()
def set_up_totp(*, user_id: int, secret: str, code: str, actor: Actor, now: datetime) -> Authenticator:
    """Take an application into use once it has shown the right code. Raises WrongCode, FactorExists."""
    _lock(user_id)
    if factors_of(user_id).filter(type=Factor.TOTP).exists():
        raise FactorExists
    step = matching_step(secret, code, now)
    if step is None:
        raise WrongCode(
            _("Mã không khớp. Kiểm tra giờ của điện thoại, chờ mã mới rồi nhập lại."), field="code", code="wrong"
        )
    return _keep_totp(user_id=user_id, secret=secret, last_step=step, actor=actor, now=now)


@operation()
def give_totp(*, user_id: int, secret: str, actor: Actor, now: datetime) -> Authenticator:
    """A secret known beforehand (demo accounts). Repeating changes nothing."""
    found = factors_of(user_id).filter(type=Factor.TOTP).first()
    return found or _keep_totp(user_id=user_id, secret=secret, last_step=0, actor=actor, now=now)


def _keep_totp(*, user_id: int, secret: str, last_step: int, actor: Actor, now: datetime) -> Authenticator:
    user = User.objects.get(pk=user_id)
    factor = TOTP.activate(user, secret).instance
    factor.data["last_step"] = last_step
    factor.save(update_fields=["data"])
    _added(user, Factor.TOTP, Factor.TOTP.label, actor=actor, now=now)
    return factor


@operation()
def add_passkey(*, user_id: int, name: str, credential: dict, actor: Actor, now: datetime) -> Authenticator:
    """Keep a passkey whose answer the view has verified against its own challenge."""
    user = _lock(user_id)
    factor = WebAuthn.add(user, clean(name)[:NAME_LENGTH], credential).instance
    _added(user, Factor.PASSKEY, str(factor), actor=actor, now=now)
    return factor


@operation()
def remove_factor(*, factor_id: int, actor: Actor, now: datetime) -> None:
    """Take one away; with the last one the recovery codes go too. Raises FactorNeeded where the role asks for one."""
    user = _lock(actor.user_id)
    factor = factors_of(user.pk).get(pk=factor_id)
    last = factors_of(user.pk).count() == 1
    if last and required_factor.reason(user, actor):
        raise FactorNeeded
    with kept_language():
        name = label(factor)
    factor.delete()
    if last:
        Authenticator.objects.filter(user_id=user.pk).delete()
    record("accounts.second_factor.remove", actor=actor, target=user, at=now, before={"factor": name})
    _tell(user, gettext_lazy("Đã bỏ một cách xác thực hai bước: %(name)s"), actor=actor, now=now, name=name)


@operation()
def renew_recovery_codes(*, user_id: int, actor: Actor, now: datetime) -> None:
    """Ten new codes; the old ones are worth nothing from now on. Raises FactorNeeded without a factor to recover."""
    user = _lock(user_id)
    if not has_factor(user_id):
        raise FactorNeeded(_("Mã dự phòng thay cho xác thực hai bước. Hãy cài đặt xác thực hai bước trước."))
    Authenticator.objects.filter(user_id=user_id, type=Factor.RECOVERY).delete()
    RecoveryCodes.activate(user)
    record("accounts.recovery_code.renew", actor=actor, target=user, at=now)


@operation()
def show_recovery_codes(*, user_id: int, actor: Actor, now: datetime) -> list[str]:
    """The codes, once: the second time the list is empty."""
    user = _lock(user_id)
    codes = recovery_codes_of(user_id)
    if codes is None or codes.did_view:
        return []
    codes.mark_as_viewed()
    record("accounts.recovery_code.show", actor=actor, target=user, at=now)
    return codes.generate_codes()


@operation()
def reset_factors(*, user_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """An administrator takes away every factor of somebody who has lost them; a new one is set up at the next sign-in.

    Sessions end, so that whoever found the telephone is out.
    """
    from apps.accounts.domain.sign_ins import end_all  # late: sessions end for other reasons too

    user = _lock(user_id)
    with kept_language():
        before = [label(factor) for factor in factors_of(user_id)]
    Authenticator.objects.filter(user_id=user_id).delete()
    lock_failures(user_id).forget()
    end_all(user_id=user_id, now=now)
    record("accounts.second_factor.reset", actor=actor, target=user, at=now, before={"factors": before}, reason=reason)
    _tell(user, gettext_lazy("Quản trị đã đặt lại xác thực hai bước của bạn"), actor=actor, now=now, reason=reason)


def end_sessions_without_factor(*, user_id: int, now: datetime) -> int:
    """Part of a larger operation that gave rights: who must have a second factor from now on, and has none, signs in
    anew and sets it up first. Answers how many sessions ended.
    """
    from apps.accounts.domain.sign_ins import end_all  # late: sessions end for other reasons too

    if not SignIn.objects.filter(user_id=user_id, ended_at=None).exists() or has_factor(user_id):
        return 0
    user = User.objects.get(pk=user_id)
    if not required_factor.reason(user, actor_for(user, local(now).date())):
        return 0
    return end_all(user_id=user_id, now=now)


def label(factor: Authenticator) -> str:
    """Ứng dụng xác thực, or the name that its owner gave a passkey."""
    return str(factor) if factor.type == Factor.PASSKEY else str(Factor(factor.type).label)


def _lock(user_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user_id)


def _added(user: User, kind: Factor, name: str, *, actor: Actor, now: datetime) -> None:
    """With the first factor come the recovery codes."""
    RecoveryCodes.activate(user)
    with kept_language():
        after = {"factor": str(kind.label), "name": str(name)}
    record("accounts.second_factor.add", actor=actor, target=user, at=now, after=after)
    _tell(
        user,
        gettext_lazy("Đã thêm một cách xác thực hai bước: %(name)s"),
        actor=actor,
        now=now,
        name=after["name"],
    )


def _tell(user: User, title, *, actor: Actor, now: datetime, name: str = "", reason: str = "") -> None:
    """``title`` is lazy, with the place of a name in it."""
    with kept_language():
        title = str(title) % {"name": name}
        body = _("Nếu không phải bạn làm hoặc yêu cầu, hãy đổi mật khẩu và báo cho quản trị ngay.")
        if reason:
            body = _("Lý do: %(reason)s.") % {"reason": reason.rstrip(".")} + " " + body
    path = reverse("accounts:factor-list")
    tell(user=user, title=title, body=body, path=path, now=now, actor=actor)
