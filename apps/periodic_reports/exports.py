"""Plain data of the report “Báo cáo định kỳ”: every line in the fixed order of the template, empty ones too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.core.kept import kept_language
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportVersion
from apps.periodic_reports.wording import printed


@dataclass(frozen=True)
class LineData:
    """One line as printed: ``text`` says the value, “Không phát sinh” for a heading without content."""

    section: str
    label: str
    unit: str
    is_text: bool
    text: str
    note: str
    amount: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    percent: Decimal | None
    is_estimate: bool


@dataclass(frozen=True)
class ReportData:
    """One unit's report in one version. ``sent_at`` is None for what is still being written."""

    unit_name: str
    unit_code: str
    organiser_name: str
    province: str
    title: str
    year: int
    starts_on: date
    ends_on: date
    illustrative: bool
    version: int
    sent_at: datetime | None
    sent_by: str
    receipt_number: str
    sha256: str
    lines: tuple[LineData, ...]

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def reports_data(reports: Iterable[PeriodicReport], own_unit_ids: Iterable[int] | None = ()) -> list[ReportData]:
    """Data of reports in their order; two queries.

    The version sent last, nothing else; only for units of ``own_unit_ids`` (None: all) the one being written where
    there is one.
    """
    reports, own = list(reports), None if own_unit_ids is None else set(own_unit_ids)
    versions = _versions(reports, own)
    lines: dict[int, list[ReportLine]] = {}
    found = ReportLine.objects.filter(report_version_id__in=[version.pk for version in versions.values()])
    for line in found.select_related("item").order_by("report_version_id", "item__position", "pk"):
        lines.setdefault(line.report_version_id, []).append(line)
    with kept_language():
        return [
            _report(report, versions[report.pk], lines.get(versions[report.pk].pk, []))
            for report in reports
            if report.pk in versions
        ]


def _versions(reports: list[PeriodicReport], own: set[int] | None) -> Mapping[int, ReportVersion]:
    found = {report.pk: report.sent_version for report in reports if report.sent_version_id}
    writing = [report.pk for report in reports if report.is_in_hand and (own is None or report.unit_id in own)]
    open_ones = ReportVersion.objects.filter(report_id__in=writing, locked_at=None)
    return found | {version.report_id: version for version in open_ones}


def _report(report: PeriodicReport, version: ReportVersion, lines: list[ReportLine]) -> ReportData:
    template = report.template
    return ReportData(
        unit_name=report.unit_name,
        unit_code=report.unit.code,
        organiser_name=template.year.organiser.name,
        province=report.unit.province,
        title=str(template),
        year=template.year.year,
        starts_on=template.starts_on,
        ends_on=template.ends_on,
        illustrative=template.illustrative,
        version=version.number,
        sent_at=version.locked_at,
        sent_by=version.locked_by_label,
        receipt_number=version.receipt_number or "",
        sha256=version.sha256,
        lines=tuple(_line(line) for line in lines),
    )


def _line(line: ReportLine) -> LineData:
    item = line.item
    return LineData(
        section=item.section,
        label=item.label,
        unit=item.unit_of_measure,
        is_text=item.is_text,
        text=printed(line),
        note=line.whole_note,
        amount=line.amount,
        numerator=line.numerator,
        denominator=line.denominator,
        percent=line.percent,
        is_estimate=line.is_estimate,
    )
