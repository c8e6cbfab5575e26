"""Thống kê khen thưởng: the figures of the registry's statistics for one unit with all below it, as tables to print.

Nothing is counted here: level, year, sex, unit mean what they mean on the page of the statistics
(``registry.statistics``). Only awards in force ("tặng"); what was merely asked for is never among them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from apps.catalog.enums import CommendationType, Subject
from apps.core.kept import kept_language
from apps.registry.enums import AwardState
from apps.registry.models import Award
from apps.registry.statistics import DIMENSIONS, NONE, Dimension, Statistics, StatisticsRow, statistics
from apps.registry.statistics_cube import Cell, cube
from apps.reports.summary.annex import AnnexColumn, AnnexTable, numbers
from apps.units.enums import UnitKind
from apps.units.models import Unit

YEAR = AnnexColumn("Năm", "year")
YEARS_BACK = 4  # years shown before the year asked for
LAST = (1 << 30, "", 0)
_TYPES = dict(CommendationType.choices)
KIND = Dimension(
    "kind",
    lazy("Loại hình khen thưởng"),
    ("grant__type",),
    label=lambda row: _TYPES.get(row[0], lazy("Chưa có dữ liệu")),
    order=lambda row: (row[0] not in _TYPES, row[0]),
    filters=lambda key: {},
)
DETAIL = (*(DIMENSIONS[code] for code in ("year", "type", "unit", "level")), KIND, DIMENSIONS["subject"],
          DIMENSIONS["sex"])  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Collectives and individuals of one line; None: the registry holds nothing of this year, which is not 0."""

    label: str
    collectives: int | None
    individuals: int | None

    @property
    def cells(self) -> tuple[object, ...]:
        together = None if self.collectives is None else self.collectives + self.individuals
        return self.label, self.collectives, self.individuals, together


@dataclass(frozen=True)
class AwardStatistics:
    """One unit with all below it, or the whole registry of the ministry.

    ``undated``: awards decided in the year whose year of achievement nobody wrote down; they are in no other figure.
    ``illustrative``: no source names some award of the years shown.
    """

    unit_name: str
    province: str
    year: int
    at: datetime
    types: tuple[tuple[str, tuple[Line, ...]], ...]  # by list of the law
    levels: tuple[Line, ...]
    kinds: tuple[Line, ...]
    units: tuple[Line, ...]
    sexes: tuple[tuple[str, int], ...]
    years: tuple[Line, ...]
    detail: tuple[Cell, ...]
    collectives: int
    individuals: int
    undated: int
    cancelled: int
    illustrative: bool


def award_statistics(unit: Unit, year: int, now: datetime) -> AwardStatistics:
    """A dozen queries, grouped in the database: memory grows with kinds of awards and units, not with the awards."""
    rows = _awards_of(unit)
    of_year, shown = rows.filter(year=year), rows.filter(year__gte=year - YEARS_BACK, year__lte=year)
    with kept_language():
        types, years = statistics(of_year), statistics(shown, "year")
        together = dict(zip((head.key for head in types.columns), types.sums, strict=True))
        return AwardStatistics(
            unit_name=unit.name,
            province=unit.province or "",
            year=year,
            at=now,
            types=tuple(_by_list(types)),
            levels=tuple(_lines(statistics(of_year, "level"))),
            kinds=tuple(_lines(statistics(of_year, KIND))),
            units=tuple(_units(unit, statistics(of_year, "unit"))),
            sexes=tuple(_people(statistics(of_year, "sex", ""))),
            years=tuple(_years(years, range(year - YEARS_BACK, year + 1))),
            detail=tuple(cube(shown, DETAIL)),
            collectives=together.get(Subject.COLLECTIVE, 0),
            individuals=together.get(Subject.INDIVIDUAL, 0),
            undated=rows.held().filter(year=None, granted_on__year=year).count(),
            cancelled=of_year.filter(state=AwardState.CANCELLED).count(),
            illustrative=bool(years.illustrative),
        )


def _awards_of(unit: Unit):
    """Of the unit, of all below it and of decisions that they keep; the ministry's registry whole."""
    if unit.kind == UnitKind.MINISTRY:
        return Award.objects.all()
    below = Unit.objects.filter(path__startswith=unit.path).order_by().values("pk")
    return Award.objects.filter(Q(unit__in=below) | Q(grant__keeper__in=below))


