"""Values of one cell and habits of one column: read, asked or refused, never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.core.numbers import format_decimal
from apps.core.spreadsheets import Problems
from apps.core.tests.sheets import asked, check, csv, examine, read, told, workbook


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def column(heading, *texts):
    return csv(f"Đơn vị;{heading}", *(f"Đơn vị {number};{text}" for number, text in enumerate(texts)))


def values(key, data, **options):
    return [row[key] for row in read(data, **options)]


@settings(max_examples=100, deadline=None)
@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2))
def test_a_decimal_written_the_vietnamese_way_comes_back(number):
    data = column("Tỷ lệ vượt", format_decimal(number, 2))
    assert values("rate", data) == [number]


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_three_digits_behind_one_mark_are_never_read_silently(whole, rest, mark):
    text = f"{whole}{mark}{rest:03d}"
    [doubt] = check(column("Tỷ lệ vượt", f'"{text}"')).doubts
    small, large = Decimal(f"{whole}.{rest:03d}"), Decimal(f"{whole}{rest:03d}")
    assert values("rate", column("Tỷ lệ vượt", text), answers={doubt.key: "decimal"}) == [small]
    assert values("rate", column("Tỷ lệ vượt", text), answers={doubt.key: "thousands"}) == [large]


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
)
def test_a_date_in_every_shape_comes_back(day, shape):
    assert values("day", column("Ngày", day.strftime(shape))) == [day]


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_day_number_of_excel_is_its_date_and_told(day):
    checked = check(workbook(rows=[["A", None, (day - date(1899, 12, 30)).days]]), name="a.xlsx")
    assert [row["day"] for row in checked.plan] == [day]
    assert "số thứ tự ngày của Excel" in told(checked.notes)[0]


@pytest.mark.parametrize("text", ["07/06/2023", "7/6/2023", "7-6-2023", "07.6.2023", "ngày 07 tháng 6 năm 2023"])
def test_the_shapes_of_the_papers_are_read_day_first(text):
    assert values("day", column("Ngày", text)) == [date(2023, 6, 7)]


def test_a_date_with_the_month_first_asks_for_its_column():
    data = column("Ngày", "7/6/2023", "9/19/2022")
    assert asked(check(data)) == {
        "order:day": "a.csv, dòng 3, cột B – Ngày: “9/19/2022” có tháng đứng trước ngày. "
        "Các ngày trong cột này viết theo thứ tự nào?"
    }
    assert values("day", data, answers={"order:day": "month"}) == [date(2023, 7, 6), date(2022, 9, 19)]
    assert told(examine(data, answers={"order:day": "day"}).problems) == [
        "a.csv, dòng 3, cột B – Ngày: Không có tháng 19. Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."
    ]


def test_dates_that_english_excel_turned_round_are_asked_about():
    data = workbook(rows=[["A", None, date(2022, 4, 8)], ["B", None, "13/9/2022"]])
    [doubt] = check(data, name="a.xlsx").doubts
    assert dict(doubt.options) == {"day": "08/04/2022, như Excel hiện", "swap": "04/08/2022, đảo lại"}
    turned = values("day", data, name="a.xlsx", answers={doubt.key: "swap"})
    assert turned == [date(2022, 8, 4), date(2022, 9, 13)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("có", True),
        ("X", True),
        ("1", True),
        ("TRUE", True),
        ("Không", False),
        ("0", False),
        ("sai", False),
        ("", None),
    ],
)
def test_words_for_yes_and_no(text, expected):
    assert values("done", column("Đạt", text)) == [expected]


@pytest.mark.parametrize("text", ["justice", "Sở Tư pháp", "so tu phap", "SỞ TƯ PHÁP"])
def test_a_choice_by_code_or_label(text):
    assert values("line", column("Khối", text)) == ["justice"]


def test_a_mistyped_choice_asks_and_a_strange_one_is_a_mistake():
    data = column("Khối", "Sở Tư phap s")
    [doubt] = check(data).doubts
    assert doubt.options[0] == ("justice", "Sở Tư pháp")
    assert values("line", data, answers={doubt.key: "justice"}) == ["justice"]
    for refused, answers in ((data, {doubt.key: "-"}), (column("Khối", "Ngân hàng"), {})):
        with pytest.raises(Problems, match="không có trong danh sách: Sở Tư pháp; THADS"):
            check(refused, answers=answers)


def test_the_beginning_of_a_choice_asks_which_one():
    assert list(asked(check(column("Khối", "Sở Tư")))) == ["choice:line:so tu"]


def test_a_grouped_whole_number_asks_and_is_no_mistake_meanwhile():
    checked = examine(column("Số việc", "1.200"))
    assert (told(checked.problems), [doubt.key for doubt in checked.doubts]) == ([], ["mark:count:dot"])
    assert values("count", column("Số việc", "1.200"), answers={"mark:count:dot": "thousands"}) == [1200]


def test_rows_that_stand_twice_and_names_that_differ_in_diacritics():
    assert told(examine(csv("Đơn vị", "Sở Tư pháp", "SỞ TƯ PHÁP")).problems) == [
        "a.csv, dòng 3, cột A – Đơn vị: Trùng với dòng 2."
    ]
    assert len(read(csv("Đơn vị", "Nguyễn Văn An", "Nguyễn Văn Ân"))) == 2
