"""What every base method offers, and the checks of input they share."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring.domain.exact import exact
from apps.scoring.domain.rules import Breach, CriterionRule, Measure, MeasureError, Peers, Step

MAX_COUNT = 10**9 - 1
MAX_AMOUNT = 10**12 - 1
PERCENT = 100
_LIMITS = {
    "points": MAX_COUNT,
    "count": MAX_COUNT,
    "numerator": MAX_AMOUNT,
    "denominator": MAX_AMOUNT,
    "target": MAX_AMOUNT,
    "actual": MAX_AMOUNT,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a base method before rounding: ``points`` up to the maximum, ``bonus`` beyond it.

    Only leaves of method bonus or penalty fill ``penalty`` here; they leave ``points`` at 0.
    """

    points: Fraction
    steps: tuple[Step, ...] = ()
    bonus: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)
    breaches: tuple[Breach, ...] = ()
    complete: bool = True
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault (``error``) or doubt (``warning``) in a rule. ``band`` and ``adjustment`` count from 0."""

    level: str
    column: str
    message: str
    band: int | None = None
    adjustment: int | None = None


def error(column: str, message: str, **where) -> Finding:
    return Finding("error", column, message, **where)


def warning(column: str, message: str, **where) -> Finding:
    return Finding("warning", column, message, **where)


class Method:
    """A way in which a leaf gets its base points.

    ``inputs`` names the fields of Measure that it reads, in the order in which a form asks for them.
    """

    code = ""
    inputs: tuple[str, ...] = ()
    takes_bands = False
    needs_peers = False

    def inputs_for(self, rule: CriterionRule) -> tuple[str, ...]:
        """Fields to ask for under this very rule. Without its bands or figures a method asks for points."""
        return self.inputs

    def compute(self, rule: CriterionRule, measure: Measure, peers: Peers | None) -> Outcome:
        """Base points, exact. Raises MeasureError for impossible input."""
        raise NotImplementedError

    def check(self, rule: CriterionRule) -> Iterator[Finding]:
        """Faults and doubts of the rule that only this method can see."""
        yield from ()

    def describe(self, rule: CriterionRule) -> Iterator[str]:
        """The rule in plain words, one sentence each."""
        raise NotImplementedError


def missing() -> Outcome:
    """Nothing was typed yet: no points, and the line counts as incomplete."""
    return Outcome(Fraction(0), (Step("missing"),), complete=False)


def given(rule: CriterionRule, points: Decimal | None) -> Outcome:
    """Points stated outright: from 0 (or the floor) to the maximum; beyond it only a breach."""
    if points is None:
        return missing()
    value, maximum = points_typed(points), exact(rule.max_points)
    lowest = min(exact(rule.floor), Fraction(0))
    if value < lowest:
        message = _("Điểm không được nhỏ hơn %(limit)s.")
        raise MeasureError(message % {"limit": rule.floor if lowest else 0}, field="points", code="negative")
    steps = (Step("given", {"points": value, "max": maximum}),)
    if value <= maximum:
        return Outcome(value, steps)
    breach = Breach("over_max", {"points": value, "max": maximum})
    return Outcome(maximum, (*steps, Step("over_max", {"max": maximum})), breaches=(breach,))


def finite(value: Decimal, field: str) -> Fraction:
    """The number, exact. Raises MeasureError for NaN and infinity."""
    if isinstance(value, Decimal) and not value.is_finite():
        raise MeasureError(_("Nhập một số, ví dụ 2,5."), field=field, code="invalid")
    return Fraction(value)


def bounded(value: Fraction, limit: int, field: str) -> Fraction:
    """The number as it is, with or without minus, when it is not beyond belief. Raises MeasureError."""
    if abs(value) > limit:
        raise MeasureError(_("Số quá lớn, đề nghị kiểm tra lại."), field=field, code="huge")
    return value


def points_typed(points: Decimal) -> Fraction:
    """Points stated outright, exact, as large as a line can keep. Raises MeasureError."""
    return bounded(finite(points, "points"), MAX_COUNT, "points")


def check_sizes(measure: Measure) -> None:
    """Refuse figures that a line cannot keep, also those that the rule does not read. Raises MeasureError."""
    for name, limit in _LIMITS.items():
        value = getattr(measure, name)
        if value is not None:
            bounded(finite(value, name), limit, name)


def whole(value: Decimal | int, field: str) -> Fraction:
    """A number of things: whole, not negative, not beyond belief. Raises MeasureError."""
    number = amount(value, field)
    if number.denominator != 1:
        raise MeasureError(_("Nhập một số nguyên."), field=field, code="not_whole")
    return bounded(number, MAX_COUNT, field)


def amount(value: Decimal | Fraction | int, field: str) -> Fraction:
    """A quantity: not negative, not beyond belief. Raises MeasureError."""
    number = finite(value, field)
    if number < 0:
        raise MeasureError(_("Nhập số không âm."), field=field, code="negative")
    return bounded(number, MAX_AMOUNT, field)


def percent(measure: Measure) -> Fraction | None:
    """Numerator over denominator in percent, unrounded; None while either is missing. Raises MeasureError."""
    if measure.numerator is None or measure.denominator is None:
        return None
    numerator, denominator = amount(measure.numerator, "numerator"), amount(measure.denominator, "denominator")
    if denominator == 0:
        message = _("Mẫu số bằng 0. Nếu không có việc nào, hãy chọn “Không phát sinh”.")
        raise MeasureError(message, field="denominator", code="zero")
    return numerator / denominator * PERCENT


def ratio_step(measure: Measure, value: Fraction) -> Step:
    return Step("ratio", {"numerator": measure.numerator, "denominator": measure.denominator, "percent": value})
