"""Choosing what comes by e-mail (Nhận thông báo)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.notifications.models import NoticeKind, Preference


class KindIsCompulsory(DomainError):
    """Nobody may decline what the work depends on."""

    default_message = _("Loại thông báo này bắt buộc, không thay đổi được cách nhận.")


@operation()
def save_preferences(*, choices: Mapping[str | None, str], actor: Actor, now: datetime) -> bool:
    """Store the choices of the actor: code of a kind → Delivery, None → the general choice, "" → no own choice.

    Kinds not named keep theirs. Answers whether anything changed. Raises KindIsCompulsory.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    optional = set(NoticeKind.objects.optional().values_list("code", flat=True))
    if refused := [code for code in choices if code is not None and code not in optional]:
        raise KindIsCompulsory(field=refused[0])
    stored = {each.kind_id: each for each in Preference.objects.filter(user=user)}
    before = {code: row.delivery for code, row in stored.items()}
    after = {code: value for code, value in {**before, **choices}.items() if value}
    if after == before:
        return False
    for code, value in choices.items():
        row = stored.get(code)
        if row is None and value:
            Preference.objects.create(user=user, kind_id=code, delivery=value)
        elif row is not None and not value:
            row.delete()
        elif row is not None and row.delivery != value:
            row.delivery = value
            row.save(update_fields=["delivery", "updated_at"])
    record(
        "notifications.preference.save",
        actor=actor,
        target=user,
        at=now,
        before=_in_words(before),
        after=_in_words(after),
    )
    return True


def _in_words(choices: Mapping[str | None, str]) -> dict[str, str]:
    return {code or "*": value for code, value in sorted(choices.items(), key=lambda pair: pair[0] or "")}
