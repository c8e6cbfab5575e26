"""A report read whole for one reader: which version, its lines by section, last year's beside. Few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from apps.core.actor import Actor
from apps.periodic_reports import policies, queries
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportVersion
from apps.periods.enums import YearState


@dataclass
class ReportReading:
    """``version`` is None where the reader may see none (nothing was sent yet)."""

    report: PeriodicReport
    version: ReportVersion | None
    lines: list[ReportLine]
    editable: bool
    inside: bool  # the reader works for the unit
    opens_totals: bool  # the reader sees what the unit has gathered from below
    previous: dict[str, ReportLine] = field(default_factory=dict)
    previous_year: int | None = None  # of ``previous``

    @property
    def older_year(self) -> int | None:
        """``previous_year`` where that is not the year before this one."""
        before = self.report.template.year.year - 1
        return self.previous_year if self.previous_year != before else None

    @property
    def filled(self) -> int:
        return sum(line.is_filled for line in self.lines)

    @property
    def started(self) -> bool:
        return any(line.saved_at for line in self.lines)

    @property
    def returned(self) -> list[ReportLine]:
        return [line for line in self.lines if line.return_remark]


def writes(actor: Actor, report: PeriodicReport) -> bool:
    """Whether the actor may write now: who, state and year together (the domain checks again on locked rows)."""
    open_year = report.template.year.state != YearState.CLOSED
    return report.is_in_hand and open_year and bool(policies.can_edit(actor, report))


def read_report(report: PeriodicReport, actor: Actor, *, previous: bool = False) -> ReportReading:
    """The open version to whoever may write in it, to all others the version sent last."""
    editable = writes(actor, report)
    version = report.sent_version
    inside = policies.is_own(actor, report)
    if report.is_in_hand and (editable or inside):
        version = report.versions.filter(locked_at=None).first() or version
    lines = queries.lines_of(version.pk) if version else []
    last = queries.previous_report(report) if previous and version else None
    return ReportReading(
        report,
        version,
        lines,
        editable and version is not None,
        inside,
        policies.opens_own_totals(actor, report),
        queries.previous_lines(last),
        last.template.year.year if last else None,
    )


def by_section(rows: Iterable, section_of) -> list[tuple[str, list]]:
    """Rows that stand together under one heading, which ``section_of(row)`` answers."""
    found: list[tuple[str, list]] = []
    for row in rows:
        section = section_of(row)
        if not found or found[-1][0] != section:
            found.append((section, []))
        found[-1][1].append(row)
    return found
