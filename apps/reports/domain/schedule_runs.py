"""The files of Báo cáo theo lịch: once a month for each recipient with that person's rights; a link, no attachment."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.notifications.domain.sending import notify
from apps.reports.domain.rendering import job_key, request_report
from apps.reports.domain.schedules import running, stop_schedule
from apps.reports.domain.subjects import report_named
from apps.reports.models import ReportSchedule
from apps.reports.registry import NothingToReport
from apps.reports.schedule_policies import can_schedule, organiser_for
from apps.reports.schedule_subjects import params_of_schedule
from apps.units.enums import Role
from apps.units.models import RoleAssignment

log = logging.getLogger(__name__)


@operation()
def run_now(*, schedule_id: int, asked: str, actor: Actor, now: datetime) -> tuple[int, list[str]]:
    """Kết xuất ngay, beside the monthly run: answers how many files were asked for, and who gets none.

    ``asked``: the form's one-time token. The caller has asked ``can_run``. Raises ScheduleEnded and what
    ``request_report`` raises.
    """
    found = running(schedule_id)
    made, skipped = _ask_for_all(found, f"now-{asked}", now)
    if skipped or not made:
        _tell_skipped(found, [actor.user_id], skipped, f"now-{asked}", now)
    if made:
        found.last_made_at = now
        found.save(update_fields=["last_made_at", "updated_at"])
    record("reports.schedule.run", actor=actor, target=found, at=now, after={"files": made, "nothing": skipped})
    return made, skipped


def run_due(now: datetime) -> int:
    """Ask for the files of every schedule whose day of this month has come, and again for those of this month that
    failed; answers how many. Safe to run again.

    One that cannot be done now is tried again the next morning and keeps no other one from its turn.
    """
    today = local(now).date()
    due = list(ReportSchedule.objects.due(today).order_by("pk").values_list("pk", flat=True))
    settled = ReportSchedule.objects.running().filter(paused_at=None, last_month=today.replace(day=1))
    again = list(settled.order_by("pk").values_list("pk", flat=True))
    asked = 0
    for step, pk in [*((_run, pk) for pk in due), *((_run_failed, pk) for pk in again)]:
        try:
            asked += step(pk, today, now)
        except Exception:
            log.exception("report schedule %s was not run", pk)
    return asked


@operation()
def _run(schedule_id: int, today: date, now: datetime) -> int:
    """One job for each recipient, in that person's name; who may not see the report any more gets nothing, and whoever
    answers for it hears so. It ends when nobody does any more.

    Raises what ``request_report`` raises but NothingToReport: then nothing is done and the month stays open.
    """
    found = ReportSchedule.objects.select_for_update(no_key=True, of=("self",)).get(pk=schedule_id)
    month = today.replace(day=1)
    if not ReportSchedule.objects.due(today).filter(pk=found.pk).exists():  # done, paused, ended meanwhile
        return 0
    answering = _answering(found, today)
    if not answering:
        stop_schedule(schedule_id=found.pk, actor=system_actor(), now=now)
        _tell_ended(found, now)
        return 0
    made, skipped = _ask_for_all(found, f"{month:%Y-%m}", now)
    if skipped or not made:
        _tell_skipped(found, answering, skipped, f"{month:%Y-%m}", now)
    if found.organiser_id is None and found.made_by_id in answering:  # made before a schedule had one
        found.organiser_id = organiser_for(actor_for(found.made_by, today), found.cluster_year_id)
    found.last_month = month
    found.last_made_at = now if made else found.last_made_at
    found.save(update_fields=["organiser", "last_month", "last_made_at", "updated_at"])
    return made


@operation()
def _run_failed(schedule_id: int, today: date, now: datetime) -> int:
    """Once more for those whose job of this month has failed."""
    found = ReportSchedule.objects.select_for_update(no_key=True, of=("self",)).get(pk=schedule_id)
    asked = f"schedule-{found.pk}-{today:%Y-%m}"
    keys = {
        job_key(user_id, found.report, found.format, asked): user_id
        for user_id in found.recipients.values_list("pk", flat=True)
    }
    failed = Job.objects.filter(key__in=keys, state=JobState.FAILED).values_list("key", flat=True)
    if found.stopped_at or found.paused_at or not failed or not _answering(found, today):
        return 0
    made, _skipped = _ask_for_all(found, f"{today:%Y-%m}", now, only={keys[key] for key in failed})
    return made


def _answering(found: ReportSchedule, today: date) -> list[int]:
    """Who answers for it: its maker while the right lasts, then the standing office of the body that it is made for."""
    maker = found.made_by
    if maker.is_active and can_schedule(actor_for(maker, today)):
        return [maker.pk]
    offices = RoleAssignment.objects.valid_on(today).filter(role=Role.STANDING_OFFICE, unit_id=found.organiser_id)
    return sorted(set(offices.filter(user__is_active=True).values_list("user_id", flat=True)))


def _ask_for_all(
    found: ReportSchedule, asked: str, now: datetime, only: set[int] | None = None
) -> tuple[int, list[str]]:
    """A job for each recipient (of ``only`` where given) with that person's rights; how many, and the names of those
    who get nothing: without the right, without data, or without an account any more.
    """
    made, skipped = 0, []
    params = params_of_schedule(found, now)
    for user in found.recipients.order_by("pk"):
        if only is not None and user.pk not in only:
            continue
        if not user.is_active:
            skipped.append(user.label)
            continue
        try:
            request_report(
                name=found.report,
                format_=found.format,
                params=params,
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


def _tell_skipped(found: ReportSchedule, to: Sequence[int], skipped: Sequence[str], asked: str, now: datetime) -> None:
    """Whom nothing was made for."""
    why = (
        f"Không có số liệu hoặc không còn quyền xem: {'; '.join(skipped)}." if skipped else "Không còn người nhận nào."
    )
    title = f"Báo cáo theo lịch tháng {local(now):%m/%Y} chưa kết xuất đủ: {_title(found)}"
    _tell(found, to, title, why, f"skipped:{found.pk}:{asked}", now)


def _tell_ended(found: ReportSchedule, now: datetime) -> None:
    """Those who got it, and whoever made it."""
    why = "Người lập không còn quyền lập báo cáo theo lịch và đơn vị tổ chức không có Thường trực Hội đồng."
    to = [found.made_by_id, *User.objects.filter(report_schedules=found).values_list("pk", flat=True)]
    _tell(found, to, f"Báo cáo theo lịch đã dừng: {_title(found)}", why, f"ended:{found.pk}", now)


def _title(found: ReportSchedule) -> str:
    with kept_language():
        return str(report_named(found.report).title)


def _tell(found: ReportSchedule, to: Sequence[int], title: str, body: str, key: str, now: datetime) -> None:
    path = reverse("reports:schedule-list")
    notify("reports.scheduled", to=to, title=title, body=body, path=path, key=f"reports.scheduled:{key}", now=now)
