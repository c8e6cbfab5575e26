"""manual, count, deduct, bonus and penalty leaves: below, at and above every limit."""

from decimal import Decimal

import pytest

from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.explain import describe_breach, describe_rule, explain
from apps.scoring.domain.rules import MeasureError
from apps.scoring.tests.rules_for_tests import bonus, leaf, measure, penalty, points

MANUAL = leaf("manual", 1.75, step=0.25)


@pytest.mark.parametrize("value", ["0", "0.25", "1.5", "1.75"])
def test_manual_takes_points_within_the_frame(value):
    line = compute_line(MANUAL, measure(points=value))
    assert (line.points, line.breaches) == (Decimal(value), ())


def test_manual_above_the_maximum_counts_the_maximum_and_reports_the_breach():
    line = compute_line(MANUAL, measure(points="1.751"))
    assert line.points == Decimal("1.75")
    assert [breach.code for breach in line.breaches] == ["over_max"]
    assert describe_breach(line.breaches[0]) == "Điểm 1,751 vượt mức tối đa 1,75."


def test_manual_off_its_step_reports_the_breach():
    line = compute_line(MANUAL, measure(points="0.3"))
    assert [describe_breach(breach) for breach in line.breaches] == ["Điểm 0,3 không theo bước 0,25 điểm."]


def test_manual_maximum_off_step_is_no_breach():
    assert compute_line(leaf("manual", 1.7, step=0.5), measure(points="1.7")).breaches == ()


@pytest.mark.parametrize("value", ["-0.001", "NaN", "Infinity"])
def test_manual_refuses_impossible_points(value):
    with pytest.raises(MeasureError) as refusal:
        points(MANUAL, points=value)
    assert refusal.value.field == "points"


def test_manual_untouched_is_incomplete():
    line = compute_line(MANUAL, measure())
    assert (line.points, line.complete) == (0, False)


ARTICLES = leaf("count", 1, per_item=0.2)


@pytest.mark.parametrize(("items", "expected"), [(0, "0"), (4, "0.8"), (5, "1"), (6, "1"), (999_999_999, "1")])
def test_count_stops_at_the_maximum(items, expected):
    assert points(ARTICLES, count=items) == Decimal(expected)


def test_count_stops_at_a_smaller_cap():
    assert points(leaf("count", 2, per_item=0.5, cap=1.5), count=4) == Decimal("1.5")


@pytest.mark.parametrize("items", [-1, "2.5", 10**9])
def test_count_refuses_what_is_no_number_of_items(items):
    with pytest.raises(MeasureError) as refusal:
        points(ARTICLES, count=items)
    assert refusal.value.field == "count"


def test_count_without_points_per_item_takes_points():
    assert points(leaf("count", 2), points=1.25) == Decimal("1.25")


# "-0.5 each, total deduction of a1 not over 1.5".
CAPPED = leaf("deduct", 3, per_item=0.5, cap=1.5)


@pytest.mark.parametrize(("cases", "expected"), [(0, "3"), (1, "2.5"), (3, "1.5"), (4, "1.5"), (100, "1.5")])
def test_deduct_stops_at_the_cap_of_the_deduction(cases, expected):
    assert points(CAPPED, count=cases) == Decimal(expected)


@pytest.mark.parametrize(("cases", "expected"), [(1, "0.5"), (2, "0"), (3, "0")])
def test_deduct_stops_at_its_floor(cases, expected):
    assert points(leaf("deduct", 1, per_item=0.5, floor=0), count=cases) == Decimal(expected)


def test_deduct_without_cap_and_floor_goes_below_zero():
    assert points(leaf("deduct", 1, per_item=2), count=1) == -1


def test_deduct_stops_at_a_negative_floor():
    assert points(leaf("deduct", 1, per_item=2, floor=-1), count=2) == -1


def test_deduct_sign_of_the_points_per_case_does_not_matter():
    assert points(leaf("deduct", 3, per_item=-0.5), count=2) == 2


