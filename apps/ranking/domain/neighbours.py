"""Why a unit stands before or behind another: points, then the tie-break list; how far the next rank is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.core.numbers import format_points
from apps.ranking.domain.rules import TieBreak, tie_breaks
from apps.ranking.models import RankingEntry
from apps.scoring.domain.exact import round_points
from apps.scoring.domain.tables import CriteriaTable


@dataclass(frozen=True)
class Distance:
    """How many points part a unit from the one that stands next above it. ``points`` 0: only the tie-break does."""

    above: RankingEntry
    points: Decimal


def compared(entry: RankingEntry) -> Decimal:
    """What ranks the unit: its percent where lines were left out, else its total."""
    return entry.total if entry.percent is None else entry.percent


def next_above(entry: RankingEntry, entries: Sequence[RankingEntry], applicable: Decimal) -> Distance | None:
    """The unit next above and the points to it, in points of the unit's own sheet where percents rank; None at the top.

    ``applicable``: the unit's maximum without the lines left out.
    """
    above = [other for other in entries if other.rank < entry.rank]
    if not above:
        return None
    missing = compared(above[-1]) - compared(entry)
    if entry.percent is not None:
        missing = round_points(Fraction(missing) * Fraction(applicable) / 100)
    return Distance(above[-1], missing)


def neighbours(entry: RankingEntry, entries: Sequence[RankingEntry], table: CriteriaTable) -> Iterator[str]:
    """Its place, who shares it, and the difference to those next above and below."""
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
    by_percent = entry.percent is not None
    shown = {"unit": other.unit_name, "rank": other.rank, "points": format_points(abs(mine - theirs))}
    if theirs > mine:
        behind = _("Sau %(unit)s (hạng %(rank)s): kém %(points)s điểm.")
        return (_("Sau %(unit)s (hạng %(rank)s): kém %(points)s%%.") if by_percent else behind) % shown
    if mine > theirs:
        before = _("Trước %(unit)s (hạng %(rank)s): hơn %(points)s điểm.")
        return (_("Trước %(unit)s (hạng %(rank)s): hơn %(points)s%%.") if by_percent else before) % shown
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
    return _("điểm tiêu chí %(number)s") % {"number": f"{row.printed_number} “{row.label}”" if row else tie.code}
