"""“Vì sao hạng này?”: the stored lines added up again by the same engine, step by step, and held against the run."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.numbers import format_percent, format_points
from apps.ranking.domain.class_reasons import class_reasons
from apps.ranking.domain.effects import Effect, line_effects, part_effects
from apps.ranking.domain.neighbours import Distance, neighbours, next_above
from apps.ranking.models import RankingEntry
from apps.scoring.domain.canonical import digest, sheet_rows, sheet_text, three_decimals
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import SheetPoints
from apps.scoring.domain.versions import points_by_code, totals
from apps.scoring.models import Criterion, ScoreLine


@dataclass(frozen=True)
class ExplainedPart:
    """A top row: what it adds, and its scored lines ``(criterion, line)`` in reading order."""

    row: Criterion
    maximum: Decimal
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    lines: tuple[tuple[Criterion, ScoreLine], ...]

    @property
    def points(self) -> Decimal:
        return self.base + self.bonus - self.penalty


@dataclass(frozen=True)
class Explanation:
    """The answer: parts, the sum in words, the neighbours, the classes, and what differs from the stored run."""

    entry: RankingEntry
    sums: SheetPoints
    parts: tuple[ExplainedPart, ...]
    steps: tuple[str, ...]
    neighbours: tuple[str, ...]
    classes: tuple[str, ...]
    distance: Distance | None
    effects: tuple[Effect, ...]
    line_effects: tuple[Effect, ...]
    differences: tuple[str, ...]


def explain(entry: RankingEntry, *, with_lines: bool = False, lines_of_above: bool = False) -> Explanation | None:
    """Add up again and compare. None for a unit without a final sheet.

    ``with_lines``: what each line does to the place, for whoever may read the sheet; against the unit next above only
    with ``lines_of_above`` too.
    """
    if entry.sheet_version_id is None:
        return None
    table = load_table(entry.run.criteria_set_id)
    lines = list(entry.sheet_version.lines.select_related("criterion").order_by("criterion__position"))
    sums = totals(lines, table)
    entries = list(entry.run.entries.exclude(rank=None).order_by("rank", "order", "pk"))
    is_ranked = entry.rank is not None
    distance = next_above(entry, entries, sums.applicable_maximum) if is_ranked else None
    above = distance.above if distance else None
    return Explanation(
        entry=entry,
        sums=sums,
        parts=tuple(_parts(sums, lines, table)),
        steps=tuple(_steps(sums, table, entry)),
        neighbours=tuple(neighbours(entry, entries, table)) if is_ranked else (),
        classes=tuple(class_reasons(entry, entries, sums, table)) if is_ranked else (),
        distance=distance,
        effects=tuple(part_effects(entry, above, entries, table)) if is_ranked else (),
        line_effects=tuple(line_effects(entry, above if lines_of_above else None, entries, table))
        if is_ranked and with_lines
        else (),
        differences=tuple(differences(entry, sums, lines, table)),
    )


def differences(entry: RankingEntry, sums: SheetPoints, lines: list[ScoreLine], table: CriteriaTable) -> Iterator[str]:
    """What the lines say otherwise than the run or the locked version: one sentence each, none when all is well."""
    version = entry.sheet_version
    for label, found, stored in (
        (_("Điểm chuẩn đạt"), sums.base, entry.base),
        (_("Điểm thưởng"), sums.bonus, entry.bonus),
        (_("Điểm trừ"), sums.penalty, entry.penalty),
        (_("Tổng điểm"), sums.total, entry.total),
        (_("Tổng điểm của bảng đã chốt"), sums.total, version.total),
    ):
        if found != stored:
            shown = {"label": label, "found": format_points(found), "stored": format_points(stored)}
            yield _("%(label)s: tính lại được %(found)s, kết quả đã lưu %(stored)s.") % shown
    for part in entry.parts:
        group = _node_points(sums, part["code"])
        if [three_decimals(value) for value in group] != [part["base"], part["bonus"], part["penalty"]]:
            yield _("Phần %(number)s khác với kết quả đã lưu.") % {"number": part["number"]}
    text = sheet_text(sheet_rows(table.tree, points_by_code(lines, table)))
    if digest(text) != version.sha256:
        yield _("Mã băm của bảng điểm không khớp với các dòng điểm.")


def _node_points(sums: SheetPoints, code: str) -> tuple[Decimal, Decimal, Decimal]:
    found = sums.groups.get(code) or sums.lines.get(code)
    return (found.base, found.bonus, found.penalty) if found else (Decimal(0), Decimal(0), Decimal(0))


def _parts(sums: SheetPoints, lines: list[ScoreLine], table: CriteriaTable) -> Iterator[ExplainedPart]:
    by_part: dict[str, list] = {}
    for line in lines:
        by_part.setdefault(table.part_code(line.criterion.code), []).append((line.criterion, line))
    for node in table.tree.roots:
        base, bonus, penalty = _node_points(sums, node.code)
        maximum = Decimal(node.base_max.numerator) / Decimal(node.base_max.denominator)
        yield ExplainedPart(table.rows[node.code], maximum, base, bonus, penalty, tuple(by_part.get(node.code, ())))


def _steps(sums: SheetPoints, table: CriteriaTable, entry: RankingEntry) -> Iterator[str]:
    shown = [format_points(_node_points(sums, node.code)[0]) for node in table.tree.roots if node.base_max]
    yield _("Điểm chuẩn đạt của các phần: %(parts)s = %(base)s.") % {
        "parts": " + ".join(shown) or "0",
        "base": format_points(sums.base),
    }
    for code, group in sums.groups.items():
        if group.cut:
            shown = {"number": table.rows[code].printed_number, "points": format_points(abs(group.cut))}
            text = (
                _("Nhóm %(number)s vượt giới hạn: bớt %(points)s điểm.")
                if group.cut > 0
                else _("Nhóm %(number)s có giới hạn trừ: bớt trừ %(points)s điểm.")
            )
            yield text % shown
    yield _("Tổng điểm: %(base)s + %(bonus)s (thưởng) − %(penalty)s (trừ) = %(total)s.") % {
        "base": format_points(sums.base),
        "bonus": format_points(sums.bonus),
        "penalty": format_points(sums.penalty),
        "total": format_points(sums.total),
    }
    if entry.percent is not None:
        yield _("Có tiêu chí không phát sinh, nên so theo tỷ lệ: %(total)s trên %(maximum)s = %(percent)s.") % {
            "total": format_points(sums.total),
            "maximum": format_points(sums.applicable_maximum),
            "percent": format_percent(sums.percent),
        }
