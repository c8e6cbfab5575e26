"""Why a unit has its class and none above: points, conditions, targets, disqualifiers, quota."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.core.numbers import format_points
from apps.ranking.domain.classes import Ranked, allowed, full_base, quota
from apps.ranking.domain.rules import ClassTerms, class_terms, highest_allowed, unit_facts
from apps.ranking.models import RankingEntry
from apps.scoring.domain.class_terms import TargetTerms, named, target_words
from apps.scoring.domain.exact import NOUGHT, round_points
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.domain.totals import SheetPoints


def class_reasons(
    entry: RankingEntry, entries: Sequence[RankingEntry], sums: SheetPoints, table: CriteriaTable
) -> Iterator[str]:
    """One sentence for each class from the highest, and the notes of the run."""
    unit, above = for_class(entry, sums, table), True
    classes = class_terms(entry.run.rule)
    labels = [terms.label for terms in classes]
    for terms in classes:
        if terms.label == entry.class_label:
            above = False
            text = _("đạt, từ %(points)s điểm và đủ điều kiện.") % {"points": _threshold(terms, unit)}
        elif not above:
            text = _("đã xếp loại cao hơn.")
        elif not allowed(unit, terms, labels):
            text = _("không xếp loại trên %(class)s.") % {"class": unit.not_above}
        else:
            text = _why_not(terms, unit, table) or _(
                "đủ điểm và điều kiện, nhưng chỉ tiêu tối đa là %(places)s đơn vị."
            ) % {"places": quota(terms, len(entries))}
        yield f"{terms.label}: {text}"
    yield from entry.notes


def _threshold(terms: ClassTerms, unit: Ranked) -> str:
    shown = format_points(round_points(terms.threshold(unit.maximum)))
    if not terms.in_percent:
        return shown
    return _("%(points)s (%(percent)s%% điểm tối đa)") % {"points": shown, "percent": format_points(terms.min_points)}


def _why_not(terms: ClassTerms, unit: Ranked, table: CriteriaTable) -> str:
    """Which of points and conditions is missing; empty when only the quota is in the way."""
    points = _threshold(terms, unit)
    if unit.points < terms.threshold(unit.maximum):
        return _("chưa đạt %(points)s điểm.") % {"points": points}
    missed = [code for code in terms.conditions if code not in unit.full]
    if missed:
        numbers = ", ".join(table.rows[code].printed_number if code in table.rows else code for code in missed)
        text = _("đủ %(points)s điểm nhưng chưa đạt đủ điểm chuẩn của tiêu chí %(codes)s.")
        return text % {"points": points, "codes": numbers}
    for each in terms.targets:
        if not each.holds(unit.shortfalls):
            text = _("đủ %(points)s điểm nhưng %(found)s; cần %(wanted)s.")
            shown = {"points": points, "found": _found(each, unit), "wanted": target_words(each)}
            return text % shown
    return ""


def _found(terms: TargetTerms, unit: Ranked) -> str:
    found = list(named(terms.of, unit.shortfalls).values())
    met = sum(value is not None and value <= 0 for value in found)
    return _("đạt %(met)s/%(all)s chỉ tiêu") % {"met": met, "all": len(found)}


def for_class(entry: RankingEntry, sums: SheetPoints, table: CriteriaTable) -> Ranked:
    """What the class of a unit hangs on, from its stored lines."""
    points = Fraction(sums.total)
    if entry.percent is not None and sums.applicable_maximum:
        points = points * Fraction(table.tree.maximum) / Fraction(sums.applicable_maximum)
    wanted = {code for terms in class_terms(entry.run.rule) for code in terms.conditions if code in table.rows}
    full = {
        code for code in wanted if base_of(sums, code) >= full_base(table.tree, code, _applicable(sums, code, table))
    }
    facts = unit_facts(entry.run.rule, entry.unit.code)
    return Ranked(
        key=entry.unit_id,
        rank=entry.rank,
        points=points,
        full=frozenset(full),
        maximum=Fraction(table.tree.maximum),
        shortfalls=facts.shortfalls,
        not_above=highest_allowed(entry.run.rule, facts),
    )


def _applicable(sums: SheetPoints, code: str, table: CriteriaTable) -> Decimal:
    if group := sums.groups.get(code):
        return group.maximum
    line = sums.lines.get(code)
    return table.tree.nodes[code].shown_max if line is None or line.applicable else NOUGHT


def base_of(sums: SheetPoints, code: str):
    """Base points of a criterion, group or leaf; 0 where there is nothing."""
    found = sums.groups.get(code) or sums.lines.get(code)
    return found.base if found else 0
