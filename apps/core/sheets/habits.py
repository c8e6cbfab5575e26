"""How one column writes its values: what no single cell can tell."""

import re
from datetime import date

from django.utils.translation import gettext as _

from apps.core.spreadsheets.workbook_check import MAX_COLUMNS

_SLASHED = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\s*")
_MONTHS = 12


def date_order(table, key: str) -> str:
    """How a column writes its dates: "day" first, "month" first, or "swap": Excel's own dates are turned round.

    Days come first in Vietnam; a column with 9/19/2022 was written elsewhere, and then 7/6/2023 in it is open: asked
    once for the column.
    """
    known = table.date_orders
    if key not in known:
        known[key] = "day"  # asking reads cells
        known[key] = _asked(table, key)
    return known[key]


def swapped(text: str) -> str:
    """A date text with day and month exchanged."""
    return _SLASHED.sub(r"\3\g<2>\1\g<2>\4", text)


def _asked(table, key: str) -> str:
    texts, days = [], []
    place = table.places.get(key, MAX_COLUMNS)
    for row in table.rows:
        value = row.values[place] if place < len(row.values) else None
        if isinstance(value, date):
            days.append((row, value))
        elif isinstance(value, str) and (found := _SLASHED.fullmatch(value)):
            texts.append((row, int(found[1]), int(found[3])))
    for row, first, second in texts:
        if first <= _MONTHS < second:
            return _ask_order(row, key)
    only_late_texts = texts and all(first > _MONTHS for _row, first, _second in texts)
    if only_late_texts and days and all(day.day <= _MONTHS for _row, day in days):
        return _ask_swap(*days[0], key)
    return "day"


def _ask_order(row, key: str) -> str:
    question = _("“%(text)s” có tháng đứng trước ngày. Các ngày trong cột này viết theo thứ tự nào?")
    options = [("day", _("ngày/tháng/năm (ô này là lỗi)")), ("month", _("tháng/ngày/năm"))]
    return row.ask(key, f"order:{key}", question % {"text": row.text(key)}, options) or "month"


def _ask_swap(row, day: date, key: str) -> str:
    """Excel set to English turns 8/4/2022 into 4 August and leaves 13/9/2022 as text: the mixture shows it."""
    question = _(
        "Cột này có cả ngày thật của Excel và ngày dạng chữ; Excel có thể đã đảo ngày với tháng. Ô này là ngày nào?"
    )
    kept, turned = f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}"
    options = [("day", _("%(day)s, như Excel hiện") % {"day": kept}), ("swap", _("%(day)s, đảo lại") % {"day": turned})]
    return row.ask(key, f"order:{key}", question, options) or "day"
