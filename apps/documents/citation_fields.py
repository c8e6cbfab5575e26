"""A paper is cited by symbol and day, or not at all."""

from django import forms
from django.utils.translation import gettext as _


def check_citation(form: forms.Form, symbol: str = "symbol", day: str = "issued_on") -> None:
    """For ``clean`` of a form with these two fields: tells which of them is missing beside the other."""
    has_symbol, has_day = (bool(form.cleaned_data.get(name)) for name in (symbol, day))
    if has_symbol and not has_day and day not in form.errors:
        form.add_error(day, _("Nhập ngày ban hành của văn bản, ví dụ 08/04/2022."))
    if has_day and not has_symbol and symbol not in form.errors:
        form.add_error(symbol, _("Nhập số, ký hiệu của văn bản."))
