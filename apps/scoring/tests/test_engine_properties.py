"""Properties that hold for whatever is typed: never above cap, parts add up, monotone, exact."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.scoring.domain.canonical import sheet_hash, sheet_rows
from apps.scoring.domain.engine import compute_line, compute_sheet
from apps.scoring.domain.exact import exact, round_points
from apps.scoring.domain.methods import peers_of
from apps.scoring.domain.rules import Measure
from apps.scoring.domain.tree import build_tree
from apps.scoring.tests.rules_for_tests import (
    LATENESS_DONG_THAP,
    RATIO_2022,
    bonus,
    group,
    leaf,
    penalty,
)

settings.register_profile("scoring", deadline=None, max_examples=60)
QUICK = settings.get_profile("scoring")

whole = st.integers(0, 10_000).map(Decimal)
thousandths = st.integers(0, 20_000).map(lambda n: Decimal(n) / 1000)
ROWS = [bonus(0.5, 3), bonus(2, label="lớn"), penalty(0.75, 5), penalty(4, label="nặng")]
EVERYTHING = leaf("manual", 10, cap=14, floor=-2, adjustments=ROWS)
cases = st.fixed_dictionaries({name: st.integers(0, 9) for name in ("thưởng", "lớn", "trừ", "nặng")})


@QUICK
@given(thousandths, cases)
def test_line_adds_up_and_stays_within_cap_and_floor(typed, counted):
    line = compute_line(EVERYTHING, Measure(points=typed, cases=counted))
    assert line.points == line.base + line.bonus - line.penalty
    assert -2 <= line.points <= 14
    assert 0 <= line.base <= 10
    assert line.bonus >= 0
    assert line.penalty >= 0


@QUICK
@given(whole, whole, st.integers(1, 10_000).map(Decimal))
def test_a_higher_ratio_never_gives_less(first, second, denominator):
    low, high = sorted((first, second))
    lower, upper = (compute_line(RATIO_2022, Measure(numerator=n, denominator=denominator)).points for n in (low, high))
    assert lower <= upper


@QUICK
@given(whole, whole)
def test_later_never_gives_more(first, second):
    early, late = sorted((first, second))
    assert (
        compute_line(LATENESS_DONG_THAP, Measure(count=early)).points
        >= compute_line(LATENESS_DONG_THAP, Measure(count=late)).points
    )


@QUICK
@given(whole, whole, st.sampled_from(["count", "deduct"]))
def test_more_items_never_turn_around(first, second, method):
    few, many = sorted((first, second))
    rule = leaf(method, 5, per_item="0.3", cap=4)
    fewer, more = (compute_line(rule, Measure(count=n)).points for n in (few, many))
    assert fewer <= more if method == "count" else fewer >= more
    assert min(fewer, more) >= 0
    assert max(fewer, more) <= 5


@QUICK
@given(whole, st.integers(1, 10_000).map(Decimal))
def test_proportional_is_the_exact_fraction_rounded_once(done, planned):
    line = compute_line(leaf("proportional", 7), Measure(numerator=done, denominator=planned))
    assert line.points == round_points(min(Fraction(7), 7 * exact(done) / exact(planned)))


@QUICK
@given(st.fractions(-1000, 1000))
def test_rounding_is_half_up_and_never_off_by_more_than_half_a_thousandth(value):
    rounded = exact(round_points(value))
    assert abs(rounded - value) <= Fraction(1, 2000)
    assert round_points(-value) == -round_points(value)


results = st.tuples(st.none() | st.integers(0, 50).map(Decimal), st.none() | st.integers(0, 100).map(Decimal))


@QUICK
@given(st.lists(results, min_size=1, max_size=8))
def test_target_best_of_a_cluster_stays_within_the_standard_and_somebody_is_best(pairs):
    rule = leaf("target_best", 10)
    measures = [Measure(target=target, actual=actual) for target, actual in pairs]
    peers = peers_of(measures)
    points = [compute_line(rule, each, peers).points for each in measures]
    assert all(0 <= each <= 10 for each in points)
    if peers.best_share is not None:
        assert max(points) == 10


@QUICK
@given(st.integers(1, 50).map(Decimal), whole, whole)
def test_target_best_is_monotone_in_the_own_result(target, first, second):
    rule = leaf("target_best", 10)
    other = Measure(target=Decimal(1), actual=Decimal(3))
    low, high = sorted((first, second))

    def points(actual):
        own = Measure(target=target, actual=actual)
        return compute_line(rule, own, peers_of([own, other])).points

    assert points(low) <= points(high)


TREE = build_tree(
    [
        group("A"),
        leaf("manual", 3, code="1", parent_code="A", not_applicable="exclude", adjustments=[bonus(1, 2)]),
        leaf("manual", 4, code="2", parent_code="A", adjustments=[penalty(1)]),
        group("C", cap=3, floor=1),
        leaf("bonus", 5, code="3", parent_code="C"),
        group("D", cap=2),
        leaf("penalty", 5, code="4", parent_code="D"),
    ]
)
lines = st.builds(
    Measure,
    points=st.none() | thousandths,
    not_applicable=st.booleans(),
)


@QUICK
@given(st.dictionaries(st.sampled_from("1234"), lines))
def test_sum_of_parts_is_the_total(measures):
    sheet = compute_sheet(TREE, measures)
    assert sheet.total == sheet.base + sheet.bonus - sheet.penalty
    assert sheet.total == sum(sheet.groups[node.code].points for node in TREE.roots)
    for group_points in sheet.groups.values():
        assert group_points.points == group_points.base + group_points.bonus - group_points.penalty
    assert 1 <= sheet.groups["C"].points <= 3
    assert sheet.groups["D"].points >= -2


@QUICK
@given(st.dictionaries(st.sampled_from("1234"), lines), st.randoms())
def test_hash_depends_on_the_points_alone(measures, random):
    rows = sheet_rows(TREE, compute_sheet(TREE, measures).lines)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert sheet_hash(rows) == sheet_hash(shuffled)
