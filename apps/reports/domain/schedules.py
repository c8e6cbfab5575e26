"""Báo cáo theo lịch: made once a month for each recipient with that person's rights; a link, never an attachment."""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.urls import reverse
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
from apps.reports.schedule_policies import can_schedule, organiser_for

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


@operation()
def pause_schedule(*, schedule_id: int, actor: Actor, now: datetime) -> ReportSchedule:
    """Tạm dừng: no files until it goes on. Repeating changes nothing. The caller has asked ``can_stop``."""
    found = ReportSchedule.objects.select_for_update(no_key=True).get(pk=schedule_id)
    if found.paused_at is None:
        found.paused_at = now
        found.save(update_fields=["paused_at", "updated_at"])
        record("reports.schedule.pause", actor=actor, target=found, at=now)
    return found


@operation()
def resume_schedule(*, schedule_id: int, actor: Actor, now: datetime) -> ReportSchedule:
    """Chạy tiếp: a day that passed meanwhile is not made up for. The caller has asked ``can_stop``."""
    found = ReportSchedule.objects.select_for_update(no_key=True).get(pk=schedule_id)
    if found.paused_at is not None:
        found.paused_at = None
        _leave_to_next_month(found, now)
        found.save(update_fields=["paused_at", "last_month", "updated_at"])
        record("reports.schedule.resume", actor=actor, target=found, at=now)
    return found


@operation()
def run_now(*, schedule_id: int, asked: str, actor: Actor, now: datetime) -> tuple[int, list[str]]:
    """Kết xuất ngay, beside the monthly run: answers how many files were asked for, and who gets none.

    ``asked``: the form's one-time token. The caller has asked ``can_stop``. Raises what ``request_report`` raises.
    """
    found = ReportSchedule.objects.select_for_update(no_key=True, of=("self",)).get(pk=schedule_id)
    made, skipped = _ask_for_all(found, f"now-{asked}", now)
    if skipped or not made:
        _tell_maker(found, skipped, f"now-{asked}", now)
    if made:
        found.last_made_at = now
        found.save(update_fields=["last_made_at", "updated_at"])
    record("reports.schedule.run", actor=actor, target=found, at=now, after={"files": made, "nothing": skipped})
    return made, skipped


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
    asked = 0
    for pk in list(ReportSchedule.objects.due(today).order_by("pk").values_list("pk", flat=True)):
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
    if not ReportSchedule.objects.due(today).filter(pk=found.pk).exists():  # done, paused, ended meanwhile
        return 0
    maker = found.made_by
    if not (maker.is_active and can_schedule(actor_for(maker, today))):
        stop_schedule(schedule_id=found.pk, actor=system_actor(), now=now)
        return 0
    made, skipped = _ask_for_all(found, f"{month:%Y-%m}", now)
    if skipped or not made:
        _tell_maker(found, skipped, f"{month:%Y-%m}", now)
    found.last_month = month
    found.last_made_at = now if made else found.last_made_at
    found.save(update_fields=["last_month", "last_made_at", "updated_at"])
    return made


def _ask_for_all(found: ReportSchedule, asked: str, now: datetime) -> tuple[int, list[str]]:
    """A job for each recipient with that person's rights; how many, and the names of those who get nothing: without
    the right, without data, or without an account any more.
    """
    made, skipped = 0, []
    for user in found.recipients.order_by("pk"):
        if not user.is_active:
            skipped.append(user.label)
            continue
        try:
            request_report(
                name=found.report,
                format_=found.format,
                params=params_of_schedule(found, now),
                actor=actor_for(user, local(now).date()),
                now=now,
                asked=f"schedule-{found.pk}-{asked}",
                scheduled=True,
            )
        except NothingToReport:
            skipped.append(user.label)
        else:
            made += 1
    return made, skipped


def _tell_maker(found: ReportSchedule, skipped: Sequence[str], asked: str, now: datetime) -> None:
    """Whom nothing was made for."""
    why = (
        f"Không có số liệu hoặc không còn quyền xem: {'; '.join(skipped)}." if skipped else "Không còn người nhận nào."
    )
    with kept_language():
        month = f"{local(now):%m/%Y}"
        title = f"Báo cáo theo lịch tháng {month} chưa kết xuất đủ: {report_named(found.report).title}"
    notify(
        "reports.scheduled",
        to=[found.made_by_id],
        title=title,
        body=why,
        path=reverse("reports:schedule-list"),
        key=f"reports.scheduled.skipped:{found.pk}:{asked}",
        now=now,
    )


def params_of_schedule(found: ReportSchedule, now: datetime) -> dict[str, int]:
    """Of the cluster chosen, or of the year of the day."""
    if found.cluster_year_id:
        return {OF_CLUSTER: found.cluster_year_id}
    return {OF_YEAR: local(now).year}
