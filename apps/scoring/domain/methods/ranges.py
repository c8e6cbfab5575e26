"""Ranges on a line: do the bands of a criterion cover it without holes and overlaps?

A bound is a *cut* beside a value: ``(value, 0)`` just below it, ``(value, 1)`` just above it. A range
is all that lies between two cuts, so neighbours meet exactly when their cuts are equal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.rules import BandRule
from apps.scoring.domain.wording import range_text, whole_bounds

Cut = tuple[Fraction | float, int]


@dataclass(frozen=True, slots=True)
class Span:
    """All values between two cuts."""

    start: Cut
    end: Cut

    @property
    def empty(self) -> bool:
        return self.start >= self.end

    def contains(self, value: Fraction) -> bool:
        return self.start <= (value, 0) and (value, 1) <= self.end


RATIO = Span((Fraction(0), 0), (Fraction(100), 1))
UPWARDS = Span((Fraction(0), 0), (inf, 0))


def span(lo, hi, *, lo_open: bool = False, hi_open: bool = False) -> Span:
    """The range between two bounds; an empty bound has no limit."""
    start = (-inf, 0) if lo is None else (exact(lo), int(lo_open))
    end = (inf, 0) if hi is None else (exact(hi), int(not hi_open))
    return Span(start, end)


def first_span(band: BandRule) -> Span:
    return span(band.lo, band.hi, lo_open=band.lo_open, hi_open=band.hi_open)


def second_span(band: BandRule) -> Span:
    return span(band.lo2, band.hi2, lo_open=band.lo2_open, hi_open=band.hi2_open)


def whole_span(band: BandRule) -> Span:
    """The first range over whole numbers: 1–2 and 3–5 are neighbours."""
    first, last = whole_bounds(band)
    start = (-inf, 0) if band.lo is None else (Fraction(first), 0)
    return Span(start, (inf, 0) if last is None else (Fraction(last + 1), 0))


def faults(spans: Sequence[Span], domain: Span, unit: str = "") -> Iterator[tuple[int, str]]:
    """Index of a span and what is wrong there: empty, overlapping the one below, or a hole below it.

    A hole above the last span carries the index of that span.
    """
    order = []
    for index, each in enumerate(spans):
        if each.empty:
            yield index, _("Cận dưới lớn hơn cận trên.")
        else:
            order.append((each.start, each.end, index))
    order.sort()
    reached, last = domain.start, 0
    for start, end, index in order:
        if start > reached:
            yield index, _hole(reached, start, unit)
        elif start < reached and reached != domain.start:
            yield index, _("Trùng với mức khác: %(range)s.") % {"range": _words(start, min(end, reached), unit)}
        if end > reached:
            reached, last = end, index
    if reached < domain.end:
        yield last, _hole(reached, domain.end, unit)


def _hole(start: Cut, end: Cut, unit: str) -> str:
    return _("Chưa có mức cho: %(range)s.") % {"range": _words(start, end, unit)}


def _words(start: Cut, end: Cut, unit: str) -> str:
    lo = None if start[0] == -inf else start[0]
    hi = None if end[0] == inf else end[0]
    return range_text(lo, hi, unit, lo_open=bool(start[1]), hi_open=not end[1])


def grid_faults(cells: Sequence[tuple[Span, Span]], domain: tuple[Span, Span]) -> Iterator[tuple[int | None, str]]:
    """As :func:`faults` for rectangles: every point of the domain in exactly one. At most one fault per kind."""
    for index, (first, second) in enumerate(cells):
        if first.empty or second.empty:
            yield index, _("Cận dưới lớn hơn cận trên.")
            return
    columns = list(_elementary([c[0] for c in cells], domain[0]))
    rows = list(_elementary([c[1] for c in cells], domain[1]))
    for across in columns:
        for down in rows:
            owners = [i for i, (first, second) in enumerate(cells) if _inside(across, first) and _inside(down, second)]
            if len(owners) == 1:
                continue
            where = f"{_words(across.start, across.end, '')} × {_words(down.start, down.end, '%')}"
            shape = _("Trùng với mức khác: %(range)s.") if owners else _("Chưa có mức cho: %(range)s.")
            yield (owners[-1] if owners else None), shape % {"range": where}
            return


def _elementary(spans: Sequence[Span], domain: Span) -> Iterator[Span]:
    cuts = {domain.start, domain.end}
    cuts |= {cut for each in spans for cut in (each.start, each.end) if domain.start < cut < domain.end}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        yield Span(start, end)


def _inside(part: Span, whole: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end
