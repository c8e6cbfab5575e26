"""Gửi lại: somebody has looked at mails that did not get through, and sends them once more."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import ngettext

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.notifications.domain.outbox import wake_sender
from apps.notifications.enums import RESENDABLE, MailState
from apps.notifications.models import OutboxMail

MOST_NAMED = 100


class NotResendable(DomainError):
    """Some of the chosen mails are sent already, or wait for it."""

    def __init__(self, count: int):
        text = ngettext(
            "%(count)d thư đã gửi hoặc đang chờ gửi. Lọc trạng thái “Không gửi được” hoặc “Sẽ gửi lại” rồi chọn lại.",
            "%(count)d thư đã gửi hoặc đang chờ gửi. Lọc trạng thái “Không gửi được” hoặc “Sẽ gửi lại” rồi chọn lại.",
            count,
        )
        super().__init__(text % {"count": count})


@operation()
def resend(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    """Put the mails into the queue again, their tries counted anew; to the receiver's present address.

    Nothing changes when one of them cannot be sent again. Answers how many. The caller has asked
    ``policies.can_manage_mail``. Raises NotResendable.
    """
    rows = OutboxMail.objects.filter(pk__in=list(ids)).select_related("recipient").order_by("pk")
    mails = list(rows.select_for_update(of=("self",), no_key=True))
    if refused := sum(mail.state not in RESENDABLE for mail in mails):
        raise NotResendable(refused)
    if not mails:
        return 0
    before = {"states": sorted({mail.state for mail in mails}), "errors": sorted({m.last_error for m in mails})[:10]}
    for mail in mails:
        mail.to = mail.recipient.email or mail.to
        mail.state, mail.failures, mail.next_try_at = MailState.QUEUED, 0, now
        mail.search_text = mail.searched()
    OutboxMail.objects.bulk_update(mails, ["to", "state", "failures", "next_try_at", "search_text"], batch_size=500)
    after = {"count": len(mails), "to": [mail.to for mail in mails[:MOST_NAMED]]}
    record("notifications.mail.resend", actor=actor, target=mails[0], at=now, before=before, after=after)
    wake_sender()
    return len(mails)
