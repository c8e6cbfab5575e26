"""Trees from parent_code alone, and the checks of a whole set."""

import pytest

from apps.scoring.domain.checks import check_set
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.tree import TreeError, build_tree
from apps.scoring.tests.rules_for_tests import RATIO_2022, band, bonus, group, leaf, penalty


def found(*rules):
    return [
        (each.finding.level, rules[each.rule].code, each.finding.column, each.finding.message)
        for each in check_set(rules)
    ]


def columns(*rules):
    return [(level, code, column) for level, code, column, _message in found(*rules)]


def test_codes_are_names_and_order_is_reading_order():
    rules = [
        leaf("manual", 1, code="x", parent_code="Z"),
        group("Z", 3),
        leaf("manual", 2, code="a.7.6", parent_code="Z"),
    ]
    tree = build_tree(rules)
    assert list(tree.nodes) == ["Z", "x", "a.7.6"]
    assert tree.nodes["x"].path == ("Z", "x")
    assert (tree.nodes["Z"].base_max, tree.maximum) == (3, 3)
    assert [node.code for node in tree.leaves] == ["x", "a.7.6"]


def test_five_levels_and_a_thousand_points():
    rules = [group("L0", 1000)]
    rules += [group(f"L{level}", 1000, parent=f"L{level - 1}") for level in range(1, 4)]
    rules += [leaf("manual", 700, code="p", parent_code="L3"), leaf("manual", 300, code="q", parent_code="L3")]
    assert check_set(rules) == []
    assert build_tree(rules).nodes["p"].depth == 4


def test_leaf_takes_policy_and_people_of_its_group():
    rules = [
        group("A", 1, not_applicable="exclude", self_by="P1", review_by="V1"),
        leaf("manual", 1, code="1", parent_code="A", review_by="V2"),
    ]
    rule = build_tree(rules).nodes["1"].rule
    assert (rule.not_applicable, rule.self_by, rule.review_by) == ("exclude", "P1", "V2")


@pytest.mark.parametrize(
    "rules",
    [
        [leaf("manual", 1), leaf("manual", 1)],
        [leaf("manual", 1, parent_code="x")],
        [group("a", parent="b"), group("b", parent="a")],
        [group("a", parent="a")],
    ],
)
def test_no_tree_from_doubled_codes_unknown_parents_and_circles(rules):
    with pytest.raises(TreeError):
        build_tree(rules)
    assert any(each.is_error for each in check_set(rules))


def test_every_member_of_a_circle_is_named():
    assert columns(group("a", parent="b"), group("b", parent="a"), leaf("manual", 1, code="c", parent_code="b")) == [
        ("error", "a", "parent_code"),
        ("error", "b", "parent_code"),
    ]


def test_children_must_add_up_to_their_group():
    rules = [group("A", 4), leaf("manual", 1, parent_code="A"), leaf("manual", 2, code="2", parent_code="A")]
    assert found(*rules) == [
        ("error", "A", "max_points", "Tổng điểm tối đa của các tiêu chí con là 3, khác 4 của nhóm.")
    ]


def test_bonus_and_penalty_leaves_are_no_part_of_the_sum():
    rules = [group("A", 1), leaf("manual", 1, parent_code="A"), leaf("bonus", 10, code="2", parent_code="A")]
    assert found(*rules) == []


def test_group_of_bonus_alone_may_repeat_its_caps_but_nothing_else():
    rules = [group("C", 10), leaf("bonus", 10, parent_code="C")]
    assert columns(*rules) == [("warning", "C", "max_points")]
    rules = [group("D", -10), leaf("penalty", -10, parent_code="D")]
    assert columns(*rules) == [("warning", "D", "max_points")]
    rules = [group("C", 12), leaf("bonus", 10, parent_code="C")]
    assert columns(*rules) == [("error", "C", "max_points")]
    rules = [group("C", 10), leaf("bonus", None, parent_code="C")]
    assert columns(*rules) == [("error", "C", "max_points")]


def test_group_only_adds_up():
    rules = [leaf("manual", 2, bands=[band(1)], adjustments=[bonus(1)]), leaf("manual", 2, code="2", parent_code="1")]
    assert columns(*rules) == [
        ("error", "1", "method"),
        ("error", "1", "parent_code"),
        ("error", "1", "parent_code"),
    ]


@pytest.mark.parametrize("method", ["", "additive", "guess"])
def test_leaf_needs_a_known_method(method):
    assert columns(leaf(method, 1)) == [("error", "1", "method")]


def test_hole_between_above_90_and_80_to_below_90():
    rule = leaf(
        "ratio_band", 2, bands=[band(2, 90, lo_open=True), band(1, 80, 90, hi_open=True), band(0, hi=80, hi_open=True)]
    )
    assert found(rule) == [("error", "1", "band_from", "Chưa có mức cho: Đạt 90%.")]


def test_holes_at_both_ends_of_a_ratio():
    rule = leaf("ratio_band", 2, bands=[band(2, 80, 95)])
    assert [message for *_place, message in found(rule)] == [
        "Chưa có mức cho: Từ 0% đến dưới 80%.",
        "Chưa có mức cho: Trên 95% đến 100%.",
    ]


