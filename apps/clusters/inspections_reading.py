"""Inspections and findings as pages, homes and reports show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.clusters.enums import FindingState
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.core.dates import local


@dataclass(frozen=True)
class FindingLine:
    """A finding with its status word and lateness."""

    finding: Finding
    word: StatusWord
    days_left: int | None
    days_late: int


def word_of(finding: Finding) -> StatusWord:
    """One of the eight status words."""
    if finding.state == FindingState.ACCEPTED:
        return StatusWord.FINAL
    if finding.state == FindingState.FIXED:
        return StatusWord.SENT
    return StatusWord.RETURNED if finding.remark else StatusWord.NOT_STARTED


def lines_of(findings: Iterable[Finding], now: datetime) -> list[FindingLine]:
    today = local(now).date()
    return [
        FindingLine(
            each,
            word_of(each),
            each.days_left(today) if each.first_fixed_at is None else None,
            each.days_late(now) if each.first_fixed_at else 0,
        )
        for each in findings
    ]


@dataclass(frozen=True)
class ClusterInspections:
    """The inspections of a ClusterYear: each with its open and closed findings counted, and the findings themselves."""

    rows: tuple[tuple[Inspection, int, int], ...]
    open: tuple[Finding, ...]
    closed: tuple[Finding, ...]


def inspections_of_cluster(cluster_year: ClusterYear, actor: Actor | None = None) -> ClusterInspections:
    """What the actor sees of them (None: all), by day; two queries."""
    inspections = Inspection.objects.filter(cluster_year=cluster_year)
    if actor is not None:
        inspections = inspections.visible_to(actor)
    inspections = list(inspections.for_list().order_by("planned_on", "unit__protocol_order", "pk"))
    findings = list(Finding.objects.filter(inspection__in=[each.pk for each in inspections]).for_list())
    closed = [each for each in findings if each.state == FindingState.ACCEPTED]
    unfinished = [each for each in findings if each.state != FindingState.ACCEPTED]
    return ClusterInspections(
        tuple(
            (
                each,
                sum(found.inspection_id == each.pk for found in unfinished),
                sum(found.inspection_id == each.pk for found in closed),
            )
            for each in inspections
        ),
        tuple(unfinished),
        tuple(closed),
    )
