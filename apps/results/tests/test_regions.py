"""Targets and sums: S002-2, S002-3, S002-4, on plain values."""

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from apps.core.kept import kept_language
from apps.results.enums import Better, Excess, Measure, Reached
from apps.results.excess import assess, in_words
from apps.results.figures import Figure, rounded
from apps.results.regions import Row, sentence, tallies, totals


@dataclass
class Thing:
    pk: int
    code: str
    short: str
    measure: str = Measure.RATE
    better: str = Better.UP
    numerator_label: str = "số việc xong"
    denominator_label: str = "số việc có điều kiện"
    unit_of_measure: str = "%"

    excess: str = Excess.POINTS

    @property
    def is_rate(self):
        return self.measure == Measure.RATE

    @property
    def in_points(self):
        return self.is_rate and self.excess == Excess.POINTS

    @property
    def in_sentence(self):
        return self.short

    @property
    def position(self):
        return self.pk


CASES, MONEY = Thing(1, "VIEC", "về việc"), Thing(2, "TIEN", "về tiền")


def rate(done, of, **more) -> Figure:
    done, of = Fraction(done), Fraction(of)
    return Figure(done * 100 / of, done, of, **more)


def nine(miss: int | None = None, **more) -> list[Row]:
    """Nine bureaus of different size, with the sums 7.574 of 10.000 for 73 % and 3.479 of 10.000 for 32 %."""
    sizes = [500, 700, 900, 1000, 1100, 1200, 1300, 1500, 1800]
    rows = []
    for number, size in enumerate(sizes):
        name = f"Cục THADS số {number + 1}"
        # Each a little above; the last takes the rest, so that the sums are exact.
        cases = size * 757 // 1000 if number < 8 else 7574 - sum(each * 757 // 1000 for each in sizes[:8])
        money = size * 347 // 1000 if number < 8 else 3479 - sum(each * 347 // 1000 for each in sizes[:8])
        if number == miss:
            money = size * 31 // 100
        rows.append(Row(number, name, CASES, Fraction(73), rate(cases, size, **more)))
        rows.append(Row(number, name, MONEY, Fraction(32), rate(money, size, **more)))
    return rows


@pytest.fixture(autouse=True)
def vietnamese():
    with kept_language():
        yield


def test_s002_2_all_nine_pass_both_targets():
    said = sentence(nine(), units=9)
    assert said.text == "9/9 đơn vị đạt và vượt 2/2 chỉ tiêu; vượt về việc 2,74%, về tiền 2,79%"
    assert said.everybody == "Tất cả các đơn vị đạt và vượt 2/2 chỉ tiêu"
    assert {tally.in_words for tally in tallies(nine())} == {"đạt 2/2 chỉ tiêu"}


def test_s002_3_one_miss_names_the_unit_and_the_target_and_drops_the_sentence():
    said = sentence(nine(miss=3), units=9)
    assert said.text == "8/9 đơn vị đạt và vượt 2/2 chỉ tiêu; Cục THADS số 4 chưa đạt chỉ tiêu về tiền"
    assert said.everybody == ""
    assert not said.is_complete
    of_ten = sentence(nine(), units=10)  # one member of the line was assigned nothing
    assert (of_ten.text, of_ten.everybody) == (sentence(nine(), units=9).text, "")
    assert tallies(nine(miss=3))[3].in_words == "đạt 1/2 chỉ tiêu"


def test_s002_3_without_the_right_to_the_rows_nobody_is_named():
    assert sentence(nine(miss=3), units=9, named=False).text == "8/9 đơn vị đạt và vượt 2/2 chỉ tiêu"


def test_s002_4_the_region_is_the_ratio_of_sums_not_the_mean():
    cases, money = totals(nine())
    assert cases.result == Fraction(7574, 100)
    assert rounded(cases.assessment.excess) == rounded(Fraction(274, 100))
    assert cases.formula == ("Σ số việc xong ÷ Σ số việc có điều kiện = 7.574 ÷ 10.000 = 75,74%; trừ tỷ lệ giao 73,00%")
    assert cases.mean == sum((row.figure.value for row in nine() if row.indicator is CASES), Fraction(0)) / 9
    assert cases.mean != cases.result
    assert money.assessment.excess == Fraction(279, 100)


def test_a_rate_may_be_told_relative_to_its_target_for_units_and_region_alike():
    told = replace(CASES, excess=Excess.RELATIVE)
    rows = [replace(row, indicator=told) for row in nine() if row.indicator is CASES]
    (total,) = totals(rows)
    assert sentence(rows, units=9).text == "9/9 đơn vị đạt và vượt 1/1 chỉ tiêu; vượt về việc 3,75%"  # 2,74 of 73
    assert total.formula.endswith("= 75,74%; trừ tỷ lệ giao 73,00%, rồi chia cho tỷ lệ giao")


