"""Reading and writing dates; where a day ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.dates import (
    DateProblem,
    VietnameseDateField,
    days_late,
    end_of_day,
    format_date,
    format_datetime,
    format_time,
    later_by,
    local,
    official_date,
    parse_date,
    text_date,
    text_moment,
)

EVENING = datetime(2022, 4, 7, 17, 30, tzinfo=UTC)  # 00:30 of the 8th in Việt Nam
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07/06/2023", date(2023, 6, 7)),
        ("08/4/2022", date(2022, 4, 8)),
        ("13/9/2022", date(2022, 9, 13)),
        ("07/7/2021", date(2021, 7, 7)),
        ("19-09-2022", date(2022, 9, 19)),
        ("19–09–2022", date(2022, 9, 19)),
        ("2022-09-19", date(2022, 9, 19)),
        ("2022-09-19 00:00:00", date(2022, 9, 19)),
        ("2022-09-19T00:00:00", date(2022, 9, 19)),
        ("19.9.2022", date(2022, 9, 19)),
        (" 8 / 4 / 2022 ", date(2022, 4, 8)),
        ("ngày 05 tháng 3 năm 2020", date(2020, 3, 5)),
        ("Ngày 5 tháng 03, 2020", date(2020, 3, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        (date(2020, 3, 5), date(2020, 3, 5)),
        (EVENING, date(2022, 4, 8)),
        (datetime(2022, 4, 8), date(2022, 4, 8)),  # noqa: DTZ001 - spreadsheets have no zones
    ],
)
def test_parse_date_reads_every_shape(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("13/13/2020", "Không có tháng 13. Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("04/25/2020", "Không có tháng 25. Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("31/4/2022", "Tháng 4 năm 2022 không có ngày 31."),
        ("29/02/2023", "Tháng 2 năm 2023 không có ngày 29."),
        ("00/01/2023", "Tháng 1 năm 2023 không có ngày 0."),
        ("08/04/22", "Viết năm đủ bốn chữ số, ví dụ 08/04/2022."),
        ("08/04/20222", "Viết năm đủ bốn chữ số, ví dụ 08/04/2022."),
        ("08/04/0222", "Năm 0222 không hợp lệ."),
        ("hôm qua", "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("", "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("08/04", "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("08-04/2022", "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("2022-09-19 14:30:00", "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
    ],
)
def test_parse_date_when_not_a_date_says_what_is_wrong(text, message):
    with pytest.raises(DateProblem) as refusal:
        parse_date(text)
    assert str(refusal.value) == message


@given(DAYS)
def test_every_way_of_writing_is_read_back(day):
    for written in (format_date(day), official_date(day), text_date(day), day.isoformat(), f"{day:%d-%m-%Y}"):
        assert parse_date(written) == day


def test_writing_of_dates_and_times():
    day = date(2022, 4, 8)
    assert (format_date(day), format_date(EVENING), format_date(None)) == ("08/04/2022", "08/04/2022", "")
    assert (format_datetime(EVENING), format_datetime(None)) == ("08/04/2022 00:30", "")
    assert (format_time(EVENING), format_time(None)) == ("00:30", "")


@pytest.mark.parametrize(
    ("day", "official", "text"),
    [
        (date(2020, 3, 5), "ngày 05 tháng 3 năm 2020", "05/3/2020"),
        (date(2020, 1, 15), "ngày 15 tháng 01 năm 2020", "15/01/2020"),
        (date(2020, 2, 9), "ngày 09 tháng 02 năm 2020", "09/02/2020"),
        (date(2020, 12, 18), "ngày 18 tháng 12 năm 2020", "18/12/2020"),
    ],
)
def test_official_dates_take_zeros_as_the_decree_says(day, official, text):
    assert (official_date(day), text_date(day)) == (official, text)


def test_a_moment_in_running_text_names_the_time_before_the_day():
    assert (text_moment(EVENING), text_moment(None), text_date(None)) == ("00:30 ngày 08/4/2022", "", "")


def test_a_year_later_29_february_is_the_28th():
    assert [later_by(day, 1) for day in (date(2024, 2, 29), date(2024, 3, 1), None)] == [
        date(2025, 2, 28), date(2025, 3, 1), None,
    ]  # fmt: skip


def test_a_day_ends_at_24_hours_local():
    assert end_of_day(date(2022, 4, 8)) == datetime(2022, 4, 8, 17, 0, tzinfo=UTC)
    assert local(end_of_day(date(2022, 12, 31))).isoformat() == "2023-01-01T00:00:00+07:00"


@pytest.mark.parametrize(("seconds", "late"), [(-1, 0), (0, 1), (86_399, 1), (86_400, 2)])
def test_days_late_to_the_second(seconds, late):
    due_on = date(2022, 4, 8)
    assert days_late(due_on, end_of_day(due_on) + timedelta(seconds=seconds)) == late


def test_days_late_of_dates():
    assert days_late(date(2022, 4, 8), date(2022, 4, 1)) == 0
    assert days_late(date(2022, 4, 8), date(2022, 4, 11)) == 3


class _DocumentForm(forms.Form):
    dated = VietnameseDateField(min_value=date(2022, 1, 1), max_value=date(2022, 12, 31))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("13/13/2022", "Không có tháng 13. Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
        ("31/12/2021", "Nhập ngày từ 01/01/2022 trở đi."),
        ("01/01/2023", "Nhập ngày không muộn hơn 31/12/2022."),
        ("", "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022."),
    ],
)
def test_field_when_refused_says_why_and_keeps_the_text(typed, message):
    form = _DocumentForm({"dated": typed})
    assert form.errors == {"dated": [message]}
    assert form["dated"].value() == typed


def test_field_reads_and_shows_day_first():
    form = _DocumentForm({"dated": "08/4/2022"})
    assert form.is_valid()
    assert form.cleaned_data["dated"] == date(2022, 4, 8)
    assert 'value="08/04/2022"' in str(_DocumentForm(initial={"dated": date(2022, 4, 8)})["dated"])
