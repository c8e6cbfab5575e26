"""Last days of files that were made before the rule for papers that are issued, sent or signed."""

from datetime import date, datetime, timedelta

from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.documents.domain.issuing import empty_expired, keep_longer
from apps.documents.models import IssuedFile
from apps.reports.keeping import paper_kept_until
from apps.reports.registry import find
from apps.reports.standing import is_official

NEAR = timedelta(days=7)


def clear_expired(*, actor: Actor, now: datetime) -> int:
    """Remove the content of files whose last day is over; answers how many. Safe to run again.

    What comes near its last day is settled before: after an update nobody has to know that there was no rule once, and
    no paper goes for it.
    """
    settle_last_days(actor=actor, now=now, until=local(now).date() + NEAR)
    return empty_expired(actor=actor, now=now)


def settle_last_days(*, actor: Actor, now: datetime, until: date = date.max) -> int:
    """Papers that were official when their file was made are kept as the rule says; answers how many changed. Never
    shortens; safe to run again. ``until``: only files whose last day is not later.
    """
    changed = 0
    dated = IssuedFile.objects.filter(emptied_at=None, expires_on__lte=until)
    for issued in dated.order_by("pk").iterator():
        report = find(issued.report)
        found = list(report.visible(system_actor()).filter(pk__in=issued.subject_ids)) if report else []
        if len(found) < len(issued.subject_ids) or not is_official(found, issued.data_at):
            continue
        last_day = paper_kept_until(issued.report, local(issued.data_at).date())
        changed += keep_longer(issued_id=issued.pk, last_day=last_day, actor=actor, now=now)
    return changed
