"""Moving a due date for one unit (Gia hạn): who asked, how, why, until a set hour. Shown to the auditor."""

from datetime import datetime

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_datetime
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.obligations.domain.closing_requests import grant, lapse
from apps.obligations.domain.later_dates import require_later
from apps.obligations.domain.requesting import NothingToAsk
from apps.obligations.models import Extension, Obligation
from apps.periods.domain.years import require_writable
from apps.units.telling_queries import people_of


class AlreadySent(DomainError):
    """The unit has sent the paper: there is nothing to extend."""

    default_message = _("Đơn vị đã gửi, không cần gia hạn. Nếu cần sửa, dùng “Mở lại cho đơn vị sửa”.")


@operation()
def extend(
    *,
    obligation_id: int,
    until: datetime,
    asked_by: str,
    asked_how: str,
    reason: str,
    actor: Actor,
    now: datetime,
    answers: bool = True,
) -> Obligation:
    """Give one unit until ``until`` (that moment included); lateness counts from there. Extending again is allowed.

    The caller has asked ``policies.can_extend``. Of a paper that came back the extension is for sending it again:
    lateness of the first sending stays on record (``due_at_first``). Not an answer to what the unit asked for
    (``answers``), the extension ends only a request for no more than it gives.
    Raises AlreadySent, NothingToAsk, ExtensionTooEarly, YearClosed.
    """
    obligation = (
        Obligation.objects.select_for_update(of=("self", "duty"), no_key=True)
        .select_related("duty__year", "unit")
        .get(pk=obligation_id)
    )
    require_writable(obligation.duty.year)
    if obligation.fulfilled_at:
        raise AlreadySent
    if obligation.waived_at or obligation.closed_unsent_at:
        raise NothingToAsk
    require_later(until, obligation.due_at, now)
    before = obligation.due_at
    obligation.extended_to = until
    obligation.save(update_fields=["extended_to", "updated_at"])
    if answers:
        grant(obligation, actor=actor, now=now)
    else:
        lapse([obligation.pk], now=now, until=until)
    Extension.objects.create(obligation=obligation, until=until, asked_by=asked_by, asked_how=asked_how, reason=reason)
    record(
        "obligations.obligation.extend",
        actor=actor,
        target=obligation,
        at=now,
        before=before.isoformat(),
        after={"until": until.isoformat(), "asked_by": asked_by, "asked_how": asked_how},
        reason=reason,
    )
    people, told, path = people_of(obligation, now), _told(until, reason), obligation.path
    notify("obligations.extended", to=people, about=obligation, body=told, path=path, actor=actor, now=now)
    return obligation


def _told(until: datetime, reason: str) -> str:
    with kept_language():
        words = now_in_words("Thời hạn mới: %(until)s. Lý do: %(reason)s")
        return words % {"until": format_datetime(until), "reason": reason}
