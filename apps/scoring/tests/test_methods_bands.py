"""choice, ratio_band, lateness_band, lookup2: below, at and above every edge of real tables."""

from datetime import date
from decimal import Decimal

import pytest

from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.explain import describe_rule, explain
from apps.scoring.domain.rules import MeasureError
from apps.scoring.tests.rules_for_tests import (
    LATENESS_DONG_THAP,
    RATIO_2022,
    RATIO_DONG_THAP,
    band,
    leaf,
    measure,
    points,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (20, 20, "2.000"),
        (101, 100, "2.000"),
        (99999, 100000, "1.750"),
        (95, 100, "1.750"),
        (949999, 1000000, "1.500"),
        (80, 100, "1.500"),
        (79, 100, "1.000"),
        (70, 100, "1.000"),
        (69, 100, "0.500"),
        (60, 100, "0.500"),
        (59, 100, "0.000"),
        (0, 7, "0.000"),
    ],
)
def test_ratio_band_at_every_edge_of_the_2022_table(numerator, denominator, expected):
    assert str(points(RATIO_2022, numerator=numerator, denominator=denominator)) == expected


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [(95001, "1.500"), (95000, "1.000"), (75000, "1.000"), (74999, "0.500"), (50000, "0.500"), (49999, "0.000")],
)
def test_ratio_band_with_above_95_and_from_75_to_95(numerator, expected):
    assert str(points(RATIO_DONG_THAP, numerator=numerator, denominator=100000)) == expected


def test_ratio_band_tests_the_unrounded_fraction():
    assert points(RATIO_2022, numerator=2, denominator=3) == Decimal("0.5")
    almost = compute_line(RATIO_2022, measure(numerator=94999999, denominator=100000000))
    assert almost.points == Decimal("1.5")
    assert explain(almost.steps)[0] == "Tỷ lệ 94.999.999 / 100.000.000 = 94,999%."


@pytest.mark.parametrize(
    ("numerator", "denominator", "field"),
    [
        (1, 0, "denominator"),
        (0, 0, "denominator"),
        (-1, 5, "numerator"),
        (5, -1, "denominator"),
        ("NaN", 5, "numerator"),
    ],
)
def test_ratio_band_refuses_impossible_parts(numerator, denominator, field):
    with pytest.raises(MeasureError) as refusal:
        points(RATIO_2022, numerator=numerator, denominator=denominator)
    assert refusal.value.field == field


def test_ratio_band_without_a_part_is_incomplete():
    line = compute_line(RATIO_2022, measure(numerator=5))
    assert (line.points, line.complete) == (Decimal(0), False)


def test_ratio_band_above_a_closed_top_is_refused():
    rule = leaf("ratio_band", 1, bands=[band(1, 50, 100), band(0, None, 50, hi_open=True)])
    with pytest.raises(MeasureError):
        points(rule, numerator=11, denominator=10)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "2.000"), (1, "1.500"), (2, "1.500"), (3, "1.000"), (5, "1.000"), (6, "0.500"), (10, "0.500"), (11, "0.000")],
)
def test_lateness_band_at_every_edge_of_dong_thap(days, expected):
    assert str(points(LATENESS_DONG_THAP, count=days)) == expected


@pytest.mark.parametrize("days", [-1, "1.5", 10**9])
def test_lateness_band_refuses_what_is_no_number_of_days(days):
    with pytest.raises(MeasureError) as refusal:
        points(LATENESS_DONG_THAP, count=days)
    assert refusal.value.field == "count"


CUTOFFS = leaf(
    "lateness_band",
    4,
    bands=[band(1), band(4, date_to=date(2020, 1, 31)), band(3, date_to=date(2020, 2, 15))],
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 20), "4.000"),
        (date(2020, 1, 31), "4.000"),
        (date(2020, 2, 1), "3.000"),
        (date(2020, 2, 15), "3.000"),
        (date(2020, 2, 16), "1.000"),
    ],
)
def test_lateness_band_by_calendar_counts_the_cutoff_day_itself(day, expected):
    assert str(points(CUTOFFS, actual_on=day)) == expected


def test_lateness_band_may_go_below_zero_after_a_cutoff():
    rule = leaf("lateness_band", 1, bands=[band(1, date_to=date(2020, 1, 31)), band(-0.5)])
    assert points(rule, actual_on=date(2020, 2, 1)) == Decimal("-0.5")


