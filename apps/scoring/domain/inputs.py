"""What a person typed on one line, between the form, the stored line and the engine's Measure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from apps.core.text import clean
from apps.scoring.domain.exact import to_places
from apps.scoring.domain.rules import CriterionRule, LinePoints, Measure
from apps.scoring.domain.totals import stored_line
from apps.scoring.models import ScoreLine

NUMBERS = ("count", "numerator", "denominator", "target", "actual")
BOUND_PLACES = 6
PLACES = {"points": 3, "count": 3}  # decimals of the columns; all others keep BOUND_PLACES
POINTS = ("base", "bonus", "penalty", "points")

# Columns of ScoreLine by what they are: whoever copies or stores lines names the groups.
TYPED = ("points_given", *NUMBERS, "actual_on", "band_label", "not_applicable", "cases")
COMPUTED = (*POINTS, "complete", "breaches", "agreed")
CHECKED = ("reason_id", "reason_text", "checked_at")
SAVED = ("saved_by_id", "saved_by_label", "saved_at")


@dataclass(frozen=True)
class LineInput:
    """Inputs of one line. ``not_applicable`` is a NotApplicableReason or empty; ``cases``: adjustment label → cases.

    ``points`` are points stated outright (methods without bands or figures to count).
    """

    points: Decimal | None = None
    count: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    actual_on: date | None = None
    band_label: str = ""
    not_applicable: str = ""
    cases: Mapping[str, int | Decimal] = field(default_factory=dict)
    note: str = ""


def measure_of(inputs: LineInput) -> Measure:
    """What the engine measures: the same without note and without the reason for Không phát sinh."""
    return Measure(
        points=inputs.points,
        actual_on=inputs.actual_on,
        band_label=inputs.band_label,
        not_applicable=bool(inputs.not_applicable),
        cases={label: count for label, count in inputs.cases.items() if count},
        **{name: getattr(inputs, name) for name in NUMBERS},
    )


def stored_inputs(line: ScoreLine) -> LineInput:
    """The inputs as they lie in a line."""
    return LineInput(
        points=line.points_given,
        actual_on=line.actual_on,
        band_label=line.band_label,
        not_applicable=line.not_applicable,
        cases={label: int(count) for label, count in line.cases.items()},
        note=line.note,
        **{name: getattr(line, name) for name in NUMBERS},
    )


def stored_measure(line: ScoreLine) -> Measure:
    return measure_of(stored_inputs(line))


def write_inputs(line: ScoreLine, inputs: LineInput) -> None:
    """Put the inputs into the line (not saved), rounded as its columns keep them."""
    line.points_given = to_places(inputs.points, PLACES["points"])
    line.actual_on = inputs.actual_on
    line.band_label = clean(inputs.band_label)
    line.not_applicable = inputs.not_applicable
    line.cases = {label: int(count) for label, count in inputs.cases.items() if count}
    line.note = clean(inputs.note, multiline=True)
    for name in NUMBERS:
        setattr(line, name, to_places(getattr(inputs, name), PLACES.get(name, BOUND_PLACES)))


def write_points(line: ScoreLine, points: LinePoints) -> None:
    """Put what the engine found into the line (not saved)."""
    for name in POINTS:
        setattr(line, name, getattr(points, name))
    line.complete = points.complete
    line.breaches = [breach.code for breach in points.breaches]


def stored_points(rule: CriterionRule, line: ScoreLine) -> LinePoints | None:
    """The line's points as preconditions of other lines see them, left out or not; None while nothing was typed.

    ``rule``: with what it inherits from its groups (``CriteriaTable.rule``).
    """
    return None if line.points is None else stored_line(rule, line)


def same_inputs(line: ScoreLine, inputs: LineInput) -> bool:
    """Whether saving would change nothing of what was typed."""
    probe = ScoreLine()
    write_inputs(probe, inputs)
    return stored_inputs(probe) == stored_inputs(line)
