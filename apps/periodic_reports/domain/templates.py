"""Making templates: drafts with lines, copied from last year's or from a shipped one; issuing asks the units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.versions import require_version
from apps.obligations.domain import duties
from apps.periodic_reports.enums import TemplateState
from apps.periodic_reports.models import PeriodicReport, ReportTemplate, TemplateItem
from apps.periodic_reports.queries import audience_of
from apps.periodic_reports.workflow import TEMPLATE_FLOW
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear

COPIED = (
    "position",
    "kind",
    "code",
    "section",
    "label",
    "unit_of_measure",
    "numerator_label",
    "denominator_label",
    "field_code",
    "indicator_code",
    "hint",
)


class TemplateIssued(DomainError):
    """The template was issued; units work on it, its lines no longer change."""

    default_message = _("Mẫu đã ban hành, không sửa được các dòng nữa. Chỉ đổi được hạn nộp.")


class CodeTaken(DomainError):
    """Another template of the year, or another line of the template, has this code."""

    default_message = _("Mã này đã dùng rồi.")


class NothingToIssue(DomainError):
    """No line, or nobody to ask."""


class WrongPeriod(DomainError):
    """Dates that do not follow each other."""


@dataclass(frozen=True)
class TemplateData:
    """What the form of a template holds."""

    code: str
    label: str
    kind: str
    kinds: list[str]
    starts_on: date
    ends_on: date
    due_on: date
    internal_due_on: date | None = None
    basis: str = ""
    source: str = ""
    illustrative: bool = False
    items: list[Mapping] = field(default_factory=list)  # for shipped templates: fields of TemplateItem

    def columns(self) -> dict:
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "items"}


def lock_template(template_id: int) -> ReportTemplate:
    """The template under its lock. Every write of a template starts here."""
    templates = ReportTemplate.objects.select_related("year__organiser").select_for_update(of=("self",), no_key=True)
    return templates.get(pk=template_id)


def lock_draft(template_id: int) -> ReportTemplate:
    """A template whose lines may be changed. Raises TemplateIssued, YearClosed."""
    template = lock_template(template_id)
    require_writable(template.year)
    if template.state != TemplateState.DRAFT:
        raise TemplateIssued
    return template


@operation()
def create_template(
    *, year_id: int, data: TemplateData, actor: Actor, now: datetime, copy_of: int | None = None
) -> ReportTemplate:
    """A draft for the year; lines from ``copy_of`` (a template seen by the actor) or from the data.

    Raises CodeTaken, WrongPeriod, YearClosed.
    """
    year = EmulationYear.objects.select_related("organiser").get(pk=year_id)
    require_writable(year)
    _check(data)
    if ReportTemplate.objects.filter(year=year, code=data.code).exists():
        raise CodeTaken(field="code")
    template = ReportTemplate.objects.create(year=year, saved_by_label=actor.label, saved_at=now, **data.columns())
    rows = TemplateItem.objects.filter(template_id=copy_of).order_by("position", "pk").values(*COPIED)
    rows = list(rows) if copy_of else [{"position": n, **row} for n, row in enumerate(data.items, start=1)]
    TemplateItem.objects.bulk_create(TemplateItem(template=template, **row) for row in rows)
    after = {"code": template.code, "items": len(rows), "copy_of": copy_of}
    record("periodic_reports.template.create", actor=actor, target=template, at=now, after=after)
    return template


@operation()
def change_template(
    *, template_id: int, expected_version: int, data: TemplateData, actor: Actor, now: datetime
) -> ReportTemplate:
    """Change a draft. Raises TemplateIssued, CodeTaken, WrongPeriod, StaleVersion, YearClosed."""
    template = lock_draft(template_id)
    require_version(template, expected_version)
    _check(data)
    if ReportTemplate.objects.filter(year=template.year, code=data.code).exclude(pk=template.pk).exists():
        raise CodeTaken(field="code")
    for name, value in data.columns().items():
        setattr(template, name, value)
    _save(template, actor, now)
    record("periodic_reports.template.change", actor=actor, target=template, at=now, after={"code": template.code})
    return template


def _save(template: ReportTemplate, actor: Actor, now: datetime) -> None:
    template.version += 1
    template.saved_by_label, template.saved_at = actor.label, now
    template.save()


def _check(data: TemplateData) -> None:
    if data.ends_on < data.starts_on:
        raise WrongPeriod(_("Ngày cuối phải sau ngày đầu của kỳ số liệu."), field="ends_on")
    if data.internal_due_on and data.internal_due_on > data.due_on:
        raise WrongPeriod(_("Hạn nội bộ không được sau hạn nộp."), field="internal_due_on")


@operation()
def delete_template(*, template_id: int, actor: Actor, now: datetime) -> None:
    """Throw a draft away. Raises TemplateIssued, YearClosed."""
    template = lock_draft(template_id)
    record("periodic_reports.template.delete", actor=actor, target=template, at=now, before={"code": template.code})
    template.delete()


@operation()
def save_item(*, template_id: int, actor: Actor, now: datetime, item_id: int | None = None, **columns) -> TemplateItem:
    """Add a line at the end of a draft, or change one. Raises TemplateIssued, CodeTaken, YearClosed."""
    template = lock_draft(template_id)
    others = template.items.exclude(pk=item_id) if item_id else template.items.all()
    if others.filter(code=columns["code"]).exists():
        raise CodeTaken(field="code")
    item = template.items.get(pk=item_id) if item_id else TemplateItem(template=template)
    if item.pk is None:
        item.position = (template.items.aggregate(last=Max("position"))["last"] or 0) + 1
    for name, value in columns.items():
        setattr(item, name, value)
    item.save()
    action = "change" if item_id else "add"
    after = {"item": item.code, "label": item.label}
    record(f"periodic_reports.template_item.{action}", actor=actor, target=template, at=now, after=after)
    return item


@operation()
def move_item(*, item_id: int, up: bool, actor: Actor, now: datetime) -> TemplateItem:
    """Change places with the line above or below; the first one stays first. Raises TemplateIssued, YearClosed."""
    template = lock_draft(TemplateItem.objects.values_list("template_id", flat=True).get(pk=item_id))
    items = list(template.items.order_by("position", "pk"))
    at = next(index for index, each in enumerate(items) if each.pk == item_id)
    to = max(0, at - 1) if up else min(len(items) - 1, at + 1)
    items.insert(to, items.pop(at))
    for position, each in enumerate(items, start=1):
        each.position = position
    TemplateItem.objects.bulk_update(items, ["position"])
    record("periodic_reports.template_item.move", actor=actor, target=template, at=now, after={"item": items[to].code})
    return items[to]


@operation()
def remove_item(*, item_id: int, actor: Actor, now: datetime) -> None:
    """Take a line out of a draft. Raises TemplateIssued, YearClosed."""
    template = lock_draft(TemplateItem.objects.values_list("template_id", flat=True).get(pk=item_id))
    item = template.items.get(pk=item_id)
    record("periodic_reports.template_item.remove", actor=actor, target=template, at=now, before={"item": item.code})
    item.delete()
    template.items.filter(position__gt=item.position).update(position=F("position") - 1)


@operation()
def issue_template(*, template_id: int, actor: Actor, now: datetime) -> ReportTemplate:
    """Ban hành, giao đơn vị: the lines are frozen, every unit of its kinds owes the report by the due date.

    Raises TransitionNotAllowed, NothingToIssue, YearClosed.
    """
    template = lock_template(template_id)
    require_writable(template.year)
    template.state = TEMPLATE_FLOW.target("issue", template.state)
    if not template.items.exists():
        raise NothingToIssue(_("Mẫu chưa có dòng nào. Thêm chỉ tiêu, nội dung rồi ban hành."))
    template.issued_at = now
    _save(template, actor, now)
    added = _ask(template, actor, now)
    if not added:
        raise NothingToIssue(_("Không có đơn vị nào thuộc loại đã chọn. Sửa loại đơn vị rồi ban hành."))
    after = {"units": added, "due_on": template.due_on.isoformat()}
    record("periodic_reports.template.issue", actor=actor, target=template, at=now, after=after)
    return template


@operation()
def change_due(
    *, template_id: int, due_on: date, internal_due_on: date | None, basis: str, actor: Actor, now: datetime
) -> ReportTemplate:
    """Another due date for all, and units that have come meanwhile. What was late before is late by the new date.

    Raises TransitionNotAllowed-like WrongPeriod, YearClosed.
    """
    template = lock_template(template_id)
    require_writable(template.year)
    if internal_due_on and internal_due_on > due_on:
        raise WrongPeriod(_("Hạn nội bộ không được sau hạn nộp."), field="internal_due_on")
    before = template.due_on.isoformat()
    template.due_on, template.internal_due_on, template.basis = due_on, internal_due_on, basis
    _save(template, actor, now)
    added = _ask(template, actor, now) if template.state == TemplateState.ISSUED else 0
    after = {"due_on": due_on.isoformat(), "added": added}
    record("periodic_reports.template.change_due", actor=actor, target=template, at=now, before=before, after=after)
    return template


def _ask(template: ReportTemplate, actor: Actor, now: datetime) -> int:
    """Reports for units that have none, the duty for all; answers how many reports are new."""
    known = set(template.reports.values_list("unit_id", flat=True))
    new = [unit for unit in audience_of(template) if unit.pk not in known]
    PeriodicReport.objects.bulk_create(
        PeriodicReport(template=template, unit=unit, unit_name=unit.name_then, order=unit.protocol_order)
        for unit in new
    )
    duties.ask(
        year_id=template.year_id,
        code=template.duty_code,
        label=template.label,
        due_on=template.due_on,
        internal_due_on=template.internal_due_on,
        basis=template.basis,
        unit_ids=[*known, *(unit.pk for unit in new)],
        actor=actor,
        now=now,
    )
    return len(new)