def _line(found: Statistics, row: StatisticsRow, label: str = "") -> Line:
    counts = dict(zip((head.key for head in found.columns), row.counts, strict=True))
    return Line(label or row.head.label, counts.get(Subject.COLLECTIVE, 0), counts.get(Subject.INDIVIDUAL, 0))


def _lines(found: Statistics) -> Iterable[Line]:
    return (_line(found, row) for row in found.rows)


def _by_list(found: Statistics) -> Iterable[tuple[str, tuple[Line, ...]]]:
    for heading in dict.fromkeys(row.head.heading for row in found.rows):
        yield heading, tuple(_line(found, row) for row in found.rows if row.head.heading == heading)


def _units(unit: Unit, found: Statistics) -> Iterable[Line]:
    """The lines of the registry summed up to the unit next below the one reported on; who stands beside it: itself."""
    known = Unit.objects.in_bulk([int(row.head.key) for row in found.rows if row.head.key != NONE])
    step = len(unit.path) + Unit.steplen
    above = {each.path[:step] for each in known.values() if each.path.startswith(unit.path)}
    places = {each.path: each for each in Unit.objects.filter(path__in=above).order_by()}
    summed: dict[tuple, Line] = {}
    for row in found.rows:
        own = known.get(int(row.head.key)) if row.head.key != NONE else None
        place = places.get(own.path[:step], own) if own else None
        order = (place.protocol_order, place.sort_key, place.pk) if place else LAST
        line = _line(found, row, place.name if place else "")
        before = summed.get(order, Line(line.label, 0, 0))
        summed[order] = Line(line.label, before.collectives + line.collectives, before.individuals + line.individuals)
    return (summed[order] for order in sorted(summed))


def _people(found: Statistics) -> Iterable[tuple[str, int]]:
    """Those whose sex nobody wrote down stand in a line of their own."""
    return ((row.head.label, row.total) for row in found.rows if row.head.key != Subject.COLLECTIVE)


def _years(found: Statistics, years: range) -> Iterable[Line]:
    known = {row.head.key: row for row in found.rows if row.recorded}
    for year in map(str, years):
        yield _line(found, known[year]) if year in known else Line(year, None, None)


def tables(found: AwardStatistics) -> list[AnnexTable]:
    """Every breakdown of the year, then the years beside each other. Each adds up to the same number."""
    return [
        *(_table(heading, "Danh hiệu, hình thức", lines) for heading, lines in found.types),
        _table("Theo cấp quyết định", "Cấp quyết định", found.levels),
        _table("Theo loại hình khen thưởng", "Loại hình", found.kinds),
        _table("Theo đơn vị, gồm các đơn vị trực thuộc", "Đơn vị", found.units),
        AnnexTable("Cá nhân theo giới tính", (AnnexColumn("Giới tính"), *numbers("Cá nhân")), found.sexes),
        _by_year(found.years),
    ]


def _table(caption: str, header: str, lines: Iterable[Line]) -> AnnexTable:
    columns = (AnnexColumn(header), *numbers("Tập thể", "Cá nhân", "Cộng"))
    return AnnexTable(caption, columns, tuple(line.cells for line in lines))


def _by_year(lines: Iterable[Line]) -> AnnexTable:
    columns = (YEAR, *numbers("Tập thể", "Cá nhân", "Cộng"))
    return AnnexTable("Theo năm thành tích", columns, tuple((int(line.label), *line.cells[1:]) for line in lines))


def detail_table(found: AwardStatistics) -> AnnexTable:
    """All dimensions in one table, to filter and pivot; newest year first."""
    headers = ("Danh hiệu, hình thức", "Nhóm", "Đơn vị", "Cấp quyết định", "Loại hình", "Đối tượng", "Giới tính")
    columns = (YEAR, *(AnnexColumn(header) for header in headers), *numbers("Số lượng"))
    ordered = sorted(found.detail, key=lambda cell: cell.labels[0], reverse=True)
    rows = tuple(
        (int(cell.labels[0]), cell.labels[1], cell.headings[1], *cell.labels[2:], cell.number) for cell in ordered
    )
    return AnnexTable("Số liệu chi tiết", columns, rows)
