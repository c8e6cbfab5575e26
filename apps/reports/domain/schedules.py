"""Báo cáo theo lịch: made once a month for each recipient with that person's rights; a link, never an attachment."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.reports.domain.rendering import report_named, request_report
from apps.reports.models import ReportSchedule

# By what the report is chosen: of a cluster, or of the running year.
OF_CLUSTER, OF_YEAR = "cluster_year", "year"


class NotScheduled(DomainError):
    """The report cannot be chosen by a cluster or a year alone."""

    default_message = gettext_lazy("Báo cáo này không kết xuất theo lịch được.")


def is_schedulable(report) -> bool:
    return report.params[0] in {OF_CLUSTER, OF_YEAR}


@operation()
def make_schedule(
    *,
    report: str,
    format_: str,
    cluster_year_id: int | None,
    day: int,
    recipient_ids: Collection[int],
    actor: Actor,
    now: datetime,
) -> ReportSchedule:
    """The caller has asked ``can_schedule``. Raises UnknownReport, NotScheduled, NothingToReport for the maker."""
    found = report_named(report, format_)
    if not is_schedulable(found):
        raise NotScheduled(field="report")
    if found.params[0] == OF_CLUSTER and cluster_year_id is None:
        raise NotScheduled(_("Chọn Cụm, Khu vực của báo cáo."), field="cluster_year")
    cluster_year_id = cluster_year_id if found.params[0] == OF_CLUSTER else None
    made = ReportSchedule(
        report=report, format=format_, cluster_year_id=cluster_year_id, day=day, made_by_id=actor.user_id
    )
    found.find(params_of_schedule(made, now), actor)
    made.save()
    made.recipients.set(User.objects.filter(pk__in=recipient_ids, is_active=True))
    record("reports.schedule.make", actor=actor, target=made, at=now, after={"day": day, "to": sorted(recipient_ids)})
    return made


@operation()
def stop_schedule(*, schedule_id: int, actor: Actor, now: datetime) -> ReportSchedule:
    """Dừng. Repeating changes nothing. The caller has asked ``can_stop``."""
    found = ReportSchedule.objects.select_for_update(no_key=True).get(pk=schedule_id)
    if found.stopped_at is None:
        found.stopped_at = now
        found.save(update_fields=["stopped_at", "updated_at"])
        record("reports.schedule.stop", actor=actor, target=found, at=now)
    return found


def run_due(now: datetime) -> int:
    """Ask for the files of every schedule whose day of this month has come; answers how many. Safe to run again."""
    today = local(now).date()
    due = ReportSchedule.objects.running().filter(day__lte=today.day).exclude(last_month__gte=today.replace(day=1))
    return sum(_run(pk, today, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@operation()
def _run(schedule_id: int, today: date, now: datetime) -> int:
    """One job for each recipient, in that person's name; who may not see the report any more gets nothing."""
    found = ReportSchedule.objects.select_for_update(no_key=True, of=("self",)).get(pk=schedule_id)
    month, asked = today.replace(day=1), 0
    if found.stopped_at is not None or (found.last_month and found.last_month >= month):
        return 0
    for user in found.recipients.filter(is_active=True).order_by("pk"):
        try:
            request_report(
                name=found.report,
                format_=found.format,
                params=params_of_schedule(found, now),
                actor=actor_for(user, today),
                now=now,
                asked=f"schedule-{found.pk}-{month:%Y-%m}",
                scheduled=True,
            )
        except DomainError:
            continue
        asked += 1
    found.last_month = month
    found.save(update_fields=["last_month", "updated_at"])
    return asked


def params_of_schedule(found: ReportSchedule, now: datetime) -> dict[str, int]:
    """Of the cluster chosen, or of the year of the day."""
    if found.cluster_year_id:
        return {OF_CLUSTER: found.cluster_year_id}
    return {OF_YEAR: timezone.localtime(now).year}
