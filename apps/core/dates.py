"""Dates as Vietnamese offices write them, always day first; times of the country's only zone.

A due date is a whole day: it ends at 24:00 local time, which is the first moment of the next day.
"""

import re
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.core.text import fold

FIRST_YEAR, LAST_YEAR = 1900, 2199
YEAR = _("Năm")
_EXAMPLE = _("Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022.")
_MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0+)?)?)?"
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2}) ?(?P<mark>[-/. ]) ?(?P<month>\d{1,2}) ?(?P=mark) ?(?P<year>\d+)" + _MIDNIGHT)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _MIDNIGHT)
_IN_WORDS = re.compile(r"(?:ngay )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2}),? (?:nam )?(?P<year>\d+)")
_YEAR_DIGITS = 4


class DateProblem(DomainError):
    """A text that is no date: not readable, no such day or month, or a year out of range."""


def parse_date(value) -> date:
    """Read a date in any shape found in the sector's papers.

    07/06/2023, 08/4/2022, 19-09-2022, 19.9.2022, "ngày 05 tháng 3 năm 2020", and 2022-09-19 (year
    first). Dates pass through; a datetime gives its local date. Raises DateProblem.
    """
    if isinstance(value, datetime):
        return local(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    text = fold(str(value))
    for shape in (_DAY_FIRST, _YEAR_FIRST, _IN_WORDS):
        if found := shape.fullmatch(text):
            return _real_date(found["year"], int(found["month"]), int(found["day"]))
    raise DateProblem(_EXAMPLE, code="invalid")


def format_date(value: date | datetime | None) -> str:
    """08/04/2022; a datetime gives its local date, None the empty text."""
    return f"{_day(value):%d/%m/%Y}" if value else ""


def format_time(value: datetime | None) -> str:
    """14:05, local."""
    return f"{local(value):%H:%M}" if value else ""


def format_datetime(value: datetime | None) -> str:
    """08/04/2022 14:05, local."""
    return f"{local(value):%d/%m/%Y %H:%M}" if value else ""


def official_date(value: date | datetime) -> str:
    """Write "ngày 05 tháng 3 năm 2020": days below 10 and months 1–2 take a leading 0.

    Legal source: Nghị định 30/2020/NĐ-CP, Phụ lục I (place and date).
    """
    day = _day(value)
    return f"ngày {day:%d} tháng {_month(day)} năm {day.year}"


def text_date(value: date | datetime | None) -> str:
    """05/3/2020, as dates stand in the running text of official documents; None gives the empty text."""
    if value is None:
        return ""
    day = _day(value)
    return f"{day:%d}/{_month(day)}/{day.year}"


def text_moment(value: datetime | None) -> str:
    """14:05 ngày 05/3/2020, as moments stand in running text, after "lúc"; None gives the empty text."""
    return f"{format_time(value)} ngày {text_date(value)}" if value else ""


def local(value: datetime) -> datetime:
    """The moment on the country's clock. Raises ValueError for a datetime without zone."""
    return timezone.localtime(value, timezone.get_default_timezone())


def end_of_day(day: date) -> datetime:
    """24:00 of the day, local: the first moment that no longer belongs to it."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())


def days_late(due_on: date, at: datetime | date) -> int:
    """Whole days after the due date on which something happened; 0 when in time.

    What comes before 24:00 of the due date is in time; the first second after it is one day late.
    """
    return max((_day(at) - due_on).days, 0)


def _day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - the decree: months 1 and 2


def _real_date(year_text: str, month: int, day: int) -> date:
    year = int(year_text) if len(year_text) <= _YEAR_DIGITS else LAST_YEAR + 1
    if len(year_text) != _YEAR_DIGITS:
        raise DateProblem(_("Viết năm đủ bốn chữ số, ví dụ 08/04/2022."), code="year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateProblem(_("Năm %(year)s không hợp lệ.") % {"year": year_text}, code="year")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        message = _("Không có tháng %(month)s. Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 08/04/2022.")
        raise DateProblem(message % {"month": month}, code="month")
    try:
        return date(year, month, day)
    except ValueError as error:
        message = _("Tháng %(month)s năm %(year)s không có ngày %(day)s.")
        raise DateProblem(message % {"month": month, "year": year, "day": day}, code="day") from error


def later_by(day: date | None, years: int) -> date | None:
    """The same day so many years later (earlier when negative); 29 February becomes the 28th, no day stays none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def year_field(label=YEAR, **options) -> forms.IntegerField:
    """Input of a year."""
    return forms.IntegerField(label=label, **({"min_value": FIRST_YEAR, "max_value": LAST_YEAR} | options))


class VietnameseDateField(forms.DateField):
    """Input of a date in any shape of :func:`parse_date`; keeps the text as typed.

    ``min_value`` and ``max_value`` are dates, both included.
    """

    widget = forms.TextInput
    default_error_messages = {
        "required": _EXAMPLE,
        "invalid": _EXAMPLE,
        "min_value": _("Nhập ngày từ %(limit)s trở đi."),
        "max_value": _("Nhập ngày không muộn hơn %(limit)s."),
    }

    def __init__(self, *, min_value: date | None = None, max_value: date | None = None, **options):
        super().__init__(**options)
        self.min_value, self.max_value = min_value, max_value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return parse_date(value)
        except DateProblem as problem:
            raise ValidationError(problem.message, code=problem.code) from problem

    def validate(self, value):
        super().validate(value)
        if value and self.min_value and value < self.min_value:
            self._refuse("min_value", self.min_value)
        if value and self.max_value and value > self.max_value:
            self._refuse("max_value", self.max_value)

    def prepare_value(self, value):
        return format_date(value) if isinstance(value, date) else value

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"autocomplete": "off"}

    def _refuse(self, code: str, limit: date):
        raise ValidationError(self.error_messages[code], code=code, params={"limit": format_date(limit)})
