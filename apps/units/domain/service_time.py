"""Months of service (Thời gian công tác), counted exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_OF_LOOSE_MONTH = 30
MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class ServiceTime:
    """Whole months and the days left over (fewer than a month)."""

    months: int
    days: int

    @property
    def years_and_months(self) -> tuple[int, int]:
        return divmod(self.months, MONTHS_OF_YEAR)


def anniversary(start: date, months: int) -> date:
    """The same day ``months`` later; the first of the month after it where that month has no such day.

    So a month that begins on 31/01 is complete with the last day of February (Bộ luật Dân sự, Điều 148 khoản 3).
    """
    index = start.year * MONTHS_OF_YEAR + start.month - 1 + months
    try:
        return date(index // MONTHS_OF_YEAR, index % MONTHS_OF_YEAR + 1, start.day)
    except ValueError:
        index += 1
        return date(index // MONTHS_OF_YEAR, index % MONTHS_OF_YEAR + 1, 1)


def full_months(start: date, end: date) -> tuple[int, int]:
    """Whole months from ``start`` to ``end``, both days included, and the days left over."""
    after = end + timedelta(days=1)
    months = max((after.year - start.year) * MONTHS_OF_YEAR + after.month - start.month, 0)
    if anniversary(start, months) > after:
        months -= 1
    return max(months, 0), (after - anniversary(start, max(months, 0))).days


def service_time(periods: Iterable[tuple[date, date | None]], *, until: date) -> ServiceTime:
    """Time covered by the periods (first and last day included, None: still running) up to ``until``, counted once.

    Periods that touch or overlap count as one. Days left over of separate periods are added; thirty make a month.
    """
    months = days = 0
    for start, end in joined(periods, until=until):
        whole, rest = full_months(start, end)
        months, days = months + whole, days + rest
    return ServiceTime(months + days // DAYS_OF_LOOSE_MONTH, days % DAYS_OF_LOOSE_MONTH)


def joined(periods: Iterable[tuple[date, date | None]], *, until: date) -> list[tuple[date, date]]:
    """The periods in order, cut at ``until``; those that touch or overlap put together."""
    found: list[tuple[date, date]] = []
    for start, open_end in sorted(periods, key=lambda period: period[0]):
        end = min(open_end or until, until)
        if end < start:
            continue
        if found and start <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
