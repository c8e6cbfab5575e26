"""Reading and writing numbers; the number field of forms."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.numbers import (
    NumberProblem,
    VietnameseDecimalField,
    format_decimal,
    format_percent,
    format_points,
    parse_decimal,
)

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=4)


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        (" 2,74% ", "2.74"),
        ("2.79 %", "2.79"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1.234,567", "1234.567"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("12345.678", "12345.678"),
        ("2,7900", "2.7900"),
        (",5", "0.5"),
        ("-3", "-3"),
        ("\u22123,25", "-3.25"),
        ("+4", "4"),
        ("0", "0"),
        ("007", "7"),
        (2.79, "2.79"),
        (13, "13"),
        (Decimal("1.50"), "1.50"),
    ],
)
def test_parse_decimal_reads_every_clear_shape(text, number):
    assert str(parse_decimal(text)) == number


@pytest.mark.parametrize("text", ["2.790", "1,234", "-1.000", "83.900%", "999,999"])
def test_parse_decimal_when_two_readings_asks(text):
    with pytest.raises(NumberProblem) as refusal:
        parse_decimal(text)
    assert refusal.value.code == "ambiguous"


def test_parse_decimal_when_ambiguous_shows_both_readings():
    with pytest.raises(NumberProblem) as refusal:
        parse_decimal("2.790")
    assert str(refusal.value) == "“2.790” có thể hiểu là 2,79 hoặc 2790. Hãy nhập 2,79 hoặc 2790."


@pytest.mark.parametrize(("mark", "number"), [(",", "2790"), (".", "2.790")])
def test_parse_decimal_when_the_mark_is_known_decides(mark, number):
    assert str(parse_decimal("2.790", decimal_mark=mark)) == number
    assert parse_decimal("2,5", decimal_mark=".") == Decimal("2.5")  # clear texts stand


@pytest.mark.parametrize(
    "text",
    [
        *["", "hai", "2a", "1.2.3", "1.23,4", "1,23,456", "1.234,5,6", "1e5", "NaN", "Infinity", "--2", "5,", "."],
        *["1_000", "٣", "2,5%%", "1 23", "12 34,5", "1.234 567", "1,234,567,8", "9" * 60],
        *[True, float("nan"), float("inf")],
    ],
)
def test_parse_decimal_when_not_a_number_refuses(text):
    with pytest.raises(NumberProblem) as refusal:
        parse_decimal(text)
    assert (refusal.value.code, str(refusal.value)) == ("invalid", "Nhập một số, ví dụ 2,5.")


def test_parse_decimal_when_percent_is_not_wanted_refuses():
    with pytest.raises(NumberProblem):
        parse_decimal("5%", percent=False)


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ("1234.5", None, "1.234,5"),
        ("1234.500", None, "1.234,5"),
        ("1234567", None, "1.234.567"),
        ("2.74", 2, "2,74"),
        ("2.745", 2, "2,75"),
        ("-0.5", None, "-0,5"),
        ("-1234", 1, "-1.234,0"),
        ("0", None, "0"),
        ("1E+3", None, "1.000"),
    ],
)
def test_format_decimal_writes_the_vietnamese_way(number, places, text):
    assert format_decimal(Decimal(number), places) == text


def test_format_decimal_of_nothing_is_empty():
    assert (format_decimal(None), format_points(None), format_percent(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("points", "text"), [("1.750", "1,75"), ("2.000", "2"), ("0.3335", "0,334"), ("199.5", "199,5")]
)
def test_format_points_leaves_out_zeros(points, text):
    assert format_points(Decimal(points)) == text


def test_format_percent_shows_both_sources_alike():
    assert [format_percent(parse_decimal(text)) for text in ("2,74%", "2.79%")] == ["2,74%", "2,79%"]


@given(NUMBERS)
def test_what_is_written_is_read_back(number):
    assert parse_decimal(format_decimal(number), decimal_mark=",") == number
    assert parse_decimal(format_decimal(number, 4)) == number


class _PointsForm(forms.Form):
    points = VietnameseDecimalField(min_value=0, max_value=Decimal("2.5"), decimal_places=3, max_digits=7)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("3", "Nhập số không lớn hơn 2,5."),
        ("-1", "Nhập số không nhỏ hơn 0."),
        ("hai", "Nhập một số, ví dụ 2,5."),
        ("5%", "Nhập một số, ví dụ 2,5."),
        ("", "Nhập một số, ví dụ 2,5."),
        ("1,2345", "Nhập không quá 3 chữ số sau dấu phẩy."),
        ("2.790", "“2.790” có thể hiểu là 2,79 hoặc 2790. Hãy nhập 2,79 hoặc 2790."),
    ],
)
def test_field_when_refused_says_why_and_keeps_the_text(typed, message):
    form = _PointsForm({"points": typed})
    assert form.errors == {"points": [message]}
    assert form["points"].value() == typed


@pytest.mark.parametrize(("typed", "value"), [("2,5", "2.5"), ("2.5", "2.5"), ("1,234", "1.234"), ("1,50000", "1.500")])
def test_field_reads_both_marks(typed, value):
    form = _PointsForm({"points": typed})
    assert form.is_valid()
    assert str(form.cleaned_data["points"]) == value


def test_field_prints_what_it_reads_again():
    form = _PointsForm(initial={"points": Decimal("1.234")})
    html = str(form["points"])
    assert 'value="1,234"' in html
    assert 'inputmode="decimal"' in html
    assert not _PointsForm({"points": "1,234"}, initial={"points": Decimal("1.234")}).has_changed()


def test_field_of_whole_numbers_says_so():
    field = VietnameseDecimalField(decimal_places=0, max_digits=9)
    with pytest.raises(forms.ValidationError) as error:
        field.clean("2,5")
    assert error.value.messages == ["Nhập số nguyên."]
