"""Classification: points AND conditions AND quota. Pure, on the ranked units of one run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from apps.ranking.domain.rules import PERCENT, ClassTerms
from apps.scoring.domain.tree import Tree
from apps.scoring.enums import QuotaRounding

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Ranked:
    """A ranked unit. ``points`` compare with the classes' thresholds; ``full``: criteria at their full standard.

    ``maximum``: of the set. ``shortfalls``: how its targets were missed (``scoring.domain.class_terms``).
    ``not_above``: the highest class that a disqualifier leaves it; empty for any.
    """

    key: int
    rank: int
    points: Fraction
    full: frozenset[str]
    maximum: Fraction = Fraction(0)
    shortfalls: Mapping[str, Fraction | None] = field(default_factory=dict)
    not_above: str = ""


@dataclass(frozen=True)
class QuotaTie:
    """Units of one rank at the line of a quota: more of them than ``places`` are left."""

    label: str
    keys: frozenset[int]
    places: int


@dataclass(frozen=True)
class Classes:
    """``given``: key → label; no key where no class is reached. ``ties``: what somebody has to decide."""

    given: dict[int, str]
    ties: tuple[QuotaTie, ...]


def classify(
    units: Iterable[Ranked],
    classes: Sequence[ClassTerms],
    decided: Mapping[tuple[str, frozenset[int]], frozenset[int]] | None = None,
) -> Classes:
    """The highest class that each unit reaches.

    A quota counts from the top of the ranking. Units with one rank are never parted by it: when they do not all fit,
    none of them gets the class and nobody below them does, unless it was decided who (``decided``: label and equal
    units → those chosen, never more than there are places).
    """
    waiting = sorted(units, key=lambda unit: (unit.rank, unit.key))
    ranked = len(waiting)
    labels = [terms.label for terms in classes]
    given: dict[int, str] = {}
    ties = []
    for terms in classes:
        places = quota(terms, ranked)
        reaching = [unit for unit in waiting if reaches(unit, terms) and allowed(unit, terms, labels)]
        for _rank, group in groupby(reaching, key=lambda unit: unit.rank):
            keys = frozenset(unit.key for unit in group)
            if places is not None and len(keys) > places:
                chosen = (decided or {}).get((terms.label, keys), frozenset())
                if chosen and len(chosen) <= places:
                    given |= dict.fromkeys(chosen, terms.label)
                elif places:
                    ties.append(QuotaTie(terms.label, keys, places))
                break
            places = None if places is None else places - len(keys)
            given |= dict.fromkeys(keys, terms.label)
        waiting = [unit for unit in waiting if unit.key not in given]
    return Classes(given, tuple(ties))


def reaches(unit: Ranked, terms: ClassTerms) -> bool:
    """Points and conditions, quota and disqualifiers apart."""
    return (
        unit.points >= terms.threshold(unit.maximum)
        and unit.full.issuperset(terms.conditions)
        and all(each.holds(unit.shortfalls) for each in terms.targets)
    )


def full_base(tree: Tree, code: str, applicable: Decimal) -> Decimal:
    """Base points at which a criterion is at its full standard. ``applicable``: its maximum without lines left out.

    The cap of a group may lie below; a unit to which nothing of the criterion applies lacks nothing of it.
    """
    node = tree.nodes[code]
    if node.is_leaf or node.rule.cap is None or tree.only_takes_off(code):
        return applicable
    return min(applicable, node.rule.cap)


def allowed(unit: Ranked, terms: ClassTerms, labels: Sequence[str]) -> bool:
    """Whether no disqualifier keeps the unit out of this class."""
    return not unit.not_above or labels.index(terms.label) >= labels.index(unit.not_above)


def quota(terms: ClassTerms, ranked: int) -> int | None:
    """How many of ``ranked`` units may have the class: the smaller of share and number; None without a quota."""
    limits = [] if terms.quota_number is None else [terms.quota_number]
    if terms.quota_percent is not None:
        limits.append(share(terms.quota_percent, ranked, terms.quota_rounding))
    return min(limits, default=None)


def share(percent: Decimal, ranked: int, rounding: str) -> int:
    """A share of the units as a number of units."""
    exact = Fraction(percent) * ranked / PERCENT
    if rounding == QuotaRounding.UP:
        return -(-exact.numerator // exact.denominator)
    return int(exact + HALF) if rounding == QuotaRounding.NEAREST else int(exact)
