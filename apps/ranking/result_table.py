"""The table of a result, built once: the columns of its page are those of its file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.core.components import Column
from apps.core.numbers import format_points
from apps.core.spreadsheets import Column as SheetColumn
from apps.ranking.exports import PartHead, part_points
from apps.ranking.models import RankingEntry
from apps.ranking.presentation import part_label
from apps.ranking.workload import UNKNOWN, Workload


@dataclass(frozen=True)
class PartPoints:
    """One cell of the page: the part's short name and what the unit reached in it."""

    label: str
    value: Decimal | None


class Line(NamedTuple):
    """One unit of the file: its entry, its points of each part, its workload."""

    entry: RankingEntry
    parts: Sequence
    workload: Workload


@dataclass(frozen=True)
class Cell:
    """One column. ``column``: as the page shows it; None where the page says it within another column, then
    ``header`` names it in the file. ``value``: what stands in the file.
    """

    value: Callable[[Line], object]
    column: Column | None = None
    kind: str = "points"
    width: float | None = None
    header: str = ""

    def of_file(self, key: str) -> SheetColumn:
        return SheetColumn(key, self.header or str(self.column.label), self.kind, self.width)


class ResultTable:
    """``by_percent``: the percentage is what ranks; ``found``: unit → workload, shown where anything is known."""

    def __init__(self, entries: Iterable[RankingEntry], heads: Sequence[PartHead], found: Mapping[int, Workload]):
        self.entries, self.heads, self.found = list(entries), heads, found
        self.by_percent = any(entry.percent is not None for entry in self.entries)
        self.has_workload = any(each.staff or each.cases for each in found.values())
        self.workload_sources = sorted({each.source for each in found.values() if each.source})
        self.workload_illustrative = any(each.illustrative for each in found.values())
        self.cells = [*self._standing(), *self._points(), *self._compared(), *self._beside(), *self._said()]

    @property
    def columns(self) -> list[Column]:
        return [cell.column for cell in self.cells if cell.column]

    @property
    def rows(self) -> list[dict]:
        """Rows of the page."""
        labels = [part_label(head) for head in self.heads]
        return [
            {
                "entry": line.entry,
                "parts": list(map(PartPoints, labels, line.parts)),
                "workload": line.workload,
            }
            for line in map(self._line, self.entries)
        ]

    @property
    def file_columns(self) -> list[SheetColumn]:
        return [cell.of_file(f"column{place}") for place, cell in enumerate(self.cells)]

    def file_row(self, entry: RankingEntry) -> list:
        line = self._line(entry)
        return [cell.value(line) for cell in self.cells]

    def _line(self, entry: RankingEntry) -> Line:
        return Line(entry, part_points(entry, self.heads), self.found.get(entry.unit_id, UNKNOWN))

    def _standing(self) -> Iterable[Cell]:
        yield Cell(lambda line: line.entry.rank, Column(_("Hạng"), numeric=True, width="narrow"), "integer")
        yield Cell(lambda line: line.entry.unit_name, Column(_("Đơn vị"), width="wide"), "text", 44)

    def _points(self) -> Iterable[Cell]:
        for place, head in enumerate(self.heads):
            label = _("%(label)s (tối đa %(max)s)") % {"label": head.label, "max": format_points(head.maximum)}
            column = Column(label, numeric=True, abbreviation=part_label(head))
            yield Cell(lambda line, place=place: line.parts[place], column)
        yield Cell(_where_ranked("bonus"), Column(_("Thưởng"), numeric=True))
        yield Cell(_where_ranked("penalty"), Column(_("Trừ"), numeric=True))
        yield Cell(_where_ranked("total"), Column(_("Tổng"), numeric=True))
        if self.by_percent:
            yield Cell(lambda line: line.entry.percent, Column(_("Tỷ lệ (%)"), numeric=True))

    def _compared(self) -> Iterable[Cell]:
        yield Cell(lambda line: line.entry.class_label, Column(_("Xếp loại")), "text", 24)
        yield Cell(lambda line: line.entry.self_total, Column(_("Tự chấm"), numeric=True))
        difference = Column(_("Chênh lệch với tự chấm"), numeric=True, abbreviation=_("Chênh lệch"))
        yield Cell(_where_ranked("difference"), difference)

    def _beside(self) -> Iterable[Cell]:
        if self.has_workload:
            meaning = _("Số việc trên một người, số công chức, người lao động (không ảnh hưởng thứ hạng)")
            column = Column(meaning, numeric=True, abbreviation=_("Việc/người"))
            yield Cell(lambda line: line.workload.cases_per_officer, column, header=_("Việc/người"))
            yield Cell(lambda line: line.workload.staff, kind="integer", header=_("Số người"))

    def _said(self) -> Iterable[Cell]:
        """Why a unit has no rank and what its class rests on: below its name on the page."""
        yield Cell(_reason, kind="text", width=40, header=_("Lý do không xếp hạng"))
        yield Cell(lambda line: "; ".join(line.entry.notes), kind="text", width=40, header=_("Ghi chú"))


def _where_ranked(name: str) -> Callable[[Line], object]:
    return lambda line: getattr(line.entry, name) if line.entry.rank else None


def _reason(line: Line) -> str:
    entry = line.entry
    return "" if entry.rank else entry.reason or str(entry.get_disqualifier_display())
