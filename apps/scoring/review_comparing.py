"""Versions of one sheet side by side. Built from loaded rows, without queries of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.enums import Stage
from apps.scoring.models import Criterion, ScoreLine, SheetVersion


@dataclass(frozen=True)
class Cell:
    """Points of one line in one version. ``is_open``: the step gave the sheet back before it checked this line."""

    points: Decimal | None
    change: Decimal = Decimal(0)
    reason: str = ""
    remark: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Compared:
    """One line through all versions."""

    criterion: Criterion
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return any(cell.change or cell.remark for cell in self.cells)


@dataclass(frozen=True)
class ComparedPart:
    """A part with the lines to show; ``lines`` counts all of them."""

    part: Criterion
    rows: tuple[Compared, ...]
    lines: int


@dataclass(frozen=True)
class Heading:
    """A column: what the version is, its total, when and by whom it was closed."""

    version: SheetVersion
    label: str
    change: Decimal


@dataclass(frozen=True)
class Comparison:
    """The table of the page; ``different`` counts lines that any version changed."""

    headings: tuple[Heading, ...]
    parts: tuple[ComparedPart, ...]
    lines: int
    different: int


def compare(
    table: CriteriaTable, versions: list[SheetVersion], steps: Mapping[int, str], *, only_different: bool
) -> Comparison:
    """All locked versions of a sheet, oldest first, each line with its change against the column before."""
    columns = [{line.criterion_id: line for line in version.lines.all()} for version in versions]
    rows = [_row(criterion, versions, columns) for criterion in table.leaves]
    parts = []
    for node in table.tree.roots:
        own = [row for row in rows if table.part_code(row.criterion.code) == node.code]
        shown = tuple(row for row in own if row.differs or not only_different)
        parts.append(ComparedPart(table.rows[node.code], shown, len(own)))
    return Comparison(
        headings=tuple(_headings(versions, steps)),
        parts=tuple(part for part in parts if part.rows),
        lines=len(rows),
        different=sum(row.differs for row in rows),
    )


def _headings(versions: list[SheetVersion], steps: Mapping[int, str]) -> Iterable[Heading]:
    counted: dict[str, int] = {}
    before = None
    for version in versions:
        if version.stage == Stage.STEP:
            name = steps.get(version.step_order, _("Kiểm tra"))
        else:
            name = _("Điểm chốt") if version.stage == Stage.FINAL else _("Tự chấm")
        counted[name] = counted.get(name, 0) + 1
        label = name if counted[name] == 1 else _("%(name)s lần %(count)d") % {"name": name, "count": counted[name]}
        yield Heading(version, label, Decimal(0) if before is None else version.total - before)
        before = version.total


def _row(criterion: Criterion, versions: list[SheetVersion], columns: list[dict[int, ScoreLine]]) -> Compared:
    cells, before = [], None
    for version, column in zip(versions, columns, strict=True):
        line = column.get(criterion.pk)
        if line is None:
            cells.append(Cell(None))
            continue
        is_open = version.stage == Stage.STEP and line.checked_at is None
        change = Decimal(0) if before is None or line.points is None else line.points - before
        words = [str(line.reason or ""), line.reason_text] if version.stage == Stage.STEP else []
        cells.append(
            Cell(
                points=None if is_open else line.points,
                change=Decimal(0) if is_open else change,
                reason="; ".join(word for word in words if word),
                remark=line.return_remark if version.stage == Stage.STEP else "",
                is_open=is_open,
            )
        )
        before = before if is_open or line.points is None else line.points
    return Compared(criterion, tuple(cells))
