"""The engine: below, at and above each threshold; groups; what nobody knows."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalog.domain.eligibility import Assessment, Group, GroupFinding, Outcome, Rule, assess, holds
from apps.catalog.enums import Confidence
from apps.catalog.facts import CONFIRMED, Known

MET, UNKNOWN, WARNED, BLOCKED = Outcome.MET, Outcome.UNKNOWN, Outcome.WARNED, Outcome.BLOCKED


def rule(code="R", comparison="ge", value=3, **changes) -> Rule:
    return Rule(code=code, fact=changes.pop("fact", code), comparison=comparison, value=value, label=code, **changes)


def outcome(rules, facts, groups=(), subject="individual") -> Outcome:
    return assess(rules, groups, {name: Known(value) for name, value in facts.items()}, subject).outcome


@pytest.mark.parametrize(
    ("comparison", "value", "actual", "held"),
    [
        ("ge", 70, Decimal("69.99"), False),
        ("ge", 70, 70, True),
        ("ge", 70, Decimal("70.01"), True),
        ("le", 0, 0, True),
        ("le", 0, 1, False),
        ("between", [36, 59], 35, False),
        ("between", [36, 59], 36, True),
        ("between", [36, 59], 59, True),
        ("between", [36, 59], 60, False),
        ("eq", True, True, True),
        ("eq", False, True, False),
        ("eq", "excellent", "excellent", True),
        ("in", ["excellent", "good"], "good", True),
        ("in", ["excellent", "good"], "fair", False),
        ("not_in", ["sudden", "movement"], ["merit", "sudden"], False),
        ("not_in", ["sudden", "movement"], ["merit"], True),
        ("not_in", ["sudden", "movement"], [], True),
    ],
)
def test_comparison(comparison, value, actual, held):
    assert holds(comparison, actual, value) is held


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (Confidence.VERIFIED, BLOCKED),
        (Confidence.HISTORICAL, BLOCKED),
        (Confidence.UNVERIFIED, WARNED),
        (Confidence.ILLUSTRATIVE, WARNED),
    ],
)
def test_a_missed_rule_blocks_or_warns_by_its_confidence(confidence, expected):
    assert outcome([rule(confidence=confidence)], {"R": 2}) == expected


def test_what_is_not_known_neither_blocks_nor_passes():
    assert outcome([rule()], {}) == UNKNOWN
    assert outcome([rule()], {"R": None}) == UNKNOWN


def test_a_rule_for_collectives_is_not_asked_of_a_person():
    assert outcome([rule(subject="collective")], {"R": 0}) == MET
    assert outcome([rule(subject="collective")], {"R": 0}, subject="collective") == BLOCKED


def test_any_of_is_as_good_as_its_best_and_all_of_as_bad_as_its_worst():
    both = [rule("A", group="G"), rule("B", group="G")]
    any_of, all_of = [Group("G", "any", "G")], [Group("G", "all", "G")]
    assert outcome(both, {"A": 3, "B": 0}, any_of) == MET
    assert outcome(both, {"A": 3, "B": 0}, all_of) == BLOCKED
    assert outcome(both, {"A": 0}, any_of) == UNKNOWN
    assert outcome(both, {"A": 0, "B": 0}, any_of) == BLOCKED


def test_groups_stand_in_groups_in_the_order_of_the_rules():
    groups = [Group("WAY", "any", "way"), Group("D", "all", "d", "WAY"), Group("YEARS", "any", "years", "D")]
    rules = [
        rule("A", group="WAY"),
        rule("D1", group="YEARS", value=2),
        rule("D2", group="YEARS", value=2),
        rule("I", group="D", value=2),
    ]
    found = assess(rules, groups, {name: Known(value) for name, value in {"D1": 1, "D2": 2, "I": 2}.items()}, "both")
    assert found.outcome == MET
    (way,) = found.parts
    assert isinstance(way, GroupFinding)
    assert [finding.rule.code for finding in found.findings()] == ["A", "D1", "D2", "I"]
    assert outcome(rules, {"A": 0, "D1": 2, "D2": 0, "I": 1}, groups) == BLOCKED


def test_no_condition_is_met():
    assert Assessment(()).outcome == MET


def test_a_circle_of_groups_is_a_mistake_of_the_catalogue():
    with pytest.raises(ValueError, match="itself"):
        outcome([rule(group="A")], {}, [Group("A", "all", "a", "B"), Group("B", "all", "b", "A")])


def test_a_group_that_is_not_in_force_is_a_mistake_of_the_catalogue():
    with pytest.raises(KeyError):
        outcome([rule(group="GONE")], {"R": 3})


@pytest.mark.parametrize(
    ("comparison", "value", "actual"),
    [("ge", 3, "excellent"), ("ge", 3, True), ("between", ["a"], 3), ("in", 5, "good"), ("between", ["x", "y"], 3)],
)
def test_what_cannot_be_compared_is_unknown_not_an_error(comparison, value, actual):
    assert outcome([rule(comparison=comparison, value=value)], {"R": actual}) == Outcome.UNKNOWN


def test_what_people_confirm_meets_the_condition():
    assert outcome([rule(comparison="ge", value=5)], {"R": CONFIRMED}) == Outcome.MET


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine that is shared, not slow drawing
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=6), st.integers(0, 5))
def test_a_better_fact_never_makes_it_worse(facts, gain):
    """Monotone: for conditions of the kind "at least", more is never worse, in groups of either mode."""
    groups = [Group("ANY", "any", ""), Group("ALL", "all", "")]
    rules = [rule(f"R{n}", group="ANY" if any_of else "ALL") for n, (_value, any_of) in enumerate(facts)]
    before = outcome(rules, {f"R{n}": value for n, (value, _any) in enumerate(facts)}, groups)
    after = outcome(rules, {f"R{n}": value + gain for n, (value, _any) in enumerate(facts)}, groups)
    assert after <= before
