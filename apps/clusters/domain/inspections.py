"""Planning and holding inspections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters import inspections_policies as policies
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain.citing import cite, uncite
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.queries import ids_of_people

APP = "inspections"  # of the citations; see document_keepers
OWN = (Role.OFFICER, Role.LEADER)


class NotAMember(DomainError):
    """Only members of the ClusterYear are inspected by it."""

    default_message = _("Đơn vị này không phải thành viên trong năm.")


class DateWrong(DomainError):
    """A day that cannot be."""


class AlreadyHeld(DomainError):
    """What was found is not taken away."""

    default_message = _("Cuộc kiểm tra đã ghi kết quả nên không xóa được.")


@dataclass(frozen=True)
class Found:
    """One thing to be put right."""

    text: str
    due_on: date


@dataclass(frozen=True)
class Plan:
    """What is planned: the day, what will be looked at, who goes, by which paper."""

    planned_on: date
    content: str = ""
    team: Sequence[str] = ()
    decision: Document | None = None
    illustrative: bool = False


@operation()
def plan_inspection(*, cluster_year_id: int, unit_id: int, plan: Plan, actor: Actor, now: datetime) -> Inspection:
    """Plan the inspection of a member by its heads. Raises NotAllowed, NotAMember, YearClosed."""
    cluster_year = ClusterYear.objects.select_related("cluster__organiser", "year").get(pk=cluster_year_id)
    require_allowed(policies.can_plan_for(actor, cluster_year, unit_id))
    require_writable(cluster_year.year)
    member = cluster_year.members.standing().filter(unit_id=unit_id).first()
    if member is None:
        raise NotAMember(field="unit")
    inspection = Inspection(
        cluster_year=cluster_year,
        organiser=cluster_year.cluster.organiser,
        year=cluster_year.year,
        unit_id=unit_id,
        unit_name=member.unit_name,
    )
    return _planned(inspection, plan, actor, now)


@operation()
def plan_own_inspection(*, year_id: int, unit_id: int, plan: Plan, actor: Actor, now: datetime) -> Inspection:
    """The organiser of a year inspects a unit itself. Raises NotAllowed, YearClosed."""
    year = EmulationYear.objects.select_related("organiser").get(pk=year_id)
    unit = Unit.objects.get(pk=unit_id)
    require_allowed(policies.can_plan_own(actor, year.organiser, unit))
    require_writable(year)
    inspection = Inspection(organiser=year.organiser, year=year, unit=unit, unit_name=unit.name)
    return _planned(inspection, plan, actor, now)


def _planned(inspection: Inspection, plan: Plan, actor: Actor, now: datetime) -> Inspection:
    inspection.planned_on, inspection.content = plan.planned_on, clean(plan.content, multiline=True)
    inspection.team, inspection.decision = _names(plan.team), plan.decision
    inspection.illustrative = plan.illustrative
    inspection.saved_by_label, inspection.saved_at = actor.label, now
    inspection.save()
    _cite(inspection, "decision", None)
    record("clusters.inspection.plan", actor=actor, target=inspection, at=now, after=_told(inspection))
    body = words(_("Ngày dự kiến: %(day)s."), day=format_date(plan.planned_on))
    tell_unit("clusters.inspection_planned", inspection, body, actor, now)
    return inspection


@operation()
def change_inspection(
    *,
    inspection_id: int,
    version: int,
    plan: Plan,
    actor: Actor,
    now: datetime,
) -> Inspection:
    """Correct the plan of an inspection; the unit hears of another day. Raises NotAllowed, StaleVersion, YearClosed."""
    inspection = _lock(inspection_id)
    require_allowed(policies.can_conduct(actor, inspection))
    require_writable(inspection.year)
    require_version(inspection, version)
    before, cited, day = _told(inspection), inspection.decision, inspection.planned_on
    inspection.planned_on, inspection.content = plan.planned_on, clean(plan.content, multiline=True)
    inspection.team, inspection.decision = _names(plan.team), plan.decision
    _save(inspection, actor, now)
    _cite(inspection, "decision", cited)
    after = _told(inspection)
    record("clusters.inspection.change", actor=actor, target=inspection, at=now, before=before, after=after)
    if plan.planned_on != day and not inspection.is_held:
        body = words(_("Ngày dự kiến: %(day)s."), day=format_date(plan.planned_on))
        tell_unit("clusters.inspection_changed", inspection, body, actor, now)
    return inspection


@operation()
def hold_inspection(
    *,
    inspection_id: int,
    version: int,
    held_on: date,
    found: Sequence[Found],
    conclusion: str,
    minutes: Document | None,
    actor: Actor,
    now: datetime,
) -> Inspection:
    """Write down that it was held, and what is to be put right; called again, it adds findings.

    The unit gets every finding as a task. Raises NotAllowed, StaleVersion, DateWrong, YearClosed.
    """
    inspection = _lock(inspection_id)
    require_allowed(policies.can_hold(actor, inspection))
    require_writable(inspection.year)
    require_version(inspection, version)
    if held_on > local(now).date():
        raise DateWrong(_("Ngày kiểm tra chưa tới."), field="held_on")
    for each in found:
        if each.due_on < held_on:
            raise DateWrong(_("Hạn khắc phục trước ngày kiểm tra."), field="due_on")
    cited = inspection.minutes
    inspection.held_on, inspection.conclusion = held_on, clean(conclusion, multiline=True)
    inspection.minutes = minutes
    _save(inspection, actor, now)
    _cite(inspection, "minutes", cited)
    last = max(inspection.findings.values_list("number", flat=True), default=0)
    new = [
        Finding(inspection=inspection, number=number, text=clean(each.text, multiline=True), due_on=each.due_on)
        for number, each in enumerate(found, start=last + 1)
    ]
    Finding.objects.bulk_create(new)
    after = {"held_on": held_on.isoformat(), "findings": [each.text for each in new]}
    record("clusters.inspection.hold", actor=actor, target=inspection, at=now, after=after)
    if new:
        body = words(
            _("%(n)s nội dung cần khắc phục, hạn sớm nhất %(day)s."),
            n=len(new),
            day=format_date(min(each.due_on for each in new)),
        )
        tell_unit("clusters.inspection_findings", inspection, body, actor, now)
    return inspection


@operation()
def cancel_inspection(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Take a planned inspection out of the plan: the unit is told, the trail keeps it.

    Raises NotAllowed, AlreadyHeld, YearClosed.
    """
    inspection = _lock(inspection_id)
    require_allowed(policies.can_hold(actor, inspection))
    require_writable(inspection.year)
    if inspection.is_held:
        raise AlreadyHeld
    before = _told(inspection)
    record("clusters.inspection.cancel", actor=actor, target=inspection, at=now, before=before, reason=clean(reason))
    body = words(_("Đã bỏ khỏi kế hoạch kiểm tra. Lý do: %(reason)s"), reason=clean(reason))
    path = reverse("clusters:inspection-list")  # its own page is gone
    tell_unit("clusters.inspection_changed", inspection, body, actor, now, path=path)
    _uncite(inspection, "decision", inspection.decision)
    inspection.delete()


