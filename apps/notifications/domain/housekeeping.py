"""How long mails and notices are kept."""

from datetime import datetime, timedelta

from apps.notifications.enums import MailState
from apps.notifications.models import Notice, OutboxMail

MAILS_KEPT = timedelta(days=90)  # sent or given up: long enough to answer "I got no mail"
READ_KEPT = timedelta(days=730)  # read notices: this year's and last year's cycle


def sweep(now: datetime) -> int:
    """Remove old mails that are over and old notices that were read; answers how many rows."""
    over = OutboxMail.objects.filter(
        state__in=[MailState.SENT, MailState.DEAD], created_at__lt=now - MAILS_KEPT, next_try_at__lt=now - MAILS_KEPT
    )
    read = Notice.objects.filter(read_at__lt=now - READ_KEPT)
    return over.delete()[0] + read.delete()[0]
