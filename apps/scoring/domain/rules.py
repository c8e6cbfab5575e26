"""The words of the engine: a criterion's rule, what was measured, the points that follow.

Plain frozen values without database, clock or user. Points are Decimal with at most three decimals,
ratios and bounds of ``ratio_band`` are in percent (95 = 95 %), lateness is in days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from apps.core.errors import DomainError
from apps.scoring.domain.exact import NOUGHT

ADDITIVE = "additive"
BONUS, PENALTY = "bonus", "penalty"
FULL, EXCLUDE, ZERO = "full", "exclude", "zero"
CHOOSE_ONE, CUMULATIVE = "choose_one", "cumulative"


class MeasureError(DomainError):
    """What was typed cannot be measured by this rule; ``field`` names the input."""


@dataclass(frozen=True, slots=True)
class BandRule:
    """Mức điểm: one step of a banded criterion. An empty bound has no limit; ``date_to`` is included."""

    label: str
    points: Decimal
    lo: Decimal | None = None
    lo_open: bool = False
    hi: Decimal | None = None
    hi_open: bool = False
    date_to: date | None = None
    lo2: Decimal | None = None
    lo2_open: bool = False
    hi2: Decimal | None = None
    hi2_open: bool = False
    note: str = ""

    @property
    def has_range(self) -> bool:
        return any(bound is not None for bound in (self.lo, self.hi, self.lo2, self.hi2, self.date_to))


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """Điểm thưởng or điểm trừ on top of a criterion: ``points`` per case, up to ``cap`` (None: no limit).

    A penalty always deducts, whatever the sign of ``points``. ``group_rule`` ``choose_one``: of the
    rows so marked (same kind, same criterion) only the largest counts. ``requires``: see ``requires.py``.
    """

    label: str
    kind: str
    points: Decimal
    cap: Decimal | None = None
    group_rule: str = ""
    requires: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """Tiêu chí: one row of a criteria set, group or leaf.

    ``max_points`` is the standard (điểm chuẩn) of a leaf; for a leaf of method bonus or penalty it is
    the cap of the line (0 or None: none printed); for a group it only repeats the sum of the base maxima.
    ``cap`` limits: the points of a group; the counted points of ``count``; all that is taken off a
    ``deduct`` leaf; the points of any other line, and may then lie above the maximum.
    ``floor``: the line's points go no lower. Without it a line may fall below zero.
    """

    code: str
    parent_code: str = ""
    number: str = ""
    label: str = ""
    method: str = ""
    max_points: Decimal | None = None
    step: Decimal | None = None
    per_item: Decimal | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None
    group_rule: str = ""
    requires: str = ""
    not_applicable: str = ""
    applies_to: str = ""
    self_by: str = ""
    review_by: str = ""
    source_fact: str = ""
    provision: str = ""
    note: str = ""
    bands: tuple[BandRule, ...] = ()
    adjustments: tuple[AdjustmentRule, ...] = ()

    @property
    def is_adjustment(self) -> bool:
        """A leaf of base 0 that only adds (bonus) or takes off (penalty)."""
        return self.method in (BONUS, PENALTY)

    @property
    def base_max(self) -> Decimal:
        """What this leaf adds to the maximum of the table: nothing for a bonus or penalty leaf."""
        return Decimal(0) if self.is_adjustment or self.max_points is None else self.max_points


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit reports on one line. All fields may be empty; each method reads its own (``Method.inputs``).

    ``count``: items, days late, or the first measure of a two-way lookup. ``actual_on``: the date held
    against a calendar cut-off. ``cases``: adjustment label → number of cases.
    """

    points: Decimal | None = None
    count: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    actual_on: date | None = None
    band_label: str = ""
    not_applicable: bool = False
    cases: Mapping[str, Decimal | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Peers:
    """What a relative leaf needs to know of its whole ClusterYear.

    ``best_share``: largest excess (A − T) / T, None when nobody is above target;
    ``best_untargeted``: largest result among units without a target, None when there is none.
    """

    best_share: Fraction | None = None
    best_untargeted: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of "Vì sao?": a code and its figures; ``explain.sentence`` writes it out."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breach:
    """Points given beyond what the rule allows. Codes: ``over_max``, ``off_step``, ``several_chosen``."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinePoints:
    """Points of one line; ``points = base + bonus - penalty`` always, each with three decimals.

    ``applicable`` False: the line is left out of the maximum. ``complete`` False: inputs are missing.
    ``provisional`` True: waits for the figures of the other units of the cluster.
    """

    base: Decimal = NOUGHT
    bonus: Decimal = NOUGHT
    penalty: Decimal = NOUGHT
    points: Decimal = NOUGHT
    breaches: tuple[Breach, ...] = ()
    steps: tuple[Step, ...] = ()
    applicable: bool = True
    complete: bool = True
    provisional: bool = False
