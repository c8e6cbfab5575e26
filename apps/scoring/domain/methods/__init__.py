"""The ways in which a leaf gets its points: one module per base method, one registry.

A new method is one module with its class, a line here and its table test.
"""

from apps.scoring.domain.methods.base import Finding, Method, Outcome
from apps.scoring.domain.methods.choice import Choice
from apps.scoring.domain.methods.count import Count
from apps.scoring.domain.methods.deduct import Deduct
from apps.scoring.domain.methods.extra import Bonus, Penalty
from apps.scoring.domain.methods.lateness_band import LatenessBand
from apps.scoring.domain.methods.lookup2 import Lookup2
from apps.scoring.domain.methods.manual import Manual
from apps.scoring.domain.methods.proportional import Proportional
from apps.scoring.domain.methods.ratio_band import RatioBand
from apps.scoring.domain.methods.target import Target
from apps.scoring.domain.methods.target_best import TargetBest, peers_of

METHODS: dict[str, Method] = {
    method.code: method
    for method in (
        Manual(),
        Choice(),
        RatioBand(),
        LatenessBand(),
        Count(),
        Deduct(),
        Lookup2(),
        Target(),
        Proportional(),
        TargetBest(),
        Bonus(),
        Penalty(),
    )
}

__all__ = ["METHODS", "Finding", "Method", "Outcome", "asked_of", "is_group", "method_of", "peers_of"]


def is_group(rule) -> bool:
    """Whether the rule is that of a group: it has no method, and points on it are stated outright."""
    return rule.method not in METHODS


def asked_of(rule) -> tuple[str, ...]:
    """What a form asks for on a line: the inputs of the method, of a group the points."""
    return ("points",) if is_group(rule) else METHODS[rule.method].inputs_for(rule)


def method_of(rule) -> Method:
    """The method of a leaf. Raises KeyError for a group or an unknown code: the set was not checked."""
    return METHODS[rule.method]
