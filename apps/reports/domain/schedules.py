"""Báo cáo theo lịch: set up, paused, gone on with, ended; ``schedule_runs`` has its files made."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.reports.domain.subjects import report_named
from apps.reports.models import ReportSchedule
from apps.reports.schedule_policies import organiser_for
from apps.reports.schedule_subjects import OF_CLUSTER, OF_YEAR, params_of_schedule


class NotScheduled(DomainError):
    """The report cannot be chosen by a cluster or a year alone."""

    default_message = gettext_lazy("Báo cáo này không kết xuất theo lịch được.")


class ScheduleEnded(DomainError):
    """Somebody has ended it."""

    default_message = gettext_lazy("Lịch này đã dừng.")


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
        report=report,
        format=format_,
        cluster_year_id=cluster_year_id,
        organiser_id=organiser_for(actor, cluster_year_id),
        day=day,
        made_by_id=actor.user_id,
    )
    _leave_to_next_month(made, now)
    found.find(params_of_schedule(made, now), actor)
    made.save()
    made.recipients.set(User.objects.filter(pk__in=recipient_ids, is_active=True))
    record("reports.schedule.make", actor=actor, target=made, at=now, after={"day": day, "to": sorted(recipient_ids)})
    return made


def _leave_to_next_month(found: ReportSchedule, now: datetime) -> None:
    """Where the day of this month has come."""
    today = local(now).date()
    if found.day <= today.day:
        found.last_month = today.replace(day=1)


def running(schedule_id: int) -> ReportSchedule:
    """The locked row. Raises ScheduleEnded: it may have ended since its page was shown."""
    found = ReportSchedule.objects.select_for_update(no_key=True, of=("self",)).get(pk=schedule_id)
    if found.stopped_at is not None:
        raise ScheduleEnded
    return found


@operation()
def pause_schedule(*, schedule_id: int, actor: Actor, now: datetime) -> ReportSchedule:
    """Tạm dừng: no files until it goes on. Repeating changes nothing. The caller has asked ``can_stop``.

    Raises ScheduleEnded.
    """
    found = running(schedule_id)
    if found.paused_at is None:
        found.paused_at = now
        found.save(update_fields=["paused_at", "updated_at"])
        record("reports.schedule.pause", actor=actor, target=found, at=now)
    return found


@operation()
def resume_schedule(*, schedule_id: int, actor: Actor, now: datetime) -> ReportSchedule:
    """Chạy tiếp: a day that passed meanwhile is not made up for. The caller has asked ``can_run``.

    Raises ScheduleEnded.
    """
    found = running(schedule_id)
    if found.paused_at is not None:
        found.paused_at = None
        _leave_to_next_month(found, now)
        found.save(update_fields=["paused_at", "last_month", "updated_at"])
        record("reports.schedule.resume", actor=actor, target=found, at=now)
    return found


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
