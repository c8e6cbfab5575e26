"""“Vì sao hạng này?”: the stored lines added up again by the same engine, step by step, and held against the run."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.core.numbers import format_percent, format_points
from apps.ranking.domain.classes import Ranked, quota
from apps.ranking.domain.rules import ClassTerms, TieBreak, class_terms, tie_breaks
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
    differences: tuple[str, ...]


def explain(entry: RankingEntry) -> Explanation | None:
    """Add up again and compare. None for a unit without a ranked sheet."""
    if entry.sheet_version_id is None:
        return None
    table = load_table(entry.run.criteria_set_id)
    lines = list(entry.sheet_version.lines.select_related("criterion").order_by("criterion__position"))
    sums = totals(lines, table)
    entries = list(entry.run.entries.exclude(rank=None).order_by("rank", "order", "pk"))
    return Explanation(
        entry=entry,
        sums=sums,
        parts=tuple(_parts(sums, lines, table)),
        steps=tuple(_steps(sums, table, entry)),
        neighbours=tuple(_neighbours(entry, entries, table)),
        classes=tuple(_classes(entry, entries, sums, table)),
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


def compared(entry: RankingEntry) -> Decimal:
    """What ranks the unit: its percent where lines were left out, else its total."""
    return entry.total if entry.percent is None else entry.percent


def _neighbours(entry: RankingEntry, entries: list[RankingEntry], table: CriteriaTable) -> Iterator[str]:
    above = [other for other in entries if other.rank < entry.rank]
    yield _("Hạng %(rank)s trong %(units)s đơn vị được xếp hạng; %(above)s đơn vị đứng trên.") % {
        "rank": entry.rank,
        "units": len(entries),
        "above": len(above),
    }
    for other in entries:
        if other.rank == entry.rank and other.pk != entry.pk:
            yield _("Cùng hạng với %(unit)s: bằng tổng điểm và mọi tiêu chí phụ.") % {"unit": other.unit_name}
    below = [other for other in entries if other.rank > entry.rank]
    ties = tie_breaks(entry.run.rule)
    if above:
        yield _against(entry, above[-1], ties, table)
    if below:
        yield _against(entry, below[0], ties, table)


def _against(entry: RankingEntry, other: RankingEntry, ties: list[TieBreak], table: CriteriaTable) -> str:
    mine, theirs = compared(entry), compared(other)
    shown = {"unit": other.unit_name, "rank": other.rank, "points": format_points(abs(mine - theirs))}
    if theirs > mine:
        return _("Sau %(unit)s (hạng %(rank)s): kém %(points)s điểm.") % shown
    if mine > theirs:
        return _("Trước %(unit)s (hạng %(rank)s): hơn %(points)s điểm.") % shown
    for tie, own, their in zip(ties, entry.tie_values, other.tie_values, strict=True):
        own_value, their_value = Decimal(own), Decimal(their)
        if own_value != their_value:
            shown |= {
                "what": tie_label(tie, table),
                "own": format_points(abs(own_value)),
                "their": format_points(abs(their_value)),
            }
            text = (
                _("Trước %(unit)s (hạng %(rank)s): bằng tổng điểm, xét %(what)s: %(own)s so với %(their)s.")
                if own_value > their_value
                else _("Sau %(unit)s (hạng %(rank)s): bằng tổng điểm, xét %(what)s: %(own)s so với %(their)s.")
            )
            return text % shown
    return _("Cùng hạng với %(unit)s: bằng tổng điểm và mọi tiêu chí phụ.") % shown


def tie_label(tie: TieBreak, table: CriteriaTable) -> str:
    """What a tie-break compares, in words."""
    if tie.is_word:
        words = {"base": _("điểm chuẩn đạt"), "bonus": _("điểm thưởng"), "penalty": _("điểm trừ (ít hơn đứng trên)")}
        return words[tie.code]
    row = table.rows.get(tie.code)
    return _("điểm tiêu chí %(number)s") % {"number": row.printed_number if row else tie.code}


def _classes(
    entry: RankingEntry, entries: list[RankingEntry], sums: SheetPoints, table: CriteriaTable
) -> Iterator[str]:
    unit, above = for_class(entry, sums, table), True
    for terms in class_terms(entry.run.rule):
        if terms.label == entry.class_label:
            above = False
            text = _("đạt, từ %(points)s điểm và đủ điều kiện.") % {"points": format_points(terms.min_points)}
        elif not above:
            text = _("đã xếp loại cao hơn.")
        else:
            text = _why_not(terms, unit, table) or _(
                "đủ điểm và điều kiện, nhưng chỉ tiêu tối đa là %(places)s đơn vị."
            ) % {"places": quota(terms.quota_percent, len(entries))}
        yield f"{terms.label}: {text}"


def _why_not(terms: ClassTerms, unit: Ranked, table: CriteriaTable) -> str:
    """Which of points and conditions is missing; empty when only the quota is in the way."""
    points = format_points(terms.min_points)
    if unit.points < terms.min_points:
        return _("chưa đạt %(points)s điểm.") % {"points": points}
    missed = [code for code in terms.conditions if code not in unit.full]
    if not missed:
        return ""
    numbers = ", ".join(table.rows[code].printed_number if code in table.rows else code for code in missed)
    text = _("đủ %(points)s điểm nhưng chưa đạt đủ điểm chuẩn của tiêu chí %(codes)s.")
    return text % {"points": points, "codes": numbers}


def for_class(entry: RankingEntry, sums: SheetPoints, table: CriteriaTable) -> Ranked:
    """What the class of a unit hangs on, from its stored lines."""
    points = Fraction(sums.total)
    if entry.percent is not None and sums.applicable_maximum:
        points = points * Fraction(table.tree.maximum) / Fraction(sums.applicable_maximum)
    named = {code for terms in class_terms(entry.run.rule) for code in terms.conditions if code in table.rows}
    full = {code for code in named if Fraction(_node_points(sums, code)[0]) >= table.tree.nodes[code].base_max}
    return Ranked(key=entry.unit_id, rank=entry.rank, points=points, full=frozenset(full))