def test_different_rates_are_weighed_by_what_is_enforceable():
    rows = [
        Row(1, "A", CASES, Fraction(80), rate(90, 100)),
        Row(2, "B", CASES, Fraction(70), rate(210, 300)),
    ]
    (total,) = totals(rows)
    assert (total.target, total.result) == (Fraction(290, 4), Fraction(75))


def test_an_estimate_marks_the_sentence():
    assert sentence(nine(is_estimate=True), units=9).text.endswith("về tiền 2,79% (ước)")
    assert {tally.in_words for tally in tallies(nine(is_estimate=True))} == {"đạt 2/2 chỉ tiêu (ước)"}


def test_a_unit_without_result_is_named_and_left_out_of_the_sums():
    rows = [Row(1, "A", CASES, Fraction(80), rate(90, 100)), Row(2, "B", CASES, Fraction(80), None)]
    assert sentence(rows, units=2).text == "1/2 đơn vị đạt và vượt 1/1 chỉ tiêu; B chưa có kết quả chỉ tiêu về việc"
    (total,) = totals(rows)
    assert (total.counted, total.units, total.without) == (1, 2, ("B: chưa có kết quả",))


def test_a_unit_that_only_meets_does_not_exceed():
    rows = [Row(1, "A", CASES, Fraction(80), rate(90, 100)), Row(2, "B", CASES, Fraction(80), rate(80, 100))]
    said = sentence(rows, units=2)
    assert said.text == "2/2 đơn vị đạt 1/1 chỉ tiêu, trong đó 1 đơn vị vượt; vượt về việc 5,00%"
    assert said.everybody == "Tất cả các đơn vị đạt 1/1 chỉ tiêu"


def test_units_without_targets_are_not_counted():
    rows = [Row(1, "A", CASES, Fraction(80), rate(90, 100)), Row(2, "B", CASES, None, rate(1, 100))]
    assert sentence(rows, units=2).text == "1/1 đơn vị đạt và vượt 1/1 chỉ tiêu; vượt về việc 10,00%"
    assert sentence([], units=2).text == ""


def test_a_rate_known_only_as_a_percentage_does_not_add_up():
    rows = [
        Row(1, "A", CASES, Fraction(80), rate(90, 100)),
        Row(2, "B", CASES, Fraction(80), Figure(Fraction(99))),
    ]
    (total,) = totals(rows)
    assert (total.counted, total.result) == (1, Fraction(90))
    assert total.without == ("B: chỉ có tỷ lệ, không có số để cộng",)
    assert sentence(rows, units=2).text == "2/2 đơn vị đạt và vượt 1/1 chỉ tiêu"  # no figure is claimed for all


@pytest.mark.parametrize(
    ("target", "result", "in_points", "better", "reached", "words"),
    [
        ("83.90", "84.27", True, Better.UP, Reached.EXCEEDED, "vượt 0,37%"),
        ("51.90", "56.62", True, Better.UP, Reached.EXCEEDED, "vượt 4,72%"),
        ("83.90", "84.27", False, Better.UP, Reached.EXCEEDED, "vượt 0,44%"),  # a rate told relative to its target
        ("80", "80", True, Better.UP, Reached.MET, "đạt"),
        ("80", "79.99", True, Better.UP, Reached.MISSED, "thiếu 0,01%"),
        ("200", "250", False, Better.UP, Reached.EXCEEDED, "vượt 25,00%"),
        ("200", "150", False, Better.DOWN, Reached.EXCEEDED, "vượt 25,00%"),
        ("200", "201", False, Better.DOWN, Reached.MISSED, "thiếu 0,50%"),
        ("0", "5", False, Better.UP, Reached.NOT_ASSIGNED, "Không giao"),
    ],
)
def test_excess_in_points_for_rates_and_relative_for_amounts(target, result, in_points, better, reached, words):
    found = assess(target=Fraction(target), result=Fraction(result), in_points=in_points, better=better)
    assert (found.reached, in_words(found)) == (reached, words)


def test_no_result_says_so():
    assert in_words(assess(target=Fraction(1), result=None, in_points=True, better=Better.UP)) == "Chưa có kết quả"


@pytest.mark.parametrize(
    ("value", "shown"), [("2.745", "2.75"), ("2.7449", "2.74"), ("-0.005", "-0.01"), ("-0.004", "0.00")]
)
def test_rounding_is_half_up(value, shown):
    assert str(rounded(Fraction(value))) == shown
