"""Báo cáo theo lịch: made once a month for each recipient with that person's rights; a link, never an attachment."""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.reports.domain.rendering import request_report
from apps.reports.domain.subjects import report_named
from apps.reports.models import ReportSchedule
from apps.reports.registry import NothingToReport
from apps.reports.schedule_policies import can_schedule

log = logging.getLogger(__name__)

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
    """A day of this month that has come is left to the next month: the morning's run is over.

    The caller has asked ``can_schedule``. Raises UnknownReport, NotScheduled, NothingToReport for the maker.
    """
    found = report_named(report, format_)
    if not is_schedulable(found):
        raise NotScheduled(field="report")
    if found.params[0] == OF_CLUSTER and cluster_year_id is None:
        raise NotScheduled(_("Chọn Cụm, Khu vực của báo cáo."), field="cluster_year")
    cluster_year_id = cluster_year_id if found.params[0] == OF_CLUSTER else None
    made = ReportSchedule(
        report=report, format=format_, cluster_year_id=cluster_year_id, day=day, made_by_id=actor.user_id
    )
    today = local(now).date()
    if day <= today.day:
        made.last_month = today.replace(day=1)
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


@operation()
def leave_schedule(*, schedule_id: int, actor: Actor, now: datetime) -> ReportSchedule:
    """Thôi nhận: a recipient takes the own name off. The caller has asked ``can_leave``."""
    found = ReportSchedule.objects.select_for_update(no_key=True).get(pk=schedule_id)
    found.recipients.remove(actor.user_id)
    record("reports.schedule.leave", actor=actor, target=found, at=now)
    return found


def run_due(now: datetime) -> int:
    """Ask for the files of every schedule whose day of this month has come; answers how many. Safe to run again.

    One that cannot be done now is tried again the next morning and keeps no other one from its turn.
    """
    today = local(now).date()
    due = ReportSchedule.objects.running().filter(day__lte=today.day).exclude(last_month__gte=today.replace(day=1))
    asked = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            asked += _run(pk, today, now)
        except Exception:
            log.exception("report schedule %s was not run", pk)
    return asked


@operation()
def _run(schedule_id: int, today: date, now: datetime) -> int:
    """One job for each recipient, in that person's name; who may not see the report any more gets nothing, and its
    maker hears so. It ends with the right of its maker.

    Raises what ``request_report`` raises but NothingToReport: then nothing is done and the month stays open.
    """
    found = ReportSchedule.objects.select_for_update(no_key=True, of=("self",)).get(pk=schedule_id)
    month = today.replace(day=1)
    if found.stopped_at is not None or (found.last_month and found.last_month >= month):
        return 0
    maker = found.made_by
    if not (maker.is_active and can_schedule(actor_for(maker, today))):
        stop_schedule(schedule_id=found.pk, actor=system_actor(), now=now)
        return 0
    users, skipped = list(found.recipients.filter(is_active=True).order_by("pk")), []
    for user in users:
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
        except NothingToReport:
            skipped.append(user.label)
    if skipped or not users:
        _tell_maker(found, skipped, month, now)
    found.last_month = month
    found.save(update_fields=["last_month", "updated_at"])
    return len(users) - len(skipped)


def _tell_maker(found: ReportSchedule, skipped: Sequence[str], month: date, now: datetime) -> None:
    """Whom nothing was made for."""
    why = (
        f"Không có số liệu hoặc không còn quyền xem: {'; '.join(skipped)}." if skipped else "Không còn người nhận nào."
    )
    with kept_language():
        title = f"Báo cáo theo lịch tháng {month:%m/%Y} chưa kết xuất đủ: {report_named(found.report).title}"
    notify(
        "reports.scheduled",
        to=[found.made_by_id],
        title=title,
        body=why,
        path=reverse("reports:schedule-list"),
        key=f"reports.scheduled.skipped:{found.pk}:{month:%Y-%m}",
        now=now,
    )


def params_of_schedule(found: ReportSchedule, now: datetime) -> dict[str, int]:
    """Of the cluster chosen, or of the year of the day."""
    if found.cluster_year_id:
        return {OF_CLUSTER: found.cluster_year_id}
    return {OF_YEAR: timezone.localtime(now).year}
