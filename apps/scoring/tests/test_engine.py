"""Adjustments, caps, floors, preconditions, not-applicable policies, agreed points, whole sheets."""

from contextlib import nullcontext
from decimal import Decimal

import pytest

from apps.scoring.domain.agreed import agreed_line, highest, stated_line
from apps.scoring.domain.engine import compute_line, compute_sheet, recompute
from apps.scoring.domain.explain import SENTENCES, describe_breach, explain
from apps.scoring.domain.rules import MeasureError
from apps.scoring.domain.totals import percent_of
from apps.scoring.domain.tree import build_tree
from apps.scoring.tests.rules_for_tests import RATIO_2022, bonus, group, leaf, measure, penalty, points


def figures(line):
    return tuple(str(part.normalize() + 0) for part in (line.base, line.bonus, line.penalty, line.points))


def test_bonus_on_top_of_the_standard_may_exceed_the_maximum():
    rule = leaf("manual", 100, adjustments=[bonus("18.4", label="vượt")])
    assert figures(compute_line(rule, measure(points=100, cases={"vượt": 1}))) == ("100", "18.4", "0", "118.4")


@pytest.mark.parametrize(("cases", "expected"), [(0, "2"), (1, "2.1"), (5, "2.5"), (6, "2.5")])
def test_cumulative_bonus_stops_at_its_cap(cases, expected):
    rule = leaf("manual", 2, adjustments=[bonus(0.1, 0.5)])
    assert points(rule, points=2, cases={"thưởng": cases}) == Decimal(expected)


@pytest.mark.parametrize(("given", "expected"), [("1.999", "1.999"), (2, "2.5")])
def test_bonus_that_requires_all_standard_points(given, expected):
    rule = leaf("manual", 2, adjustments=[bonus(0.5, requires="full")])
    assert points(rule, points=given, cases={"thưởng": 1}) == Decimal(expected)


def test_criterion_that_requires_all_standard_points_means_its_bonus():
    rule = leaf("manual", 2, requires="full", adjustments=[bonus(0.5), penalty(0.5)])
    assert points(rule, points=1, cases={"thưởng": 1, "trừ": 1}) == Decimal("0.5")


CHOICES = leaf(
    "manual",
    2,
    adjustments=[
        bonus(1, label="cấp Bộ", group_rule="choose_one"),
        bonus(3, label="cấp Nhà nước", group_rule="choose_one"),
        bonus(0.5, label="khác"),
    ],
)


def test_choose_one_takes_the_largest_and_reports_it():
    line = compute_line(CHOICES, measure(points=2, cases={"cấp Bộ": 1, "cấp Nhà nước": 1, "khác": 2}))
    assert figures(line) == ("2", "4", "0", "6")
    assert [describe_breach(each) for each in line.breaches] == [
        "Chỉ được chọn một khoản; đã tính khoản cao nhất “cấp Nhà nước”."
    ]


def test_choose_one_with_a_single_choice_is_no_breach():
    line = compute_line(CHOICES, measure(points=2, cases={"cấp Bộ": 1}))
    assert (line.points, line.breaches) == (3, ())


def test_cap_of_a_criterion_cuts_the_bonus_first():
    rule = leaf("manual", 2, cap=2.5, adjustments=[bonus(1)])
    assert figures(compute_line(rule, measure(points=2, cases={"thưởng": 1}))) == ("2", "0.5", "0", "2.5")


@pytest.mark.parametrize(("cases", "expected"), [(1, "1"), (2, "0"), (3, "0")])
def test_floor_of_a_criterion_limits_the_penalty(cases, expected):
    rule = leaf("manual", 2, floor=0, adjustments=[penalty(1)])
    line = compute_line(rule, measure(points=2, cases={"trừ": cases}))
    assert line.points == Decimal(expected)
    assert line.points == line.base + line.bonus - line.penalty


def test_rounding_happens_once_half_up():
    third = compute_line(leaf("proportional", 1), measure(numerator=1, denominator=3))
    half = compute_line(leaf("proportional", "0.001"), measure(numerator=1, denominator=2))
    assert (str(third.points), str(half.points)) == ("0.333", "0.001")
    assert explain(third.steps)[-1] == "Làm tròn đến ba chữ số thập phân: 0,333 điểm."


@pytest.mark.parametrize(
    ("policy", "base", "applicable"), [("full", 2, True), ("exclude", 0, False), ("zero", 0, True), ("", 0, True)]
)
def test_not_applicable_by_its_policy(policy, base, applicable):
    line = compute_line(leaf("manual", 2, not_applicable=policy), measure(not_applicable=True))
    assert (line.base, line.points, line.applicable, line.complete) == (base, base, applicable, True)


