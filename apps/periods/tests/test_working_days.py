from datetime import date

import pytest

from apps.periods.domain.working_days import weekday, working_days
from apps.periods.reference import load_holidays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _days_off():
    load_holidays()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-12", "2026-11-12"),  # a Thursday
        ("2026-11-14", "2026-11-16"),  # Saturday → Monday
        ("2025-01-25", "2025-02-03"),  # Tết Ất Tỵ, nine days
        ("2024-04-27", "2024-05-02"),  # Saturday, Sunday, exchanged Monday, 30/4, 01/5
        ("2024-05-04", "2024-05-04"),  # a Saturday worked in exchange
        ("2026-04-25", "2026-04-28"),  # Giỗ Tổ on a Sunday, its substitute on Monday
        ("2027-02-06", "2027-02-12"),  # Tết Đinh Mùi begins on a Saturday
        ("2027-05-01", "2027-05-04"),
    ],
)
def test_next_working_day(given, expected):
    assert working_days(day(given), day(given)).on_or_after(day(given)) == day(expected)


@pytest.mark.parametrize(
    ("given", "expected"), [("2025-02-02", "2025-01-24"), ("2026-11-12", "2026-11-12"), ("2026-09-02", "2026-08-28")]
)
def test_last_working_day_before(given, expected):
    assert working_days(day(given), day(given)).on_or_before(day(given)) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-12", "2026-11-12", 0),
        ("2026-11-12", "2026-11-13", 1),
        ("2026-11-12", "2026-11-16", 2),  # over a weekend
        ("2025-01-24", "2025-02-03", 1),  # over Tết
        ("2024-04-26", "2024-05-06", 4),  # 02, 03, Saturday 04 (worked), 06 May
        ("2026-11-16", "2026-11-12", -2),
    ],
)
def test_days_between(start, end, expected):
    assert working_days(day(start), day(end)).between(day(start), day(end)) == expected


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [("2026-11-13", 1, "2026-11-16"), ("2026-11-14", 0, "2026-11-16"), ("2025-01-24", 2, "2025-02-04")],
)
def test_day_after_so_many_working_days(start, count, expected):
    assert working_days(day(start), day(start)).after(day(start), count) == day(expected)


def warnings(*texts: str) -> list[str]:
    days = [day(text) for text in texts]
    return working_days(min(days), max(days)).warnings(days)


def test_due_date_on_a_day_off_is_warned_with_the_next_working_day():
    assert warnings("2026-11-12") == []
    sunday = "15/11/2026 là ngày nghỉ (Chủ nhật). Ngày làm việc kế tiếp: 16/11/2026."
    assert warnings("2026-11-12", "2026-11-15") == [sunday]
    assert "Quốc khánh" in warnings("2026-09-02")[0]


def test_year_without_a_list_is_said_once():
    first, sunday = warnings("2031-03-17", "2031-03-14", "2031-03-16")
    assert "Chưa có lịch nghỉ năm 2031; kiểm tra lại hạn 14/03/2031" in first
    assert "Chủ nhật" in sunday


def test_weekday_in_words():
    assert [weekday(day(f"2026-11-{number:02}")) for number in (9, 14, 15)] == ["Thứ Hai", "Thứ Bảy", "Chủ nhật"]


def test_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        working_days(day("2026-01-01"), day("2026-12-31"))


def test_year_with_a_list_is_covered_far_from_any_holiday():
    assert warnings("2026-07-06") == warnings("2025-07-07") == []
