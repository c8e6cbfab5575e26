"""A figure of a whole year is a fact only when the year is over; before, it is an estimate."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.results.enums import Period
from apps.units.models import Unit


class EstimateTooEarly(DomainError):
    """A whole year is a fact only when it is over."""


def known_from(unit: Unit, year: int) -> date:
    """A whole year is known on 1 January; the enforcement work year, which ends on 30 September, on 1 October."""
    return date(year, 10, 1) if unit.kind.startswith("enforcement") else date(year + 1, 1, 1)


def is_over(unit: Unit, year: int, now: datetime) -> bool:
    return local(now).date() >= known_from(unit, year)


def require_over(unit: Unit, year: int, period: str, now: datetime) -> None:
    """Raises EstimateTooEarly for the whole of a year that is still running."""
    if period == Period.YEAR and not is_over(unit, year, now):
        raise EstimateTooEarly(
            _("Trước ngày %(day)s, số liệu cả năm %(year)s là số ước, chưa phải số thực hiện.")
            % {"year": year, "day": format_date(known_from(unit, year))},
            field="standing",
        )