def test_every_step_of_the_engine_has_its_sentence():
    import re
    from pathlib import Path

    sources = Path(compute_line.__code__.co_filename).parent.rglob("*.py")
    used = {code for source in sources for code in re.findall(r'Step\("(\w+)"', source.read_text())}
    assert used <= SENTENCES.keys()
    kinds = {"adjusted_bonus", "adjusted_penalty", "items_bonus", "items_penalty", "given_bonus", "given_penalty"}
    assert SENTENCES.keys() - used <= kinds


# --- Sheets ---------------------------------------------------------------------------------------

SMALL = build_tree(
    [
        group("A", 5),
        leaf("manual", 3, code="A.1", parent_code="A"),
        leaf("manual", 2, code="A.2", parent_code="A", not_applicable="exclude"),
        group("C", cap=4),
        leaf("bonus", 3, code="C.1", parent_code="C"),
        leaf("bonus", 3, code="C.2", parent_code="C", requires="A"),
        group("D", cap=5),
        leaf("penalty", 4, code="D.1", parent_code="D"),
        leaf("penalty", 4, code="D.2", parent_code="D"),
    ]
)


def sheet(**given):
    measures = {code.replace("_", "."): measure(points=value) for code, value in given.items()}
    return compute_sheet(SMALL, measures)


def totals(result):
    return tuple(str(part.normalize() + 0) for part in (result.base, result.bonus, result.penalty, result.total))


def test_sheet_adds_base_bonus_and_penalty():
    assert totals(sheet(A_1=3, A_2=1, C_1=2, D_1=1)) == ("4", "2", "1", "5")


@pytest.mark.parametrize(("c1", "c2", "expected"), [(1, 2, "3"), (1, 3, "4"), (3, 3, "4")])
def test_group_cap_cuts_the_total_of_the_group(c1, c2, expected):
    assert sheet(A_1=3, A_2=2, C_1=c1, C_2=c2).groups["C"].points == Decimal(expected)


@pytest.mark.parametrize(("d1", "d2", "expected"), [(4, 0, "-4"), (4, 1, "-5"), (4, 4, "-5")])
def test_cap_of_a_group_of_penalties_limits_the_deduction(d1, d2, expected):
    assert sheet(D_1=d1, D_2=d2).groups["D"].points == Decimal(expected)


def test_precondition_on_another_group_opens_the_line():
    assert sheet(A_1=3, A_2="1.999", C_2=2).lines["C.2"].points == 0
    assert sheet(A_1=3, A_2=2, C_2=2).lines["C.2"].points == 2


def test_precondition_counts_only_applicable_lines():
    result = compute_sheet(
        SMALL, {"A.1": measure(points=3), "A.2": measure(not_applicable=True), "C.2": measure(points=2)}
    )
    assert result.lines["C.2"].points == 2
    assert (result.applicable_maximum, result.maximum, result.excluded) == (3, 5, True)
    assert str(result.percent) == "166.667"


def test_percent_is_rounded_once_from_the_exact_total():
    assert str(sheet(A_1=1).percent) == "20.000"
    left_out = compute_sheet(SMALL, {"A.1": measure(points=1), "A.2": measure(not_applicable=True)})
    assert str(left_out.percent) == "33.333"


@pytest.mark.parametrize(("total", "applicable", "percent"), [("62.62", "66.27", "94.49"), ("54.14", "65.26", "82.96")])
def test_percent_of_tuyen_quang_by_the_maximum_that_applies(total, applicable, percent):
    """The maxima are inferred: the source prints points and percent."""
    assert percent_of(Decimal(total), Decimal(applicable)).quantize(Decimal("0.01")) == Decimal(percent)


def test_sheet_without_input_is_zero_and_lists_what_is_missing():
    result = compute_sheet(SMALL, {})
    assert (result.total, result.missing) == (0, ("A.1", "A.2"))


def test_points_on_a_group_replace_its_children():
    result = compute_sheet(SMALL, {"A": measure(points=6), "C.1": measure(points=1)})
    assert totals(result) == ("5", "2", "0", "7")


def test_recompute_answers_the_line_and_those_that_look_at_it():
    measures = {"A.1": measure(points=3), "A.2": measure(points=2), "C.2": measure(points=2)}
    stored = compute_sheet(SMALL, measures | {"A.2": measure(points=1)}).lines
    assert stored["C.2"].points == 0
    assert list(recompute(SMALL, "C.1", measures, stored)) == ["C.1"]
    fresh = recompute(SMALL, "A.2", measures, stored)
    assert {code: line.points for code, line in fresh.items()} == {"A.2": 2, "C.2": 2}


def test_adjustment_may_require_another_criterion():
    tree = build_tree(
        [RATIO_2022, leaf("manual", 1, code="2", adjustments=[bonus(1, requires="1>=1.75"), bonus(1, label="khác")])]
    )
    second = measure(points=1, cases={"thưởng": 1, "khác": 1})

    def total(done):
        return compute_sheet(tree, {"1": measure(numerator=done, denominator=100), "2": second}).lines["2"].points

    assert (total(94), total(95)) == (2, 3)


