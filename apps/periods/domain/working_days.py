"""Working days: weekdays without the days off, and the Saturdays worked in exchange.

Only proposes and warns: lateness counts in calendar days from the date that was set.
Legal sources: Bộ luật Lao động 2019 Điều 112 (days off); Bộ luật Dân sự 2015 Điều 148 khoản 5 (a term that ends on a
day off ends with the next working day).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from apps.core.dates import format_date
from apps.periods.enums import Confidence, DayKind
from apps.periods.models import Holiday

SATURDAY, SUNDAY = 5, 6
WEEKDAYS = (_l("Thứ Hai"), _l("Thứ Ba"), _l("Thứ Tư"), _l("Thứ Năm"), _l("Thứ Sáu"), _l("Thứ Bảy"), _l("Chủ nhật"))
DAY = timedelta(days=1)
MARGIN = timedelta(days=31)  # no run of days off is longer


def weekday(day: date) -> str:
    """Thứ Hai … Chủ nhật."""
    return str(WEEKDAYS[day.weekday()])


@dataclass(frozen=True)
class DayOff:
    """Why a day differs from its weekday."""

    kind: str
    label: str
    certain: bool = True


class WorkingDays:
    """Arithmetic on known days off; pure. ``known`` maps a day to its DayOff, ``years`` are those with a full list."""

    def __init__(self, known: Mapping[date, DayOff], years: Iterable[int]):
        self.known = known
        self.years = frozenset(years)

    def is_working(self, day: date) -> bool:
        row = self.known.get(day)
        if row is not None:
            return row.kind == DayKind.WORKING
        return day.weekday() not in {SATURDAY, SUNDAY}

    def why_off(self, day: date) -> str:
        """The holiday or the weekday that is off; empty for a working day."""
        if self.is_working(day):
            return ""
        row = self.known.get(day)
        return row.label if row else weekday(day)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.is_working(day):
            day += DAY
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_working(day):
            day -= DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The working day that is ``count`` working days after ``day``; 0 is the next one when it is off itself."""
        day = self.on_or_after(day)
        for _number in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` lies before."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + DAY * number) for number in range(1, (end - start).days + 1))

    def warning(self, day: date) -> str:
        """What to tell whoever sets a due date on this day; empty when there is nothing to tell."""
        if why := self.why_off(day):
            message = _("%(day)s là ngày nghỉ (%(why)s). Ngày làm việc kế tiếp: %(next)s.")
            return message % {"day": format_date(day), "why": why, "next": format_date(self.on_or_after(day))}
        if day.year not in self.years:
            return _("Chưa có lịch nghỉ năm %(year)s; kiểm tra lại hạn %(day)s khi có lịch.") % {
                "year": day.year,
                "day": format_date(day),
            }
        return ""

    def warnings(self, days: Iterable[date]) -> list[str]:
        """The same for several days. Of a year without a list only the first day is named: all are to be checked."""
        texts, told = [], set()
        for day in sorted(days):
            if not self.why_off(day) and day.year not in self.years:
                if day.year in told:
                    continue
                told.add(day.year)
            texts.append(self.warning(day))
        return list(filter(None, texts))


def working_days(first: date, last: date) -> WorkingDays:
    """The calendar around these days; one query."""
    return calendar_of(days_around(first, last))


def days_around(first: date, last: date) -> QuerySet[Holiday]:
    """What the calendar around these days is made of, for whoever asks it together with something else."""
    # Whole years: whether one has its list does not hang on a holiday lying near to these days.
    whole = (date((first - MARGIN).year, 1, 1), date((last + MARGIN).year, 12, 31))
    return Holiday.objects.filter(day__range=whole).order_by("day")


def calendar_of(rows: Iterable[Holiday]) -> WorkingDays:
    rows = list(rows)
    known = {row.day: DayOff(row.kind, row.label, row.confidence == Confidence.VERIFIED) for row in rows}
    return WorkingDays(known, {row.day.year for row in rows})
