"""Gửi Bộ: the head's sheet gathers what the units sent and freezes it as a numbered version."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.clusters.domain.organiser_duties import fulfil_of_head
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.registrations.domain.foreseeing import content_hash, current_of, held_for
from apps.registrations.enums import RegistrationState
from apps.registrations.models import Consolidation, TitleRegistration
from apps.registrations.queries import (
    CONSOLIDATION_DUTY,
    last_consolidation,
    missing_names,
    whole_with,
)
from apps.registrations.telling_queries import office_of

TASK = "apps.registrations.tasks.consolidate"
AT_ONCE = 500  # more registrations than this are gathered by a worker
STEPS = 3

_INSERT = """
INSERT INTO registrations_consolidationentry (consolidation_id, registration_id, version_id)
SELECT %s, r.id, v.id
  FROM registrations_titleregistration r
  JOIN registrations_registrationversion v ON v.registration_id = r.id AND v.is_current
 WHERE r.id = ANY(%s)
 ORDER BY r.line, r.order, r.id
"""


class NothingToSend(DomainError):
    """No unit has sent its registration."""

    default_message = gettext_lazy("Chưa có đơn vị nào gửi đăng ký, nên chưa có gì để tổng hợp.")


class NothingChanged(DomainError):
    """The last version holds the same."""

    default_message = gettext_lazy("Không có gì thay đổi so với bản đã gửi.")


class ReasonMissing(DomainError):
    """A second version says why."""

    default_message = gettext_lazy("Ghi lý do gửi bản mới, để nơi nhận biết điều gì đã thay đổi.")


@dataclass(frozen=True)
class Asked:
    """The sheet that was sent, or the job that sends it."""

    consolidation: Consolidation | None
    job: Job | None = None


@operation()
def ask_to_send(*, cluster_year_id: int, reason: str, actor: Actor, now: datetime, line: str = "") -> Asked:
    """Send at once, or by a job where many registrations are to be gathered. Raises as ``send_to_ministry``.

    The time of asking counts, whenever a worker comes to it.
    """
    found = held_for(cluster_year_id, line).aggregate(count=Count("pk"), newest=Max("submitted_at"))
    if found["count"] <= AT_ONCE:
        sent = send_to_ministry(cluster_year_id=cluster_year_id, line=line, reason=reason, actor=actor, now=now)
        return Asked(sent)
    last = last_consolidation(cluster_year_id, line)
    cluster_year = ClusterYear.objects.select_related("year").get(pk=cluster_year_id)
    with kept_language():
        label = _("Tổng hợp đăng ký thi đua: %(cluster)s") % {"cluster": cluster_year}
    params = {"cluster_year_id": cluster_year_id, "line": line, "reason": reason, "asked_at": now.isoformat()}
    number = last.number + 1 if last else 1
    content = f"{found['count']}:{found['newest']:%Y%m%d%H%M%S%f}"  # another job as soon as anybody sent or got it back
    key = f"registrations:{cluster_year_id}:{line}:{number}:{content}"
    return Asked(None, enqueue(TASK, key=key, label=label, params=params, actor=actor, now=now))


@operation()
def send_to_ministry(
    *,
    cluster_year_id: int,
    actor: Actor,
    now: datetime,
    line: str = "",
    reason: str = "",
    step: Callable[[int], object] = lambda done: None,
) -> Consolidation:
    """Freeze the next numbered version from the newest sending of every unit whose registration is held.

    Units sent back or not yet sent are named in it as missing. Registrations that were only sent count as taken over
    with it; what was sent anew without a change is taken over into the version that holds it. Whoever sends meanwhile
    is in the next version. ``step(n)`` tells how many of STEPS are done. The caller has asked
    ``policies.can_consolidate``. Raises NothingToSend, NothingChanged, ReasonMissing, YearClosed.
    """
    years = ClusterYear.objects.select_related("year", "cluster__organiser")
    cluster_year = years.select_for_update(of=("self",), no_key=True).get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    held = _lock(held_for(cluster_year_id, line))
    entries = current_of(held)
    previous = last_consolidation(cluster_year_id, line)
    sha256 = content_hash(entries)
    if previous and previous.sha256 == sha256:
        return _keep(previous, held, actor, now)
    _refuse(entries, previous, reason)
    step(1)
    sheet = Consolidation.objects.create(
        cluster_year=cluster_year,
        line=line,
        number=previous.number + 1 if previous else 1,
        sent_at=now,
        sent_by_label=actor.label_for(cluster_year),
        reason=reason if previous else "",
        missing=missing_names(cluster_year_id, line, held),
        sha256=sha256,
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [sheet.pk, held])
    step(2)
    _take_over(held, now)
    _tell(sheet, len(entries), actor, now)
    step(STEPS)
    return sheet


def _lock(held) -> list[int]:
    """The registrations that the sheet gathers, under lock: all that follows speaks of these and no others."""
    return list(held.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _take_over(held: list[int], now: datetime) -> int:
    """Count them as consolidated; how many were not yet."""
    fresh = TitleRegistration.objects.filter(pk__in=held).exclude(state=RegistrationState.CONSOLIDATED)
    return fresh.update(state=RegistrationState.CONSOLIDATED, updated_at=now)


def _keep(sheet: Consolidation, held: list[int], actor: Actor, now: datetime) -> Consolidation:
    """The last version holds all this already: what was sent anew is taken over, no version is made."""
    fresh = _take_over(held, now)
    if not fresh:
        raise NothingChanged
    record("registrations.consolidation.keep", actor=actor, target=sheet, at=now, after={"units": fresh})
    return sheet


def _refuse(entries: list, previous: Consolidation | None, reason: str) -> None:
    if not entries:
        raise NothingToSend
    if previous and not reason.strip():
        raise ReasonMissing(field="reason")


def _tell(sheet: Consolidation, units: int, actor: Actor, now: datetime) -> None:
    cluster_year = sheet.cluster_year
    if whole_with(cluster_year.pk):
        fulfil_of_head(cluster_year, CONSOLIDATION_DUTY, at=now, path=sheet.get_absolute_url())
    after = {"number": sheet.number, "units": units, "missing": sheet.missing, "sha256": sheet.sha256}
    record("registrations.consolidation.send", actor=actor, target=sheet, at=now, after=after, reason=sheet.reason)
    notify("registrations.consolidated", to=office_of(cluster_year, now), about=sheet, actor=actor, now=now)