def test_condition_in_words_is_left_to_the_reviewer():
    tree = build_tree([leaf("manual", 1, requires="Có xác nhận của Công đoàn")])
    assert compute_sheet(tree, {"1": measure(points=1)}).total == 1


# --- Agreed points --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "expected"), [("2.5", ("2.5", "0", "0", "2.5")), (4, ("3", "1", "0", "4")), (-1, ("-1", "0", "0", "-1"))]
)
def test_agreed_points_are_base_up_to_the_maximum_and_bonus_above(agreed, expected):
    assert figures(agreed_line(SMALL, "A.1", Decimal(agreed))) == expected


@pytest.mark.parametrize(
    ("rules", "limit"),
    [
        ([bonus(1, 1, label="a", group_rule="choose_one"), bonus(2, 2, label="b", group_rule="choose_one")], "5"),
        ([bonus(1, 1, label="a", group_rule="choose_one"), bonus(2, 2, label="b", group_rule="choose_one"),
          bonus(4, 4, label="c")], "9"),
    ],
)  # fmt: skip
def test_of_choose_one_bonuses_only_the_largest_may_be_agreed(rules, limit):
    tree = build_tree([leaf("manual", 3, adjustments=rules)])
    assert agreed_line(tree, "1", Decimal(limit)).breaches == ()
    assert [breach.code for breach in agreed_line(tree, "1", Decimal(limit) + 1).breaches] == ["over_max"]


@pytest.mark.parametrize(
    ("rule", "points", "refused"),
    [
        (leaf("manual", 3), -3, True),
        (leaf("manual", 3, floor=-2), -2, False),
        (leaf("manual", 3, floor=-2), -3, True),
        (leaf("manual", 3, adjustments=[penalty(1)]), -3, False),
        (leaf("deduct", 3, per_item=1), -1, False),
        (leaf("penalty", 3), -1, False),
    ],
)
def test_points_are_not_agreed_below_what_the_rule_lets_them_fall_to(rule, points, refused):
    with pytest.raises(MeasureError) if refused else nullcontext():
        stated_line(build_tree([rule]), "1", Decimal(points))


HUGE = Decimal(10) ** 9


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (leaf("manual", 3), {"points": HUGE}),
        (leaf("penalty", 0), {"points": HUGE}),
        (leaf("bonus", 0, per_item=10), {"count": HUGE - 1}),
        (leaf("manual", 3, adjustments=[bonus(5)]), {"points": 1, "cases": {"thưởng": HUGE - 1}}),
        (leaf("deduct", 3, per_item=10), {"count": HUGE - 1}),
        (leaf("target", 3), {"target": HUGE * 1000, "actual": 1}),
        (leaf("manual", 3), {"points": 1, "count": HUGE}),
    ],
)
def test_figures_that_no_line_can_keep_are_refused(rule, values):
    with pytest.raises(MeasureError) as refused:
        compute_line(rule, measure(**values))
    assert refused.value.code == "huge"


def test_agreed_points_above_what_the_rule_allows_are_a_breach():
    assert agreed_line(SMALL, "A.1", Decimal(3)).breaches == ()
    assert [each.code for each in agreed_line(SMALL, "A.1", Decimal("3.001")).breaches] == ["over_max"]


@pytest.mark.parametrize("agreed", [2, -2])
def test_agreed_points_of_a_penalty_deduct_whatever_their_sign(agreed):
    assert figures(agreed_line(SMALL, "D.1", Decimal(agreed))) == ("0", "0", "2", "-2")
    assert figures(agreed_line(SMALL, "D", Decimal(agreed))) == ("0", "0", "2", "-2")


def test_agreed_points_of_a_bonus_leaf_are_bonus():
    assert figures(agreed_line(SMALL, "C.1", Decimal(2))) == ("0", "2", "0", "2")


def test_highest_counts_bonus_and_caps():
    assert highest(SMALL, "A") == 5
    assert highest(SMALL, "C") == 4
    tree = build_tree(
        [leaf("manual", 2, adjustments=[bonus(1)]), leaf("manual", 2, code="2", adjustments=[bonus(1, 3)])]
    )
    assert (highest(tree, "1"), highest(tree, "2")) == (None, 5)


def test_agreed_points_refuse_not_a_number():
    with pytest.raises(MeasureError):
        agreed_line(SMALL, "A.1", Decimal("NaN"))


# --- Children over their maximum (scoring-model §7) -------------------------------------------------


def test_leaf_over_its_maximum_is_reported_though_the_total_is_right():
    tree = build_tree(
        [group("a", 5), *(leaf("manual", top, code=f"a{top}{i}", parent_code="a") for i, top in enumerate((1, 1, 3)))]
    )
    given = dict(zip(("a10", "a11", "a32"), (1, 2, 2), strict=True))
    result = compute_sheet(tree, {code: measure(points=value) for code, value in given.items()})
    assert [(code, breach.code) for code, breach in result.breaches] == [("a11", "over_max")]
