"""Rank and class of the units of one line when their sums are known: what a dry run says of a set. Writes nothing.

The same rules as for a real run, on sums that exist in memory only; places equal at the line of a quota stay open, for
nobody has decided about a draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from apps.ranking.domain.classes import Ranked, classify, full_base
from apps.ranking.domain.facts import Circumstances
from apps.ranking.domain.outcomes import class_notes, out_of_ranking, tie_note
from apps.ranking.domain.rules import FACTS, class_terms, highest_allowed, tie_breaks, unit_facts
from apps.ranking.queries import Standing
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.domain.totals import SheetPoints


@dataclass(frozen=True)
class Outcome:
    """``rank``: None for a unit that the rule leaves out. ``note``: what keeps it out, or below a class."""

    rank: int | None
    class_label: str = ""
    note: str = ""


def outcomes(
    rule: dict, table: CriteriaTable, place: Standing, sheets: Mapping[int, SheetPoints]
) -> dict[int, Outcome]:
    """Unit → Outcome under this rule. ``sheets``: unit → sums under ``table``."""
    rule = rule | {FACTS: Circumstances([place]).facts(rule, place)}
    facts = {unit.unit_id: unit_facts(rule, unit.code) for unit in place.final}
    apart = {unit: why for unit, known in facts.items() if (why := out_of_ranking(rule, known))}
    judged = {unit: sums for unit, sums in sheets.items() if unit not in apart}
    ranks = ranked(judged, tie_breaks(rule))
    terms = class_terms(rule)
    wanted = {code for each in terms for code in each.conditions if code in table.rows}
    classes = classify(
        [
            Ranked(
                key=unit,
                rank=ranks[unit],
                points=_on_full_scale(table, sums),
                full=frozenset(code for code in wanted if _is_full(table, code, sums)),
                maximum=Fraction(table.tree.maximum),
                shortfalls=facts[unit].shortfalls,
                not_above=highest_allowed(rule, facts[unit]),
            )
            for unit, sums in judged.items()
        ],
        terms,
    )
    ties = {unit: tie_note(tie) for tie in classes.ties for unit in tie.keys}
    found = {unit: Outcome(None, note=words) for unit, (_code, words) in apart.items()}
    for unit in judged:
        notes = [*class_notes(rule, facts[unit]), *([ties[unit]] if unit in ties else [])]
        found[unit] = Outcome(ranks[unit], classes.given.get(unit, ""), " ".join(notes))
    return found


def ranked(sheets: Mapping[int, SheetPoints], ties) -> dict[int, int]:
    """Standard competition ranking (1, 2, 2, 4) by percent where lines were left out, else by total; then the ties."""
    by_percent = any(sheet.excluded for sheet in sheets.values())
    keys = {}
    for unit, sheet in sheets.items():
        first = sheet.percent if by_percent and sheet.percent is not None else sheet.total
        keys[unit] = (first, *(_tie_value(sheet, tie) for tie in ties))
    return {unit: 1 + sum(key > mine for key in keys.values()) for unit, mine in keys.items()}


def _tie_value(sheet: SheetPoints, tie):
    if tie.is_word:
        return tie.sign * getattr(sheet, tie.code)
    found = sheet.groups.get(tie.code) or sheet.lines.get(tie.code)
    return tie.sign * found.points if found else 0


def _on_full_scale(table: CriteriaTable, sums: SheetPoints) -> Fraction:
    """Points on the scale of the set's whole maximum, so that thresholds mean the same with lines left out."""
    points = Fraction(sums.total)
    left_out = any(not line.applicable for line in sums.lines.values())
    if not left_out or not sums.applicable_maximum:
        return points
    return points * Fraction(table.tree.maximum) / Fraction(sums.applicable_maximum)


def _is_full(table: CriteriaTable, code: str, sums: SheetPoints) -> bool:
    """Whether the criterion is at its full standard, as far as it applies to the unit."""
    if group := sums.groups.get(code):
        return group.base >= full_base(table.tree, code, group.maximum)
    line, standard = sums.lines.get(code), table.tree.nodes[code].shown_max
    if line is None:
        return not standard
    return not line.applicable or line.base >= full_base(table.tree, code, standard)
