"""target, proportional, target_best: results held against assigned targets."""

from decimal import Decimal

import pytest

from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.explain import explain
from apps.scoring.domain.methods import peers_of
from apps.scoring.domain.rules import MeasureError
from apps.scoring.tests.rules_for_tests import band, leaf, measure, points

TARGET = leaf("target", 45, per_item=0.5, cap=47)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(0, "0"), (50, "22.5"), (99, "44.55"), (100, "45"), (101, "45.5"), ("101.9", "45.5"), (104, "47"), (200, "47")],
)
def test_target_by_share_then_points_for_each_percent_above(actual, expected):
    assert points(TARGET, target=100, actual=actual) == Decimal(expected)


def test_target_of_a_rate_counts_the_excess_in_percentage_points():
    line = compute_line(TARGET, measure(target="83.90", numerator=86, denominator=100))
    assert (line.base, line.bonus, line.points) == (45, 1, 46)


@pytest.mark.parametrize("target", [0, -1])
def test_target_must_be_above_zero(target):
    with pytest.raises(MeasureError) as refusal:
        points(TARGET, target=target, actual=5)
    assert refusal.value.field == "target"


# THADS 2015: missed by less than 5 %, by less than 15 %.
EXCESS_BANDS = leaf(
    "target",
    10,
    bands=[band(10, 0), band(6, -5, 0, lo_open=True, hi_open=True), band(3, -15, -5, lo_open=True), band(0, None, -15)],
)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(100, 10), ("99.999", 6), ("95.001", 6), (95, 3), ("85.001", 3), (85, 0), (0, 0), (140, 10)],
)
def test_target_with_bands_of_the_excess(actual, expected):
    assert points(EXCESS_BANDS, target=100, actual=actual) == expected


def test_target_with_bands_of_the_share():
    rule = leaf("target", 10, bands=[band(10, 100), band(7, 90, 100, hi_open=True), band(0, None, 90, hi_open=True)])
    assert [points(rule, target=50, actual=done) for done in (50, 45, 44)] == [10, 7, 0]


@pytest.mark.parametrize(("done", "expected"), [(0, "0"), (1, "0.667"), (2, "1.333"), (3, "2"), (4, "2")])
def test_proportional_is_the_standard_times_the_share_done(done, expected):
    assert points(leaf("proportional", 2), numerator=done, denominator=3) == Decimal(expected)


def test_proportional_beyond_the_standard_as_far_as_the_cap():
    rule = leaf("proportional", 2, cap=3)
    line = compute_line(rule, measure(numerator=5, denominator=4))
    assert (line.base, line.bonus) == (2, Decimal("0.5"))
    assert points(rule, numerator=2, denominator=1) == 3


def test_proportional_reads_a_result_and_its_target():
    assert points(leaf("proportional", 2), actual=30, target=40) == Decimal("1.5")


BEST = leaf("target_best", 10)


def cluster(*pairs):
    return [measure(target=target, actual=actual) for target, actual in pairs]


def scored(measures):
    peers = peers_of(measures)
    return [str(compute_line(BEST, each, peers).points) for each in measures]


def test_target_best_of_a_cluster():
    measures = cluster((10, 5), (10, 10), (10, 15), (10, 20), (4, 7))
    assert scored(measures) == ["2.500", "5.000", "7.500", "10.000", "8.750"]


def test_target_best_goes_stale_when_another_unit_enters_late():
    """K1000: one unit entered 10 (target 1) after the others had been scored against a best of 5."""
    before = cluster((1, 2), (1, 5))
    after = [*before, *cluster((1, 10))]
    assert scored(before) == ["6.250", "10.000"]
    assert scored(after) == ["5.556", "7.222", "10.000"]


def test_target_best_without_targets_compares_results():
    assert scored(cluster((None, 3), (0, 4), (10, 40), (None, None))) == ["7.500", "10.000", "10.000", "0.000"]


def test_target_best_with_a_target_but_no_result_is_zero():
    assert scored(cluster((10, None), (10, 5))) == ["0.000", "2.500"]


def test_target_best_leaves_out_lines_not_applicable():
    others = [*cluster((10, 15)), measure(target=10, actual=100, not_applicable=True)]
    assert peers_of(others).best_share == Decimal("0.5")


def test_target_best_above_target_without_the_cluster_is_provisional():
    line = compute_line(BEST, measure(target=10, actual=15))
    assert (line.points, line.provisional) == (5, True)
    assert explain(line.steps)[-1] == "Phần còn lại tính khi có số liệu của cả Cụm."


def test_target_best_refuses_a_negative_target():
    with pytest.raises(MeasureError):
        points(BEST, target=-1, actual=1)


def test_explanation_of_target_best():
    line = compute_line(BEST, measure(target=10, actual=15), peers_of(cluster((10, 15), (10, 20))))
    assert explain(line.steps) == [
        "Kết quả 15 so với chỉ tiêu 10.",
        "Vượt 50%, đơn vị vượt cao nhất 100%: nửa điểm chuẩn cộng phần vượt thành 7,5 điểm.",
    ]
