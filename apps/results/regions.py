"""Many units together: sums, the simple mean beside them, how many reached their targets, and the sentence of it.

A region's rate is computed again from the parts, Σ done ÷ Σ enforceable; the rate assigned to it is what its units were
asked to do together, Σ (assigned rate × enforceable) ÷ Σ enforceable: the assigned rate itself where all have the same.
The simple mean of the units is another number; it is shown beside the formula so that nobody confuses them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.results.enums import Reached
from apps.results.excess import Assessment, assess, assess_figure, percent
from apps.results.figures import Figure, amount, percent_of, with_mark


@dataclass(frozen=True)
class Row:
    """One target of one unit with its result. ``target`` None or 0: not assigned."""

    unit_id: int
    unit_name: str
    indicator: object
    target: Fraction | None
    figure: Figure | None
    estimated: Figure | None = None
    target_id: int | None = None
    issuer_name: str = ""
    origin: str = ""
    illustrative: bool = False

    @property
    def assessment(self) -> Assessment:
        return assess_figure(target=self.target, figure=self.figure, indicator=self.indicator)


@dataclass(frozen=True)
class UnitTally:
    """“Đạt x/y chỉ tiêu” of one unit: ``met`` of ``assigned``; ``open_rows``: what is missing."""

    unit_id: int
    unit_name: str
    rows: tuple[Row, ...]

    @property
    def assigned(self) -> int:
        return sum(row.assessment.reached != Reached.NOT_ASSIGNED for row in self.rows)

    @property
    def met(self) -> int:
        return sum(row.assessment.is_met for row in self.rows)

    @property
    def exceeded(self) -> int:
        return sum(row.assessment.reached == Reached.EXCEEDED for row in self.rows)

    @property
    def open_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.assessment.reached in {Reached.MISSED, Reached.NO_RESULT})

    @property
    def is_complete(self) -> bool:
        return bool(self.assigned) and self.met == self.assigned

    @property
    def has_estimates(self) -> bool:
        """Whether the count rests on a figure that is not confirmed."""
        judged = [row for row in self.rows if row.assessment.reached != Reached.NOT_ASSIGNED and row.figure]
        return any(row.figure.is_estimate for row in judged)

    @property
    def in_words(self) -> str:
        if not self.assigned:
            return _("Không được giao chỉ tiêu")
        words = _("đạt %(met)s/%(assigned)s chỉ tiêu") % {"met": self.met, "assigned": self.assigned}
        return with_mark(words, is_estimate=self.has_estimates)


@dataclass(frozen=True)
class Total:
    """One indicator of the region. ``result`` and ``target`` are None when the parts cannot be added up.

    ``counted`` units of ``units`` went into it; ``without`` names the others, with what they lack in words.
    """

    indicator: object
    result: Fraction | None
    target: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    mean: Fraction | None
    mean_excess: Fraction | None
    counted: int
    units: int
    without: tuple[str, ...]
    is_estimate: bool

    @property
    def assessment(self) -> Assessment:
        return assess(
            target=self.target, result=self.result, in_points=self.indicator.in_points, better=self.indicator.better
        )

    @property
    def formula(self) -> str:
        """The computation in words and numbers."""
        if self.result is None:
            return ""
        if not self.indicator.is_rate:
            text = _("Tổng kết quả %(result)s, tổng chỉ tiêu giao %(target)s: (%(result)s − %(target)s) ÷ %(target)s")
            return text % {"result": amount(self.result), "target": amount(self.target) if self.target else "0"}
        values = {
            "numerator_label": self.indicator.numerator_label or _("tử số"),
            "denominator_label": self.indicator.denominator_label or _("mẫu số"),
            "numerator": amount(self.numerator),
            "denominator": amount(self.denominator),
            "rate": percent(self.result),
            "target": percent(self.target) if self.target else "–",
        }
        text = _(
            "Σ %(numerator_label)s ÷ Σ %(denominator_label)s = %(numerator)s ÷ %(denominator)s = %(rate)s;"
            " trừ tỷ lệ giao %(target)s"
        )
        if not self.indicator.in_points:
            text = _("%(formula)s, rồi chia cho tỷ lệ giao") % {"formula": text}
        return text % values


def tallies(rows: Iterable[Row]) -> list[UnitTally]:
    """One tally for each unit, in the order of the rows."""
    by_unit: dict[int, list[Row]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    return [UnitTally(unit_id, found[0].unit_name, tuple(found)) for unit_id, found in by_unit.items()]


def totals(rows: Iterable[Row]) -> list[Total]:
    """One total for each indicator, over the units to which it is assigned, in the order of the indicators."""
    by_indicator: dict[int, list[Row]] = {}
    for row in rows:
        if row.target:
            by_indicator.setdefault(row.indicator.pk, []).append(row)
    found = sorted(by_indicator.values(), key=lambda each: (each[0].indicator.position, each[0].indicator.code))
    return [_total(each) for each in found]


def _total(rows: list[Row]) -> Total:
    indicator = rows[0].indicator
    known = [row for row in rows if row.figure is not None]
    added = [row for row in known if row.figure.adds_up] if indicator.is_rate else known
    without = [_("%(unit)s: chưa có kết quả") % {"unit": row.unit_name} for row in rows if row.figure is None]
    without += [
        _("%(unit)s: chỉ có tỷ lệ, không có số để cộng") % {"unit": row.unit_name} for row in known if row not in added
    ]
    numerator = denominator = result = target = None
    if added and indicator.is_rate:
        numerator = sum((row.figure.numerator for row in added), Fraction(0))
        denominator = sum((row.figure.denominator for row in added), Fraction(0))
        result = percent_of(numerator, denominator)
        target = sum((row.target * row.figure.denominator for row in added), Fraction(0)) / denominator
    elif added:
        result = sum((row.figure.value for row in added), Fraction(0))
        target = sum((row.target for row in added), Fraction(0))
    excesses = [row.assessment.excess for row in known]
    return Total(
        indicator=indicator,
        result=result,
        target=target,
        numerator=numerator,
        denominator=denominator,
        mean=_mean([row.figure.value for row in known]),
        mean_excess=_mean(excesses),
        counted=len(added),
        units=len(rows),
        without=tuple(without),
        is_estimate=any(row.figure.is_estimate for row in known),
    )


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


@dataclass(frozen=True)
class Sentence:
    """What a report may say of the region. ``everybody`` is empty unless it is true of every unit and every target."""

    text: str
    everybody: str
    is_complete: bool


def sentence(rows: Sequence[Row], *, units: int, named: bool = True) -> Sentence:
    """“9/9 đơn vị đạt và vượt 2/2 chỉ tiêu; vượt về việc 2,74%, về tiền 2,79%”, or what is true instead.

    ``units``: how many stand in the line. Those without any assigned target are not counted, and then nothing is said
    of everybody. One miss: "8/9 …", naming the unit and the missing target; with
    ``named`` False (for readers who may not see the figures of others) the number alone. Estimates are marked.
    """
    counted = [tally for tally in tallies(rows) if tally.assigned]
    if not counted:
        return Sentence("", "", is_complete=False)
    complete = [tally for tally in counted if tally.is_complete]
    exceeding = [tally for tally in complete if tally.exceeded == tally.assigned]
    share = f"{len(complete)}/{len(counted)}"
    what = _what(counted, all_exceed=exceeding == complete)
    parts = [_("%(share)s đơn vị %(what)s") % {"share": share, "what": what}]
    if exceeding and len(exceeding) < len(complete):
        parts[0] += _(", trong đó %(n)s đơn vị vượt") % {"n": len(exceeding)}
    is_complete = len(complete) == len(counted)
    found = totals(rows)
    if is_complete and (by_how_much := _excesses(found)):
        parts.append(by_how_much)
    if not is_complete and named:
        parts += [_missing(tally) for tally in counted if not tally.is_complete]
    mark = f" {_('(ước)')}" if any(total.is_estimate for total in found) else ""
    everybody = _("Tất cả các đơn vị %(what)s") % {"what": what} + mark if is_complete and len(counted) == units else ""
    return Sentence("; ".join(parts) + mark, everybody, is_complete)


def _what(counted: list[UnitTally], *, all_exceed: bool) -> str:
    """“đạt và vượt 2/2 chỉ tiêu”; without the numbers where units were assigned different numbers of targets."""
    numbers = {tally.assigned for tally in counted}
    verb = _("đạt và vượt") if all_exceed else _("đạt")
    if len(numbers) == 1:
        (number,) = numbers
        return _("%(verb)s %(n)s/%(n)s chỉ tiêu") % {"verb": verb, "n": number}
    return _("%(verb)s các chỉ tiêu được giao") % {"verb": verb}


def _excesses(found: list[Total]) -> str:
    """“vượt về việc 2,74%, về tiền 2,79%”: only indicators of the region that are above what was asked."""
    above = [
        f"{total.indicator.in_sentence} {percent(total.assessment.excess)}"
        for total in found
        if total.assessment.reached == Reached.EXCEEDED and not total.without
    ]
    return _("vượt %(what)s") % {"what": ", ".join(above)} if above else ""


def _missing(tally: UnitTally) -> str:
    missed = [row.indicator.in_sentence for row in tally.open_rows if row.assessment.reached == Reached.MISSED]
    unknown = [row.indicator.in_sentence for row in tally.open_rows if row.assessment.reached == Reached.NO_RESULT]
    parts = []
    if missed:
        parts.append(_("chưa đạt chỉ tiêu %(what)s") % {"what": ", ".join(missed)})
    if unknown:
        parts.append(_("chưa có kết quả chỉ tiêu %(what)s") % {"what": ", ".join(unknown)})
    return _("%(unit)s %(what)s") % {"unit": tally.unit_name, "what": _(" và ").join(parts)}
