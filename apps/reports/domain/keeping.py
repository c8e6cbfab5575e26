"""Last days of files that were made before the rule for papers that are issued, sent or signed."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.documents.domain.issuing import empty_expired, keep_longer
from apps.documents.models import IssuedFile
from apps.reports.keeping import paper_kept_until
from apps.reports.registry import Report, find
from apps.reports.standing import was_official
from apps.reports.standing_rules import read_ahead

NEAR = timedelta(days=7)
AT_ONCE = 500  # files of one report whose objects are read together

logger = logging.getLogger(__name__)


def clear_expired(*, actor: Actor, now: datetime) -> int:
    """Remove the content of files whose last day is over; answers how many. Safe to run again.

    What comes near its last day is settled before: after an update nobody has to know that there was no rule once, and
    no paper goes for it. A report that cannot be asked keeps its files until it can be; those of others go.
    """
    _changed, failed = _settle(actor, now, until=local(now).date() + NEAR)
    return empty_expired(actor=actor, now=now, but_of=failed)


def settle_last_days(*, actor: Actor, now: datetime) -> int:
    """Papers that were official when their file was made are kept as the rule says; answers how many changed. Never
    shortens; safe to run again.
    """
    changed, _failed = _settle(actor, now, until=date.max)
    return changed


def _settle(actor: Actor, now: datetime, *, until: date) -> tuple[int, list[str]]:
    """Of the files whose last day is not later than ``until``: how many changed, and the reports that failed."""
    dated = IssuedFile.objects.filter(emptied_at=None, expires_on__lte=until)
    changed, failed = 0, []
    for name in list(dated.order_by("report").values_list("report", flat=True).distinct()):
        report = find(name)
        if report is None:
            continue
        try:
            for issued in _official(report, dated.filter(report=name)):
                last_day = paper_kept_until(name, local(issued.data_at).date())
                changed += keep_longer(issued_id=issued.pk, last_day=last_day, actor=actor, now=now)
        except Exception:
            logger.exception("Report %s: last days of its files were not settled.", name)
            failed.append(name)
    return changed, failed


def _official(report: Report, files: QuerySet[IssuedFile]) -> Iterator[IssuedFile]:
    """Those that were official when they were made; the objects of many are read together."""
    last = 0
    while some := list(files.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = some[-1].pk
        ids = {pk for issued in some for pk in issued.subject_ids}
        known = report.visible(system_actor()).in_bulk(ids)
        read_ahead(known.values())
        for issued in some:
            found = [known[pk] for pk in issued.subject_ids if pk in known]
            if len(found) == len(issued.subject_ids) and was_official(found, issued.data_at):
                yield issued
