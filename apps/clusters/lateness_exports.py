"""Theo dõi đúng hạn of a ClusterYear as plain data: units in protocol order, and every paper that was late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from apps.clusters.models import ClusterYear
from apps.clusters.queries import members_in_order
from apps.obligations.models import Obligation


@dataclass(frozen=True)
class UnitLateness:
    """What came due for a unit: in time, late (sent late, closed unsent or still owed), days late in all.

    ``owing`` of the late were never sent: what came in time and was sent back is not among them.
    """

    order: int
    unit_name: str
    line_label: str
    due: int
    in_time: int
    owing: int
    days: int

    @property
    def late(self) -> int:
        return self.due - self.in_time

    @property
    def percent(self) -> float | None:
        """Share in time, in percent; None where nothing came due."""
        return round(100 * self.in_time / self.due, 1) if self.due else None


@dataclass(frozen=True)
class LatePaper:
    """One paper that missed its date; ``sent_on`` is None while it is owed."""

    unit_name: str
    duty_label: str
    due_on: date
    sent_at: datetime | None
    days: int


@dataclass(frozen=True)
class LatenessReport:
    """One ClusterYear as it stood ``at``."""

    cluster_name: str
    organiser_name: str
    year: int
    at: datetime
    units: tuple[UnitLateness, ...]
    papers: tuple[LatePaper, ...]

    @property
    def due(self) -> int:
        return sum(unit.due for unit in self.units)

    @property
    def in_time(self) -> int:
        return sum(unit.in_time for unit in self.units)


def lateness_report(cluster_year: ClusterYear, now: datetime) -> LatenessReport:
    """Two queries, whatever the number of units and duties."""
    members = list(members_in_order(cluster_year.pk))
    owed: dict[int, list[Obligation]] = {}
    found = Obligation.objects.filter(
        duty__year_id=cluster_year.year_id,
        duty__asked_by=None,
        waived_at=None,
        unit_id__in=[member.unit_id for member in members],
    )
    for each in found.select_related("duty").order_by("duty__due_on", "duty_id"):
        if each.has_come_due(now):
            owed.setdefault(each.unit_id, []).append(each)
    return LatenessReport(
        cluster_name=cluster_year.name,
        organiser_name=cluster_year.cluster.organiser.name,
        year=cluster_year.year.year,
        at=now,
        units=tuple(_unit(member, owed.get(member.unit_id, []), now) for member in members),
        papers=tuple(paper for member in members for paper in _papers(member, owed.get(member.unit_id, []), now)),
    )


def _unit(member, owed: list[Obligation], now: datetime) -> UnitLateness:
    days = [each.days_late(now) for each in owed]
    return UnitLateness(
        order=member.order,
        unit_name=member.unit_name,
        line_label=member.get_line_display(),
        due=len(owed),
        in_time=sum(not late for late in days),
        owing=sum(each.first_fulfilled_at is None for each in owed),
        days=sum(days),
    )


def _papers(member, owed: list[Obligation], now: datetime) -> Iterable[LatePaper]:
    for each in owed:
        if late := each.days_late(now):
            yield LatePaper(member.unit_name, each.duty.label, each.last_day, each.first_fulfilled_at, late)
