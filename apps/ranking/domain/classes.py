"""Classification: points AND conditions AND quota. Pure, on the ranked units of one run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from apps.ranking.domain.rules import ClassTerms

PERCENT = 100


@dataclass(frozen=True)
class Ranked:
    """A ranked unit. ``points`` compare with the classes' thresholds; ``full``: criteria at their full standard."""

    key: int
    rank: int
    points: Fraction
    full: frozenset[str]


def classify(units: Iterable[Ranked], classes: Sequence[ClassTerms]) -> dict[int, str]:
    """Key of the unit → label of the highest class that it reaches; not there when it reaches none.

    A quota counts from the top of the ranking; units with one rank are never parted by it: when they do not all fit,
    none of them gets the class and nobody below them does.
    """
    waiting = sorted(units, key=lambda unit: (unit.rank, unit.key))
    ranked = len(waiting)
    given: dict[int, str] = {}
    for terms in classes:
        places = quota(terms.quota_percent, ranked)
        reaching = [unit for unit in waiting if reaches(unit, terms)]
        for _rank, group in groupby(reaching, key=lambda unit: unit.rank):
            equal = list(group)
            if places is not None and len(equal) > places:
                break
            places = None if places is None else places - len(equal)
            given |= dict.fromkeys((unit.key for unit in equal), terms.label)
        waiting = [unit for unit in waiting if unit.key not in given]
    return given


def reaches(unit: Ranked, terms: ClassTerms) -> bool:
    """Points and conditions, quota apart."""
    return unit.points >= terms.min_points and unit.full.issuperset(terms.conditions)


def quota(percent: Decimal | None, ranked: int) -> int | None:
    """How many of ``ranked`` units may have a class: never more than the share; None without a quota."""
    return None if percent is None else int(Fraction(percent) * ranked / PERCENT)
