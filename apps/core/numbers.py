"""Numbers as Vietnamese offices write them: "1.234,5" shown; "2,5", "2.5", "1 234,5" and "2,74%" read.

One text is never guessed: "2.790" may be 2,79 or two thousand seven hundred and ninety, so the
reader asks (:class:`NumberProblem` with code ``ambiguous``) unless the caller knows the mark.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.core.text import is_dash

MAX_DIGITS = 30
_GROUPS = r"\d{1,3}(?:%s\d{3})+"
_EXACT = Context(prec=2 * MAX_DIGITS)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DIGITS_AND_MARKS = re.compile(r"[0-9., ]+")


class NumberProblem(DomainError):
    """A text that is not a number (code ``invalid``) or may be two numbers (code ``ambiguous``)."""


def parse_decimal(value, *, decimal_mark: str | None = None, percent: bool = True) -> Decimal:
    """Read a number typed by a person or found in a spreadsheet cell.

    ``decimal_mark`` ("," or ".") decides only what would be ambiguous; clear texts are read as they
    stand. A percent sign is dropped ("2,74%" → 2.74) or, with ``percent=False``, refused.
    Raises NumberProblem.
    """
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _finite(Decimal(value))
    if isinstance(value, float):
        return _finite(Decimal(repr(value)))
    text = " ".join(str(value).split())
    if percent and text.endswith("%"):
        text = text[:-1].rstrip()
    negative = text[:1] != "" and is_dash(text[0])
    body = text[1:].lstrip() if negative or text.startswith("+") else text
    number = _read_unsigned(body, decimal_mark)
    return -number if negative and number else number


def format_decimal(value: Decimal | int | float | None, places: int | None = None, *, grouped: bool = True) -> str:
    """Write a number with "." between thousands and "," before decimals; None is written "".

    ``places`` fixes the number of decimals (half up); without it zeros at the end are left out.
    ``grouped=False`` leaves the thousands together, as wanted in an input box.
    """
    if value is None:
        return ""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _mark, decimals = f"{abs(number):{',' if grouped else ''}f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{whole.replace(',', '.')}{',' if decimals else ''}{decimals}"


def format_points(value: Decimal | int | None) -> str:
    """Write points: at most three decimals, no zeros at the end ("1,75", "2", "0,333")."""
    if value is None:
        return ""
    return format_decimal(Decimal(value).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP))


def format_percent(value: Decimal | int | None, places: int | None = None) -> str:
    """Write a percentage given in percent: 2.74 → "2,74%"."""
    return "" if value is None else f"{format_decimal(value, places)}%"


def _read_unsigned(text: str, decimal_mark: str | None) -> Decimal:
    """Read digits with marks. Steps: find the marks, tell group from decimal, check the groups."""
    if len(text) > MAX_DIGITS + 10 or not _DIGITS_AND_MARKS.fullmatch(text) or not text[-1].isdigit():
        raise NumberProblem(_("Nhập một số, ví dụ 2,5."), code="invalid")
    mark = _decimal_mark(text, decimal_mark)
    whole, _mark, decimals = text.rpartition(mark) if mark else (text, "", "")
    if not _is_grouped(whole, decimals, mark):
        raise NumberProblem(_("Nhập một số, ví dụ 2,5."), code="invalid")
    whole = re.sub("[., ]", "", whole) or "0"
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def _decimal_mark(text: str, preferred: str | None) -> str:
    """The decimal mark of the text, or "" when every mark only groups thousands."""
    marks = [character for character in text if character in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:  # noqa: PLR2004 - both marks: the last one is the decimal
        return marks[-1]
    if len(marks) > 1:
        return ""
    whole, _mark, decimals = text.partition(marks[0])
    if " " in text or not _AMBIGUOUS.fullmatch(text):
        return marks[0]
    if preferred is None:
        raise NumberProblem(_ambiguity(whole, decimals, text), code="ambiguous")
    return marks[0] if marks[0] == preferred else ""


def _is_grouped(whole: str, decimals: str, mark: str) -> bool:
    """Whether the whole part is plain digits or proper groups of three under one mark other than the decimal."""
    if not (decimals.isdigit() or not mark):
        return False
    separators = set(re.findall(r"[., ]", whole))
    if not separators:
        return bool(whole) or bool(mark)
    separator = separators.pop()
    return not separators and separator != mark and bool(re.fullmatch(_GROUPS % re.escape(separator), whole))


def _ambiguity(whole: str, decimals: str, text: str):
    """The question put to the person: both readings, each in a form that is clear when typed."""
    return _("“%(text)s” có thể hiểu là %(small)s hoặc %(large)s. Hãy nhập %(small)s hoặc %(large)s.") % {
        "text": text,
        "small": f"{whole},{decimals.rstrip('0') or '0'}",
        "large": f"{whole}{decimals}",
    }


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise NumberProblem(_("Nhập một số, ví dụ 2,5."), code="invalid")
    return number


class VietnameseDecimalField(forms.DecimalField):
    """Input of a number; shows and keeps the text as typed, with the message beside the field.

    A comma is the decimal mark of the form itself ("1,234" is what the page prints for 1.234), so
    only a dot before exactly three digits is asked about. ``percent`` admits a percent sign.
    """

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Nhập một số, ví dụ 2,5."),
        "invalid": _("Nhập một số, ví dụ 2,5."),
        "max_digits": _("Nhập không quá %(max)s chữ số."),
        "max_decimal_places": _("Nhập không quá %(max)s chữ số sau dấu phẩy."),
        "max_whole_digits": _("Nhập không quá %(max)s chữ số trước dấu phẩy."),
        "min_value": _("Nhập số không nhỏ hơn %(limit)s."),
        "max_value": _("Nhập số không lớn hơn %(limit)s."),
    }

    def __init__(self, *, percent: bool = False, **options):
        super().__init__(**options)
        self.percent = percent
        if self.decimal_places == 0:
            self.error_messages["max_decimal_places"] = _("Nhập số nguyên.")

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            number = parse_decimal(value, decimal_mark="," if "," in str(value) else None, percent=self.percent)
        except NumberProblem as problem:
            raise ValidationError(problem.message, code=problem.code) from problem
        return self._without_spare_zeros(number)

    def run_validators(self, value):
        """As Django, with the limits inside messages written the Vietnamese way."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            for each in error.error_list:
                if each.params and "limit_value" in each.params:
                    each.params["limit"] = format_decimal(each.params["limit_value"])
            raise

    def prepare_value(self, value):
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            return format_decimal(value, grouped=False)
        return value

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}

    def _without_spare_zeros(self, number: Decimal) -> Decimal:
        """2,5000 is 2,5: zeros beyond the allowed places are no mistake."""
        if self.decimal_places is None:
            return number
        rounded = number.quantize(Decimal(1).scaleb(-self.decimal_places), context=_EXACT)
        return rounded if rounded == number and number.as_tuple().exponent < rounded.as_tuple().exponent else number
