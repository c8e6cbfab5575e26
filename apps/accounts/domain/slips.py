"""One-time slips (Phiếu tài khoản): made, printed once, used once. Codes stand on the paper only; rows keep hashes."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.accounts.domain.sign_ins import end_all
from apps.accounts.models import Slip, SlipBatch, User
from apps.accounts.models.slip import MOST_FAILURES
from apps.accounts.telling import tell
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import end_of_day, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean, fold

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without letters and digits that are read for one another
LENGTH = 12  # 59 bits: the hash of a code cannot be searched through
MOST_DAYS = 60


class AlreadyPrinted(DomainError):
    """The codes of the batch stand on paper; they are nowhere else."""

    default_message = lazy(
        "Đợt phiếu này đã in; mã chỉ hiện một lần. Phiếu thất lạc thì cấp lại: mã cũ hết hiệu lực, mã mới được in."
    )


class Outcome(Enum):
    """What came of typing a code."""

    DONE = "done"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"


@dataclass(frozen=True)
class PrintedSlip:
    """What one slip of paper says; the only place where the code is readable."""

    user: User
    note: str
    code: str
    expires_at: datetime

    @property
    def last_day(self) -> date:
        return local(self.expires_at - timedelta(microseconds=1)).date()


@operation()
def issue_slips(
    *, title: str, unit_id: int, rows: Iterable[tuple[int, str]], valid_days: int, actor: Actor, now: datetime
) -> SlipBatch:
    """Slips for these accounts, ``(user_id, note)``, to be printed together. Older open slips of them end.

    The caller has asked who may. Raises DomainError for a wrong number of days.
    """
    if not 1 <= valid_days <= MOST_DAYS:
        raise DomainError(_("Số ngày có hiệu lực từ 1 đến %(most)s.") % {"most": MOST_DAYS}, field="valid_days")
    notes = dict(rows)
    users = list(User.objects.select_for_update(no_key=True).filter(pk__in=notes).order_by("pk"))
    Slip.objects.filter(user__in=users, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    batch = SlipBatch.objects.create(
        title=clean(title)[:200],
        unit_id=unit_id,
        valid_days=valid_days,
        made_by_id=actor.user_id,
        made_by_label=actor.label,
    )
    Slip.objects.bulk_create(Slip(batch=batch, user=user, note=notes[user.pk][:500]) for user in users)
    after = {"accounts": [user.username for user in users]}
    record("accounts.slip_batch.issue", actor=actor, target=batch, at=now, after=after)
    return batch


@operation()
def print_batch(*, batch_id: int, actor: Actor, now: datetime) -> list[PrintedSlip]:
    """Make the codes of a batch and answer them, once; rows keep their hashes. Raises AlreadyPrinted.

    Of two who print at once one gets the codes, the other is told.
    """
    batch = SlipBatch.objects.select_for_update(no_key=True).get(pk=batch_id)
    if batch.printed_at is not None:
        raise AlreadyPrinted
    batch.printed_at = now
    batch.save(update_fields=["printed_at", "updated_at"])
    expires_at = end_of_day(local(now).date() + timedelta(days=batch.valid_days - 1))
    printed = []
    open_slips = batch.slips.select_for_update(of=("self",)).filter(used_at=None, withdrawn_at=None)
    for slip in open_slips.select_related("user").order_by("user__name_key", "pk"):
        code = new_code()
        slip.salt = secrets.token_hex(16)
        slip.code_hash, slip.expires_at, slip.failures = hashed(code, slip.salt), expires_at, 0
        slip.save()
        printed.append(PrintedSlip(slip.user, slip.note, code, expires_at))
    record("accounts.slip_batch.print", actor=actor, target=batch, at=now, after={"slips": len(printed)})
    return printed


@operation()
def redeem(*, username: str, code: str, password_hash: str, now: datetime) -> Outcome:
    """Set the own password with a code from a slip; the slip is used up. Answers an Outcome, raises nothing.

    Wrong codes are counted on the slip and lock it; of two who use one code at once, one gets in.
    """
    slip = (
        Slip.objects.select_for_update(of=("self", "user"))
        .select_related("user")
        .filter(user__username__iexact=username.strip(), user__is_active=True, used_at=None, withdrawn_at=None)
        .exclude(code_hash="")
        .first()
    )
    if slip is None:
        hashed(code, "0" * 32)  # the same work for a name that has no slip
        return Outcome.WRONG
    if slip.failures >= MOST_FAILURES:
        return Outcome.LOCKED
    if not hmac.compare_digest(slip.code_hash, hashed(code, slip.salt)):
        slip.failures += 1
        slip.save(update_fields=["failures", "updated_at"])
        return Outcome.LOCKED if slip.failures >= MOST_FAILURES else Outcome.WRONG
    if slip.expires_at <= now:
        return Outcome.EXPIRED
    slip.used_at = now
    slip.save(update_fields=["used_at", "updated_at"])
    user = slip.user
    user.password = password_hash
    user.save(update_fields=["password", "name_key", "search_text"])
    end_all(user_id=user.pk, now=now)
    owner = Actor(user.pk, user.label)
    record("accounts.slip.use", actor=owner, target=user, at=now, after={"slip": slip.pk})
    with kept_language():
        title = _("Mật khẩu của bạn đã được đặt bằng phiếu cấp tài khoản")
        body = _("Các phiên đăng nhập khác đã kết thúc. Nếu không phải bạn, hãy báo ngay cho người cấp phiếu.")
    tell(user=user, title=title, body=body, path=reverse("accounts:profile"), now=now, actor=owner)
    return Outcome.DONE


@operation()
def reset_account(
    *, user_id: int, unit_id: int, note: str, reason: str, actor: Actor, now: datetime, valid_days: int = 14
) -> SlipBatch:
    """Cấp lại mật khẩu: the old password stops, sessions end, the person is told, a new slip waits to be printed.

    The caller has asked who may.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    user.password = make_password(None)
    user.save(update_fields=["password", "name_key", "search_text"])
    ended = end_all(user_id=user.pk, now=now)
    with kept_language():
        batch_title = _("Cấp lại mật khẩu: %(name)s") % {"name": user.full_name}
        title = _("Mật khẩu của bạn được cấp lại")
        body = _(
            "%(who)s cấp lại mật khẩu: %(why)s. Mật khẩu cũ không dùng được nữa; nhận phiếu mã một lần từ người cấp."
        )
        body %= {"who": actor.label, "why": clean(reason)}
    batch = issue_slips(
        title=batch_title,
        unit_id=unit_id,
        rows=[(user.pk, note)],
        valid_days=valid_days,
        actor=actor,
        now=now,
    )
    record(
        "accounts.password.reset",
        actor=actor,
        target=user,
        at=now,
        after={"sessions_ended": ended},
        reason=clean(reason),
    )
    tell(user=user, title=title, body=body, path=reverse("accounts:activate"), now=now, actor=actor)
    return batch


def new_code() -> str:
    """A code as it is printed: ``ABCD-EFGH-JKMN``."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def hashed(code: str, salt: str) -> str:
    """Hash of a typed or printed code; capitals, spaces and dashes do not count."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hmac.new(salt.encode(), plain.encode(), hashlib.sha256).hexdigest()


def propose_username(full_name: str, unit_code: str, taken: set[str]) -> str:
    """``thutt.vplqt`` of Trần Thị Thử in VPLQT: given name, first letters, unit; a number where it is taken."""
    words = fold(full_name).split()
    given = "".join(filter(str.isalnum, words[-1])) if words else "tk"
    initials = "".join(word[0] for word in words[:-1] if word[0].isalnum())
    base = f"{given}{initials}.{''.join(c for c in fold(unit_code) if c.isalnum() or c in '-_')}"[:140]
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    taken.add(name)
    return name


def taken_usernames() -> set[str]:
    """All user names, in small letters; one query."""
    return {name.lower() for name in User.objects.values_list("username", flat=True)}
