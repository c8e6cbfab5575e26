"""Writing iCalendar files (RFC 5545), as calendar programs subscribe to them. Pure: events in, bytes out."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from apps.periods.agenda import Event

PRODUCT = "-//Cong thi dua khen thuong//Lich//VI"
LINE_OCTETS = 75  # without the line break (RFC 5545 §3.1)
# Controls other than tab and line feed are no TEXT (§3.3.11).
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def escape(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line break escaped; other controls left out (§3.3.11)."""
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).translate(_ESCAPED)


def fold(line: str) -> str:
    """Lines of at most 75 octets, continued by a blank; no letter is cut in two (§3.1)."""
    parts, octets, start = [], 0, 0
    for index, letter in enumerate(line):
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            parts.append(line[start:index])
            start, octets = index, 1  # the blank counts
        octets += size
    return "\r\n ".join([*parts, line[start:]])


def write_calendar(events: Iterable[Event], *, name: str, host: str, address) -> bytes:
    """The whole file. ``address(path)`` makes a full address of a path; ``host`` ends the UIDs."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event, host, address)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _event(event: Event, host: str, address) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}@{host}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"LAST-MODIFIED:{_moment(event.changed_at)}",
        f"DTSTART;VALUE=DATE:{_day(event.day)}",
        # The end is the first day that no longer belongs to it (§3.6.1).
        f"DTEND;VALUE=DATE:{_day((event.last_day or event.day) + timedelta(days=1))}",
        f"SUMMARY:{escape(event.title)}",
        "TRANSP:TRANSPARENT",
    ]
    if event.note:
        lines.append(f"DESCRIPTION:{escape(event.note)}")
    if event.url:
        lines.append(f"URL:{address(event.url)}")
    return [*lines, "END:VEVENT"]


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