ISSUED = leaf("choice", 2, bands=[band(2, label="có ban hành"), band(0, label="không ban hành")])


def test_choice_takes_the_points_of_the_label():
    assert points(ISSUED, band_label="có ban hành") == 2
    assert points(ISSUED, band_label="không ban hành") == 0


def test_choice_finds_the_label_without_diacritics_and_case():
    assert points(ISSUED, band_label="Co ban hanh") == 2


def test_choice_refuses_an_unknown_label():
    with pytest.raises(MeasureError) as refusal:
        points(ISSUED, band_label="sẽ ban hành")
    assert (refusal.value.field, refusal.value.code) == ("band_label", "unknown_band")


def test_band_method_without_ranges_is_chosen_by_label():
    rule = leaf("ratio_band", 2, bands=[band(2, label="100%"), band(0, label="dưới 100%")])
    assert points(rule, band_label="100%") == 2


def test_band_method_without_bands_takes_points():
    line = compute_line(leaf("ratio_band", 2), measure(points=1.5))
    assert (line.points, line.breaches) == (Decimal("1.5"), ())


# Workload × percent settled early or late, after the table of a provincial department.
WORKLOAD = leaf(
    "lookup2",
    2.7,
    bands=[
        band(0.5, None, 999, lo2=Decimal(90)),
        band(-0.2, None, 999, hi2=Decimal(90), hi2_open=True),
        band(1.5, 1000, 2000, lo2=Decimal(90)),
        band(-1, 1000, 2000, hi2=Decimal(90), hi2_open=True),
        band(2.7, 2001, lo2=Decimal(90)),
        band(-2.5, 2001, hi2=Decimal(90), hi2_open=True),
    ],
)


@pytest.mark.parametrize(
    ("files", "settled", "expected"),
    [
        (999, 90, "0.500"),
        (999, 89, "-0.200"),
        (1000, 90, "1.500"),
        (2000, 89, "-1.000"),
        (2001, 100, "2.700"),
        (2001, 0, "-2.500"),
    ],
)
def test_lookup2_reads_both_measures(files, settled, expected):
    assert str(points(WORKLOAD, count=files, numerator=settled, denominator=100)) == expected


def test_lookup2_between_two_whole_bounds_belongs_to_the_lower_band():
    assert points(WORKLOAD, count="999.5", numerator=1, denominator=1) == Decimal("0.5")


def test_lookup2_above_a_closed_bound_is_above_it():
    rule = leaf("lookup2", 2, bands=[band(1, None, 2000, label="đến 2000"), band(2, 2000, lo_open=True, label="trên")])
    assert [points(rule, count=each, numerator=1, denominator=2) for each in (2000, "2000.5")] == [1, 2]


def test_lookup2_outside_its_table_is_refused():
    rule = leaf("lookup2", 2, bands=[band(2, 10, lo2=Decimal(50))])
    with pytest.raises(MeasureError):
        points(rule, count=9, numerator=1, denominator=1)


def test_rules_in_plain_words():
    assert describe_rule(RATIO_2022)[:2] == ["Đạt 100%: 2 điểm", "Từ 95% đến dưới 100%: 1,75 điểm"]
    assert describe_rule(RATIO_DONG_THAP)[:2] == ["Trên 95%: 1,5 điểm", "Từ 75% đến 95%: 1 điểm"]
    assert describe_rule(LATENESS_DONG_THAP) == [
        "Đúng hạn: 2 điểm",
        "Chậm từ 1 đến 2 ngày: 1,5 điểm",
        "Chậm từ 3 đến 5 ngày: 1 điểm",
        "Chậm từ 6 đến 10 ngày: 0,5 điểm",
        "Chậm trên 10 ngày: 0 điểm",
    ]
    assert describe_rule(CUTOFFS)[0] == "Sau ngày 15/02/2020: 1 điểm"
    assert describe_rule(CUTOFFS)[1] == "Đến hết ngày 31/01/2020: 4 điểm"
    assert describe_rule(ISSUED) == ["có ban hành: 2 điểm", "không ban hành: 0 điểm"]
    assert describe_rule(WORKLOAD)[2] == "khối lượng từ 1.000 đến 2.000, tỷ lệ từ 90% trở lên: 1,5 điểm"
