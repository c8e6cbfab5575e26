"""Plain data of the report “Kết quả kiểm tra”: the closing list of a ClusterYear, open and closed findings."""

from dataclasses import dataclass
from datetime import date, datetime

from apps.clusters.inspections_reading import inspections_of_cluster, lines_of
from apps.clusters.models import ClusterYear


@dataclass(frozen=True)
class InspectionRow:
    """One inspection: how many findings are open and closed."""

    unit: str
    planned_on: date
    held_on: date | None
    team: tuple[str, ...]
    open: int
    closed: int


@dataclass(frozen=True)
class FindingRow:
    """One finding with what became of it."""

    unit: str
    text: str
    due_on: date
    state: str
    days_late: int
    paper: str


@dataclass(frozen=True)
class InspectionReport:
    """All inspections of one ClusterYear."""

    cluster_name: str
    year: int
    organiser_name: str
    rows: tuple[InspectionRow, ...]
    open: tuple[FindingRow, ...]
    closed: tuple[FindingRow, ...]
    illustrative: bool


def inspection_report(cluster_year: ClusterYear, now: datetime) -> InspectionReport:
    """Two queries. Lateness of what is still open counts to ``now``."""
    found = inspections_of_cluster(cluster_year)

    def rows(findings) -> tuple[FindingRow, ...]:
        return tuple(
            FindingRow(
                unit=line.finding.inspection.unit_name,
                text=line.finding.text,
                due_on=line.finding.due_on,
                state=str(line.finding.get_state_display()),
                days_late=line.finding.days_late(now),
                paper=str(line.finding.fix_document or ""),
            )
            for line in lines_of(findings, now)
        )

    return InspectionReport(
        cluster_name=cluster_year.name,
        year=cluster_year.year.year,
        organiser_name=cluster_year.cluster.organiser.name,
        rows=tuple(
            InspectionRow(each.unit_name, each.planned_on, each.held_on, tuple(each.team), open_, closed)
            for each, open_, closed in found.rows
        ),
        open=rows(found.open),
        closed=rows(found.closed),
        illustrative=any(each.illustrative for each, _open, _closed in found.rows),
    )