KINDS = leaf(
    "deduct",
    3,
    cap=1.5,
    adjustments=[penalty(0.5, 1, label="chậm"), penalty(1, label="sai thể thức")],
)


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ({}, "3"),
        ({"chậm": 2}, "2"),
        ({"chậm": 3}, "2"),
        ({"sai thể thức": 1}, "2"),
        ({"chậm": 1, "sai thể thức": 1}, "1.5"),
        ({"chậm": 5, "sai thể thức": 9}, "1.5"),
    ],
)
def test_deduct_with_several_kinds_caps_each_line_and_the_criterion(cases, expected):
    assert points(KINDS, cases=cases) == Decimal(expected)


def test_item_of_one_point_with_a_penalty_of_two_goes_below_zero():
    rule = leaf("manual", 1, adjustments=[penalty(2)])
    line = compute_line(rule, measure(points=0, cases={"trừ": 1}))
    assert (line.base, line.penalty, line.points) == (0, 2, -2)


# 97 + 10 = 107: fixed bonus for titles already held, no printed cap.
TITLES = leaf(
    "bonus", 0, adjustments=[bonus(10, label="Cờ thi đua thành phố"), bonus(15, label="Cờ thi đua Chính phủ")]
)


def test_fixed_bonus_counts_beyond_a_maximum_of_zero():
    line = compute_line(TITLES, measure(band_label="Cờ thi đua thành phố"))
    assert (line.base, line.bonus, line.points) == (0, 10, 10)
    assert 97 + line.points == 107


@pytest.mark.parametrize(("given", "expected"), [(0, 0), (10, 10), (11, 10)])
def test_bonus_leaf_is_capped_by_its_maximum(given, expected):
    assert points(leaf("bonus", 10), points=given) == expected


@pytest.mark.parametrize(("given", "expected"), [(5, -5), (-5, -5), (20, -20), (-21, -20)])
@pytest.mark.parametrize("maximum", [20, -20])
def test_penalty_leaf_always_deducts_up_to_its_maximum(maximum, given, expected):
    assert points(leaf("penalty", maximum), points=given) == expected


def test_penalty_leaf_above_its_maximum_reports_the_breach():
    line = compute_line(leaf("penalty", -20), measure(points=-21))
    assert [breach.code for breach in line.breaches] == ["over_max"]


def test_penalty_leaf_sums_its_kinds_up_to_its_maximum():
    rule = leaf("penalty", 10, adjustments=[penalty(1, label="Khiển trách"), penalty(2, label="Cảnh cáo trở lên")])
    assert points(rule, cases={"Khiển trách": 1, "Cảnh cáo trở lên": 2}) == -5
    assert points(rule, cases={"Khiển trách": 9, "Cảnh cáo trở lên": 9}) == -10
    assert points(rule) == 0


def test_bonus_and_penalty_leaf_by_items():
    assert points(leaf("bonus", 3, per_item=0.5), count=4) == 2
    assert points(leaf("bonus", 3, per_item=0.5), count=7) == 3
    assert points(leaf("penalty", 3, per_item=-0.5), count=4) == -2


def test_unknown_adjustment_is_refused():
    with pytest.raises(MeasureError) as refusal:
        points(TITLES, cases={"Bằng khen": 1})
    assert refusal.value.code == "unknown_adjustment"


def test_rules_in_plain_words():
    assert describe_rule(MANUAL) == ["Từ 0 đến 1,75 điểm, mỗi bước 0,25 điểm."]
    assert describe_rule(ARTICLES) == ["Mỗi trường hợp được 0,2 điểm, tối đa 1 điểm."]
    assert describe_rule(CAPPED) == ["Mỗi trường hợp trừ 0,5 điểm vào 3 điểm, tối đa trừ 1,5."]
    assert describe_rule(KINDS) == [
        "Bắt đầu từ 3 điểm.",
        "Tổng điểm trừ của tiêu chí không quá 1,5.",
        "Trừ: chậm, mỗi trường hợp trừ 0,5 điểm, tối đa trừ 1.",
        "Trừ: sai thể thức, mỗi trường hợp trừ 1 điểm.",
    ]
    assert describe_rule(leaf("penalty", -20)) == ["Tổng điểm trừ không quá 20."]


def test_explanation_of_a_capped_deduction():
    line = compute_line(CAPPED, measure(count=4))
    assert explain(line.steps) == ["Bắt đầu từ 3 điểm.", "Trừ 4 × 0,5 = 2 điểm.", "Chỉ trừ tối đa 1,5 điểm."]