def test_overlap_of_two_closed_ends():
    rule = leaf("ratio_band", 2, bands=[band(2, 95), band(0, hi=95)])
    assert found(rule) == [("error", "1", "band_from", "Trùng với mức khác: Đạt 95%.")]


def test_range_upside_down():
    rule = leaf("ratio_band", 2, bands=[band(2, 60), band(1, 60, 50), band(0, hi=60, hi_open=True)])
    assert found(rule) == [("error", "1", "band_from", "Cận dưới lớn hơn cận trên.")]


def test_ranges_on_only_some_bands():
    rule = leaf("ratio_band", 2, bands=[band(2, 100), band(0, label="khác")])
    assert columns(rule) == [("error", "1", "band_from")]


def test_percent_written_as_share():
    rule = leaf("ratio_band", 2, bands=[band(2, "0.95"), band(0, hi="0.95", hi_open=True)])
    assert found(rule) == [("error", "1", "band_from", "Khoảng tỷ lệ ghi theo phần trăm: viết 95, không viết 0,95.")]


def test_days_late_may_not_end_somewhere():
    rule = leaf("lateness_band", 2, bands=[band(2, None, 0), band(1, 1, 5), band(0, 7, 10)])
    assert [message for *_place, message in found(rule)] == [
        "Chưa có mức cho: Từ 6 đến dưới 7.",
        "Chưa có mức cho: Từ 11 trở lên.",
    ]


def test_lookup_table_with_a_hole_and_an_overlap():
    def cell(lo, hi, lo2, hi2, **options):
        from decimal import Decimal

        return band(1, lo, hi, lo2=lo2 and Decimal(lo2), hi2=hi2 and Decimal(hi2), **options)

    hole = leaf("lookup2", 1, bands=[cell(None, 999, None, None), cell(1000, None, None, 50)])
    overlap = leaf("lookup2", 1, bands=[cell(None, 1000, None, None), cell(1000, None, None, None)])
    assert [message for *_place, message in found(hole)] == ["Chưa có mức cho: Từ 1.000 trở lên × Trên 50% đến 100%."]
    assert columns(overlap) == [("error", "1", "band_from")]


@pytest.mark.parametrize(
    "rule",
    [
        leaf("ratio_band", 2),
        leaf("choice", 2),
        leaf("ratio_band", 2, bands=[band(2, label="a"), band(0, label="b")]),
        leaf("choice", 2, bands=[band(2, label="a"), band(-1, label="b")]),
        leaf("choice", 2, bands=[band(1, label="a"), band(0, label="b")]),
        leaf("count", 2),
        leaf("deduct", 2),
        leaf("manual", 0),
        leaf("bonus", 0),
    ],
)
def test_accepted_with_one_warning(rule):
    assert [each.finding.level for each in check_set([rule])] == ["warning"]


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        (leaf("manual", None), "max_points"),
        (leaf("manual", -1), "max_points"),
        (leaf("manual", 1, step=0), "step"),
        (leaf("manual", "1.0001"), "max_points"),
        (leaf("count", 1, per_item=-1), "per_item"),
        (leaf("choice", 1, bands=[band(2, label="a")]), "band_points"),
        (leaf("choice", 1, bands=[band(1, label="a"), band(0, label="a")]), "band_label"),
        (leaf("choice", 1, bands=[band(1, label="a"), band(0)]), "band_label"),
        (leaf("manual", 1, bands=[band(1, label="a")]), "method"),
        (leaf("manual", 1, not_applicable="skip"), "not_applicable"),
        (leaf("manual", 1, group_rule="some"), "group_rule"),
        (leaf("manual", 1, adjustments=[bonus(0)]), "band_points"),
        (leaf("manual", 1, adjustments=[bonus(1), penalty(1, label="thưởng")]), "band_label"),
        (leaf("manual", 2, cap=1, floor=2), "floor"),
        (leaf("manual", 1, label=""), "label_vi"),
    ],
)
def test_refused_with_its_column(rule, column):
    assert columns(rule) == [("error", "1", column)]


def test_preconditions_may_not_wait_for_each_other():
    rules = [leaf("manual", 1, requires="2"), leaf("manual", 1, code="2", requires="1")]
    assert columns(*rules) == [("error", "1", "requires")]


def test_precondition_that_is_no_code_is_a_warning():
    assert columns(leaf("manual", 1, requires="Có xác nhận")) == [("warning", "1", "requires")]


def test_sound_rules_have_no_findings():
    assert found(RATIO_2022) == []


def test_empty_set_is_refused():
    assert [(each.rule, each.finding.level) for each in check_set([])] == [(None, "error")]


def test_rules_may_come_children_first():
    rules = [leaf("manual", 1, parent_code="B"), group("B", 1, parent="A"), group("A", 1)]
    assert [node.code for node in build_tree(rules).walk()] == ["A", "B", "1"]
    assert isinstance(rules[0], CriterionRule)


@pytest.mark.parametrize(("cap", "told"), [(None, ["Điểm tối đa bằng 0: không có trần."]), (3, [])])
def test_bonus_without_a_maximum_is_pointed_out_unless_it_has_a_cap(cap, told):
    rule = leaf("bonus", 0, adjustments=[bonus(1)], **({"cap": cap} if cap else {}))
    assert [message for _level, _code, _column, message in found(rule)] == told
