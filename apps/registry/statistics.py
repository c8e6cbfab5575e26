"""Counting what was granted: one function for the page, its workbook and the report.

Only granted awards count (held, i.e. not cancelled), never what was asked. Every figure carries the filters by which
the list of Sổ khen thưởng shows exactly the counted rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.catalog.enums import AwardList, Level, Subject
from apps.registry.models import Award
from apps.units.person_enums import Sex

NONE = "none"  # the registry does not say: shown as a line of its own, never as 0


@dataclass(frozen=True)
class Dimension:
    """What awards are counted by. ``keys``: columns of the grouping, the first one is the key of the line.

    ``label(row)`` names a line, ``heading(row)`` the group above it; ``order(row)`` sorts the lines; ``filters(key)``
    are the values of AwardFilter that find the rows of a line.
    """

    code: str
    name: object
    keys: tuple[str, ...]
    label: Callable[[Sequence], object]
    order: Callable[[Sequence], tuple]
    filters: Callable[[str], dict[str, str]]
    heading: Callable[[Sequence], object] = lambda row: ""


def _choice(enum, missing) -> Callable[[Sequence], object]:
    labels = {str(value): label for value, label in enum.choices}
    return lambda row: labels.get(str(row[0]), missing)


def _place(enum) -> Callable[[Sequence], tuple]:
    values = [str(value) for value in enum.values]
    return lambda row: (values.index(row[0]) if row[0] in values else len(values),)


def _or_none(name: str, missing: str) -> Callable[[str], dict[str, str]]:
    """A parameter of its own for each, so that a line and a column without data stand in one address."""
    return lambda key: {missing: "1"} if key == NONE else {name: key}


NOT_SAID = lazy("Chưa có dữ liệu")
# A collective has no sex: it is a line of its own, so that the lines add up to all.
SEX_KEY = Case(
    When(subject=Subject.INDIVIDUAL, then=Coalesce(NullIf(F("person__sex"), Value("")), Value(NONE))),
    default=Value(str(Subject.COLLECTIVE)),
)
SEXES = dict(Sex.choices) | {str(Subject.COLLECTIVE): lazy("Tập thể"), NONE: lazy("Cá nhân chưa có dữ liệu giới tính")}

DIMENSIONS = {
    each.code: each
    for each in (
        Dimension(
            "type",
            lazy("Danh hiệu, hình thức"),
            ("award_type_id", "award_type__name", "award_type__order", "award_type__list"),
            label=lambda row: row[1],
            order=lambda row: (AwardList.values.index(row[3]), row[2], row[1]),
            filters=lambda key: {"type": key},
            heading=lambda row: AwardList(row[3]).label,
        ),
        Dimension(
            "level",
            lazy("Cấp quyết định"),
            ("grant__authority_level",),
            label=_choice(Level, NOT_SAID),
            order=_place(Level),
            filters=lambda key: {"level": key},
        ),
        Dimension(
            "year",
            lazy("Năm thành tích"),
            ("year",),
            label=lambda row: lazy("Không ghi năm") if row[0] is None else str(row[0]),
            order=lambda row: (row[0] is None, row[0] or 0),
            filters=_or_none("year", "without_year"),
        ),
        Dimension(
            "decided",
            lazy("Năm quyết định"),
            ("granted_on__year",),
            label=lambda row: str(row[0]),
            order=lambda row: (row[0],),
            filters=lambda key: {"decided": key},
        ),
        Dimension(
            "unit",
            lazy("Đơn vị"),
            ("unit_id", "unit__name", "unit__protocol_order", "unit__sort_key"),
            label=lambda row: row[1] or lazy("Ngoài ngành, không gắn với đơn vị"),
            order=lambda row: (row[0] is None, row[2] or 0, row[3] or ""),
            filters=_or_none("unit_id", "without_unit"),
        ),
        Dimension(
            "sex",
            lazy("Giới tính"),
            ("sex_key",),
            label=lambda row: SEXES.get(row[0], NOT_SAID),
            order=lambda row: (list(SEXES).index(row[0]),),
            filters=lambda key: {"sex": key},
        ),
        Dimension(
            "subject",
            lazy("Đối tượng"),
            ("subject",),
            label=_choice(Subject, NOT_SAID),
            order=_place(Subject),
            filters=lambda key: {"subject": key},
        ),
    )
}
CHOICES = [(each.code, each.name) for each in DIMENSIONS.values()]


@dataclass(frozen=True)
class Head:
    """One line or column: its key, its name, the filters that find it."""

    key: str
    label: str
    filters: dict[str, str]
    heading: str = ""


@dataclass(frozen=True)
class StatisticsRow:
    """One line: ``counts`` in the order of the columns. ``recorded`` is False for a year in which the registry has
    nothing: no data, which is not 0.
    """

    head: Head
    counts: tuple[int, ...] = ()
    recorded: bool = True

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Statistics:
    """Awards by one dimension, across another one; the sums are those of the rows. ``illustrative``: how many of the
    awards no source names.
    """

    by: Dimension
    across: Dimension | None
    columns: tuple[Head, ...]
    rows: tuple[StatisticsRow, ...]
    sums: tuple[int, ...]
    illustrative: int = 0

    @property
    def total(self) -> int:
        return sum(self.sums)


def statistics(awards: QuerySet[Award], by: str | Dimension = "type", across: str = "subject") -> Statistics:
    """Count ``awards`` (scoped and filtered by the caller) by one dimension, or its code, across another ("" for none).

    One query, grouped in the database. Raises KeyError for a code that is not one of DIMENSIONS. Lines come in the
    order of the law, the protocol or time; a year between the first and the last one that has no award is shown without
    figures.
    """
    lines = by if isinstance(by, Dimension) else DIMENSIONS[by]
    columns = DIMENSIONS[across] if across and across != lines.code else None
    width = len(lines.keys)
    keys = [*lines.keys, *(columns.keys if columns else ())]
    rows = awards.held().order_by().annotate(sex_key=SEX_KEY)
    counted = rows.values_list(*keys).annotate(
        n=Count("pk"), illustrative=Count("pk", filter=Q(grant__illustrative=True))
    )
    cells, line_heads, column_heads, illustrative = {}, {}, {}, 0
    for *found, n, shown in counted:
        line, column = tuple(found[:width]), tuple(found[width:])
        line_heads[_key(line)] = line
        column_heads[_key(column)] = column
        cells[_key(line), _key(column)] = n
        illustrative += shown
    ordered = sorted(column_heads.values(), key=columns.order if columns else lambda row: ())
    column_keys = [_key(column) for column in ordered] if columns else [NONE]
    made = [
        StatisticsRow(_head(lines, line), tuple(cells.get((_key(line), key), 0) for key in column_keys))
        for line in sorted(line_heads.values(), key=lines.order)
    ]
    if lines.code in {"year", "decided"}:
        made = _with_gaps(made, lines)
    return Statistics(
        by=lines,
        across=columns,
        columns=tuple(_head(columns, column) for column in ordered) if columns else (Head("", _("Tổng số"), {}),),
        rows=tuple(made),
        sums=tuple(sum(row.counts[index] for row in made if row.recorded) for index in range(len(column_keys))),
        illustrative=illustrative,
    )


def _key(row: Sequence) -> str:
    return NONE if not row or row[0] is None else str(row[0])


def _head(dimension: Dimension, row: Sequence) -> Head:
    key = _key(row)
    return Head(key, str(dimension.label(row)), dimension.filters(key), str(dimension.heading(row)))


def _with_gaps(rows: list[StatisticsRow], dimension: Dimension) -> list[StatisticsRow]:
    """Years without any award between others, as lines without figures."""
    years = [int(row.head.key) for row in rows if row.head.key != NONE]
    if not years:
        return rows
    known: dict[str, StatisticsRow] = {row.head.key: row for row in rows}
    missing = [str(year) for year in range(min(years), max(years)) if str(year) not in known]
    gaps = [StatisticsRow(_head(dimension, (int(key),)), recorded=False) for key in missing]
    return sorted([*rows, *gaps], key=lambda row: (row.head.key == NONE, row.head.key))
