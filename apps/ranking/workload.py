"""Khối lượng công việc: staff and cases per officer beside the rank, read by nothing that ranks (S002-7)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from apps.clusters.models import ClusterYear
from apps.ranking.models import WorkloadFigure
from apps.results.figures import rounded
from apps.results.queries import figures
from apps.units.models import Posting
from apps.units.person_enums import PostingKind

SOURCES = Path(__file__).with_name("data") / "workload_sources.json"


@dataclass(frozen=True)
class Workload:
    """Of one unit. ``source``: where the figures come from, in words; empty figures are not known."""

    staff: int | None
    cases: int | None
    source: str = ""
    illustrative: bool = False

    @property
    def cases_per_officer(self) -> Decimal | None:
        if not self.staff or self.cases is None:
            return None
        return rounded(Fraction(self.cases, self.staff), 1)


UNKNOWN = Workload(None, None)


@cache
def _indicators() -> tuple[tuple[str, str], ...]:
    """Indicator and its part that counts the cases of a unit, first found first used."""
    return tuple((row["indicator"], row["part"]) for row in json.loads(SOURCES.read_text(encoding="utf-8")))


def workloads(cluster_year: ClusterYear, unit_ids: Iterable[int]) -> dict[int, Workload]:
    """Unit → its workload in the year: typed figures, else the staff roll at its end and results; three queries."""
    unit_ids = list(unit_ids)
    typed = {each.unit_id: each for each in WorkloadFigure.objects.filter(cluster_year=cluster_year, unit__in=unit_ids)}
    staff = _staff(cluster_year, unit_ids)
    cases = _cases(cluster_year, unit_ids)
    return {unit_id: _one(typed.get(unit_id), staff.get(unit_id), cases.get(unit_id)) for unit_id in unit_ids}


def _one(typed: WorkloadFigure | None, staff: int | None, cases: int | None) -> Workload:
    sources = []
    if typed is not None:
        sources.append(typed.source)
    if (typed is None or typed.staff is None) and staff is not None:
        sources.append(_("số người theo danh sách cán bộ"))
    if (typed is None or typed.cases is None) and cases is not None:
        sources.append(_("số việc theo Kết quả, thành tích"))
    return Workload(
        staff=typed.staff if typed and typed.staff is not None else staff,
        cases=typed.cases if typed and typed.cases is not None else cases,
        source="; ".join(sources),
        illustrative=bool(typed and typed.illustrative),
    )


def _staff(cluster_year: ClusterYear, unit_ids: list[int]) -> dict[int, int]:
    """People officially posted in the unit, its divisions apart, on the last day of the year."""
    on = cluster_year.year.ends_on
    rows = Posting.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=on),
        Q(ends_on=None) | Q(ends_on__gte=on),
        unit__in=unit_ids,
        kind=PostingKind.OFFICIAL,
    )
    return dict(
        rows.order_by().values("unit_id").annotate(n=Count("person", distinct=True)).values_list("unit_id", "n")
    )


def _cases(cluster_year: ClusterYear, unit_ids: list[int]) -> dict[int, int]:
    found = figures(unit_ids, cluster_year.year.year, [code for code, _part in _indicators()])
    cases: dict[int, int] = {}
    for code, part in _indicators():
        for unit_id in unit_ids:
            figure = found.get((unit_id, code))
            value = getattr(figure, part, None) if figure else None
            if value is not None:
                cases.setdefault(unit_id, int(value))
    return cases
