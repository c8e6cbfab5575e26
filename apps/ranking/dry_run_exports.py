"""What a dry run shows: who would move, and which criteria do not compare. Plain values and the workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.enums import Line
from apps.core.dates import format_datetime
from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.ranking.domain.carrying import Why
from apps.ranking.domain.dry_runs import Skipped
from apps.ranking.models import DryRun

REASONS = {
    Why.NEW: gettext_lazy("Tiêu chí mới, năm trước chưa có"),
    Why.OTHER_FIGURES: gettext_lazy("Cách chấm cần số liệu mà năm trước không có"),
    Why.NO_FIGURES: gettext_lazy("Có đơn vị thiếu số liệu theo cách chấm mới"),
}
SKIPPED = {
    Skipped.NO_FINAL: gettext_lazy("Không tính: chưa có bảng điểm nào đã chốt."),
    Skipped.TWO_SETS: gettext_lazy("Không tính: các bảng điểm đã chốt theo hai phiên bản bảng tiêu chí."),
}


@dataclass(frozen=True)
class Move:
    """One unit. ``moved``: places up (positive) or down; None where it had no rank, or would have none.

    ``note``: why it would have no rank, or none of the higher classes.
    """

    unit: str
    old_rank: int | None
    rank: int | None
    old_total: Decimal
    total: Decimal
    old_class: str = ""
    class_label: str = ""
    note: str = ""

    @property
    def moved(self) -> int | None:
        return None if self.old_rank is None or self.rank is None else self.old_rank - self.rank

    @property
    def is_moved(self) -> bool:
        return self.old_rank != self.rank

    @property
    def changes_class(self) -> bool:
        return self.old_class != self.class_label

    @property
    def fallen(self) -> int:
        """Places down."""
        return max(-(self.moved or 0), 0)


@dataclass(frozen=True)
class Criterion:
    """One criterion that does not compare, and why."""

    code: str
    number: str
    label: str
    why: str


@dataclass(frozen=True)
class TriedLine:
    """One line of a ClusterYear; ``skipped``: why it was not computed, then there is nothing else."""

    cluster: str
    line_label: str
    old_maximum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)
    moves: tuple[Move, ...] = ()
    left_out: tuple[Criterion, ...] = ()
    converted: tuple[Criterion, ...] = ()
    dropped: tuple[Criterion, ...] = ()
    skipped: str = ""

    @property
    def movers(self) -> int:
        return sum(move.is_moved for move in self.moves)

    @property
    def has_classes(self) -> bool:
        """Whether the draft, or the set of the old year, gives classes that somebody reaches."""
        return any(move.old_class or move.class_label for move in self.moves)

    @property
    def class_movers(self) -> int:
        return sum(move.changes_class for move in self.moves)

    @property
    def title(self) -> str:
        return f"{self.cluster} – {self.line_label}" if self.line_label else self.cluster


def tried_lines(dry_run: DryRun) -> list[TriedLine]:
    return [_line(each) for each in dry_run.result.get("lines", ())]


def _line(found: dict) -> TriedLine:
    line_label = str(Line(found["line"]).label) if found["line"] else ""
    if found.get("skipped"):
        return TriedLine(found["cluster"], line_label, skipped=str(SKIPPED[Skipped(found["skipped"])]))
    return TriedLine(
        cluster=found["cluster"],
        line_label=line_label,
        old_maximum=Decimal(found["old_maximum"]),
        maximum=Decimal(found["maximum"]),
        moves=tuple(map(_move, found["units"])),
        left_out=tuple(_criteria(found["left_out"])),
        converted=tuple(_criteria(found["converted"], _("Quy đổi theo tỷ lệ điểm chuẩn"))),
        dropped=tuple(_criteria(found["dropped"], _("Dự thảo không còn tiêu chí này"))),
    )


def _move(row: dict) -> Move:
    """Results kept before classes were tried have none."""
    totals = Decimal(row["old_total"]), Decimal(row["total"])
    classes = (row.get("old_class", ""), row.get("class", ""), row.get("note", ""))
    return Move(row["unit"], row["old_rank"], row["rank"], *totals, *classes)


def _criteria(rows: Iterable[dict], why: str = "") -> Iterable[Criterion]:
    for row in rows:
        yield Criterion(row["code"], row["number"], row["label"], why or str(REASONS[Why(row["why"])]))


def workbook(dry_run: DryRun) -> bytes:
    """Two sheets: who would move, and what does not compare."""
    lines = tried_lines(dry_run)
    notes = [
        _("Tính thử: không lưu, không ảnh hưởng kết quả."),
        _("Dữ liệu năm %(year)s; tính lúc %(time)s.")
        % {"year": dry_run.source_year.year, "time": format_datetime(dry_run.computed_at)},
    ]
    notes += [f"{line.title}: {line.skipped}" for line in lines if line.skipped]
    title = dry_run.criteria_set.title
    moves = [
        (
            *(line.title, move.unit, move.old_rank, move.rank, move.moved, move.old_total, move.total),
            *(move.old_class, move.class_label, move.note),
        )
        for line in lines
        for move in line.moves
    ]
    criteria = [
        (line.title, each.number, each.code, each.label, each.why)
        for line in lines
        for each in (*line.left_out, *line.converted, *line.dropped)
    ]
    return write_workbook(
        [
            Sheet(_("Thay đổi thứ hạng"), title, MOVES, moves, notes=notes),
            Sheet(_("Không so được"), title, CRITERIA, criteria, notes=notes),
        ]
    )


MOVES = (
    Column("cluster", gettext_lazy("Cụm, Khu vực"), width=40),
    Column("unit", gettext_lazy("Đơn vị"), width=44),
    Column("old_rank", gettext_lazy("Hạng năm trước"), "integer"),
    Column("rank", gettext_lazy("Hạng tính thử"), "integer"),
    Column("moved", gettext_lazy("Tăng, giảm bậc"), "integer"),
    Column("old_total", gettext_lazy("Điểm năm trước"), "number"),
    Column("total", gettext_lazy("Điểm tính thử"), "number"),
    Column("old_class", gettext_lazy("Xếp loại năm trước")),
    Column("class", gettext_lazy("Xếp loại tính thử")),
    Column("note", gettext_lazy("Ghi chú"), width=50),
)
CRITERIA = (
    Column("cluster", gettext_lazy("Cụm, Khu vực"), width=40),
    Column("number", gettext_lazy("Số")),
    Column("code", gettext_lazy("Mã tiêu chí")),
    Column("label", gettext_lazy("Tiêu chí"), width=60),
    Column("why", gettext_lazy("Vì sao"), width=50),
)