def _lock(inspection_id: int) -> Inspection:
    rows = Inspection.objects.select_related(
        "year", "unit", "organiser", "cluster_year__cluster", "decision", "minutes"
    )
    return hold(rows, inspection_id)


def _save(inspection: Inspection, actor: Actor, now: datetime) -> None:
    inspection.version += 1
    inspection.saved_by_label, inspection.saved_at = actor.label, now
    inspection.save()


def _names(team: Iterable[str]) -> list[str]:
    return [name for name in map(clean, team) if name]


def _cite(inspection: Inspection, name: str, before: Document | None) -> None:
    document = getattr(inspection, name)
    if before is not None and before != document:
        _uncite(inspection, name, before)
    if document is not None:
        key = f"{name}:{inspection.pk}"
        cite(document, app=APP, key=key, label=str(inspection), path=inspection.get_absolute_url())


def _uncite(inspection: Inspection, name: str, document: Document | None) -> None:
    if document is not None:
        uncite(document, app=APP, key=f"{name}:{inspection.pk}")


def _told(inspection: Inspection) -> dict:
    return {
        "planned_on": inspection.planned_on.isoformat(),
        "content": inspection.content,
        "team": inspection.team,
        "decision": str(inspection.decision or ""),
    }


def words(template, **values) -> str:
    with kept_language():
        return now_in_words(str(template)) % values


def tell_unit(kind: str, inspection: Inspection, body: str, actor: Actor, now: datetime, path: str = "") -> None:
    people = ids_of_people([inspection.unit_id], OWN, local(now).date())
    notify(kind, to=people, about=inspection, body=body, path=path, actor=actor, now=now)
