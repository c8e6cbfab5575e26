"""What a new year takes over of report templates: last year's lines as drafts, dates moved by a year."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.obligations import opening as duties
from apps.periodic_reports.domain.templates import TemplateData, create_template
from apps.periodic_reports.models import ReportTemplate
from apps.periods import opening
from apps.periods.domain.working_days import working_days
from apps.periods.opening import Change, Row, moved


def register() -> None:
    opening.register(
        "report_templates",
        lazy("Mẫu báo cáo"),
        preview,
        carry_over,
        order=35,
        help_text=lazy("Mẫu được chép thành bản nháp; đơn vị chỉ thấy sau khi ban hành."),
        weight=lambda year: ReportTemplate.objects.filter(year=year).count(),
    )
    # Issuing the draft asks for the report, with its new dates.
    duties.leave_out("report_templates", duty_codes)


def duty_codes(year) -> set[str]:
    return {template.duty_code for template in ReportTemplate.objects.filter(year=year)}


def preview(from_year, to_year, actor: Actor) -> list[Row]:
    """One row for each template with its new due date."""
    templates = list(ReportTemplate.objects.filter(year=from_year).order_by("due_on", "code"))
    there = set(ReportTemplate.objects.filter(year=to_year).values_list("code", flat=True)) if to_year.pk else set()
    days = working_days(to_year.starts_on, to_year.ends_on)
    return [_row(each, from_year, to_year, days, there) for each in templates]


def _row(template: ReportTemplate, from_year, to_year, days, there: set[str]) -> Row:
    last = _("Hạn nộp %(day)s") % {"day": format_date(template.due_on)}
    if _code(template, from_year, to_year) in there:
        note = _("Đã có trong năm mới, giữ nguyên.")
        return Row(template.code, template.label, last, "", Change.DONE, note, selectable=False)
    return duties.dated_row(template, last, from_year, to_year, days)


def carry_over(from_year, to_year, chosen: Mapping, *, actor: Actor, now: datetime) -> int:
    """Copy the chosen templates as drafts. One that is there already stays as it is."""
    there = set(ReportTemplate.objects.filter(year=to_year).values_list("code", flat=True))
    written = 0
    for template in ReportTemplate.objects.filter(year=from_year).order_by("due_on", "code"):
        code = _code(template, from_year, to_year)
        if template.code not in chosen or code in there:
            continue
        dates = chosen[template.code]
        data = TemplateData(
            code=code,
            label=template.label.replace(str(from_year.year), str(to_year.year)),
            kind=template.kind,
            kinds=list(template.kinds),
            starts_on=moved(template.starts_on, from_year, to_year),
            ends_on=moved(template.ends_on, from_year, to_year),
            due_on=dates["due_on"],
            internal_due_on=dates.get("internal_due_on"),
            source=template.source,
            illustrative=template.illustrative,
        )
        create_template(year_id=to_year.pk, data=data, copy_of=template.pk, actor=actor, now=now)
        written += 1
    return written


def _code(template: ReportTemplate, from_year, to_year) -> str:
    return template.code.replace(str(from_year.year), str(to_year.year))
