"""Last days of files that were made before the rule for papers that are issued, sent or signed."""

from datetime import datetime

from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.documents.domain.issuing import keep_longer
from apps.documents.models import IssuedFile
from apps.reports.keeping import paper_kept_until
from apps.reports.registry import find
from apps.reports.standing import is_official


def settle_last_days(*, actor: Actor, now: datetime) -> int:
    """Papers that were official when their file was made are kept as the rule says; answers how many changed. Never
    shortens; safe to run again.
    """
    changed = 0
    for issued in IssuedFile.objects.filter(emptied_at=None, expires_on__isnull=False).order_by("pk").iterator():
        report = find(issued.report)
        found = list(report.visible(system_actor()).filter(pk__in=issued.subject_ids)) if report else []
        if len(found) < len(issued.subject_ids) or not is_official(found, issued.data_at):
            continue
        last_day = paper_kept_until(issued.report, local(issued.data_at).date())
        changed += keep_longer(issued_id=issued.pk, last_day=last_day, actor=actor, now=now)
    return changed
