"""Validity by the rules of RFC 5545: line breaks, folding, escaping, required properties."""

import re
from datetime import UTC, date, datetime

import pytest

from apps.periods.agenda import Event
from apps.periods.icalendar import escape, fold, write_calendar

AT = datetime(2026, 11, 12, 9, 20, 5, tzinfo=UTC)
LONG = "Hạn nộp: Đăng ký danh hiệu thi đua, hình thức khen thưởng năm 2026; Sở Tư pháp tỉnh Lào Cai – ẤẦẨẪẬ " * 3


def written(*events: Event) -> bytes:
    return write_calendar(
        events, name="Lịch, thử", host="portal.example", address=lambda path: f"https://portal.example{path}"
    )


def unfolded(content: bytes) -> list[str]:
    text = content.decode()
    assert text.endswith("\r\n")
    return re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]


def values(content: bytes) -> dict[str, str]:
    inside = unfolded(content)
    start, end = inside.index("BEGIN:VEVENT"), inside.index("END:VEVENT")
    return dict(line.split(":", 1) for line in inside[start + 1 : end])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b;c", r"a\,b\;c"),
        ("back\\slash", r"back\\slash"),
        ("two\nlines\r\nthree\rfour", r"two\nlines\nthree\nfour"),
        ("bell\x07 tab\t", "bell tab\t"),
        ("Đăng ký: “thử”", "Đăng ký: “thử”"),
    ],
)
def test_text_is_escaped(text, expected):
    assert escape(text) == expected


@pytest.mark.parametrize("line", ["x", "x" * 75, "x" * 76, "x" * 400, "Ậ" * 60, "xẬ" * 80, "👍" * 40])
def test_lines_are_folded_at_75_octets_without_cutting_a_letter(line):
    folded = fold(line)
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert all(part.startswith(" ") for part in folded.split("\r\n")[1:])
    assert folded.replace("\r\n ", "") == line


def test_every_line_ends_with_cr_lf_and_is_short():
    content = written(Event("a", date(2026, 11, 15), LONG, AT, note=LONG))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_calendar_has_what_the_rules_require():
    content = written(
        Event("duty-5", date(2026, 11, 15), LONG, AT, note="Công văn 5034/BTP-TCCB; hạn nội bộ", url="/clusters/5/"),
        Event("movement-1", date(2026, 12, 30), "Sơ kết", AT, last_day=date(2026, 12, 31)),
    )
    lines = unfolded(content)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert "VERSION:2.0" in lines
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    found = values(content)
    assert found["UID"] == "duty-5@portal.example"
    assert found["DTSTAMP"] == "20261112T092005Z"
    assert found["DTSTART;VALUE=DATE"] == "20261115"
    assert found["DTEND;VALUE=DATE"] == "20261116"  # the first day that no longer belongs to it
    assert found["SUMMARY"] == escape(LONG)
    assert found["DESCRIPTION"] == r"Công văn 5034/BTP-TCCB\; hạn nội bộ"
    assert found["URL"] == "https://portal.example/clusters/5/"
    assert "DTEND;VALUE=DATE:20270101" in lines


def test_same_events_give_the_same_bytes():
    event = Event("a", date(2026, 11, 15), "x", AT)
    assert written(event) == written(event)


def test_empty_calendar_is_still_one():
    assert unfolded(written())[0] == "BEGIN:VCALENDAR"
