"""The comparison of two criteria sets as a sheet."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.dates import format_datetime
from apps.core.spreadsheets import Column, Sheet
from apps.scoring.criteria_words import Topic
from apps.scoring.domain.set_comparison import Change, Compared
from apps.scoring.models import CriteriaSet


def comparison_sheet(
    old: CriteriaSet, new: CriteriaSet, lines: Sequence[Compared], beside: Sequence[Topic], now: datetime
) -> Sheet:
    """Every line that differs, one row per difference: before beside after. ``beside``: what stands beside the tree."""
    columns = [
        Column("number", _("Số"), width=12),
        Column("label", _("Tiêu chí"), width=50),
        Column("change", _("Thay đổi"), width=18),
        Column("what", _("Mục"), width=22),
        Column("before", _("Trước"), width=40),
        Column("after", _("Sau"), width=40),
    ]
    notes = [
        _("Trước: %(title)s (%(code)s, phiên bản %(number)s)") % _named(old),
        _("Sau: %(title)s (%(code)s, phiên bản %(number)s)") % _named(new),
        _("Xuất lúc %(time)s") % {"time": format_datetime(now)},
    ]
    rows = [row for line in lines if line.change != Change.SAME for row in _rows(line)]
    rows += [
        {"number": "", "label": "", "change": str(Change.CHANGED.label), "what": each.label}
        | {"before": "\n".join(each.before), "after": "\n".join(each.after)}
        for each in beside
        if not each.is_same
    ]
    title = _("So sánh bảng tiêu chí")
    return Sheet(title, title, columns, rows, notes=notes)


def _rows(line: Compared):
    rule = line.rule
    head = {"number": rule.number or rule.code, "label": rule.label, "change": line.change_label}
    if not line.cells:
        yield {**head, "what": "", "before": "", "after": ""}
    for cell in line.cells:
        yield {**head, "what": str(cell.label), "before": cell.before, "after": cell.after}


def _named(criteria_set: CriteriaSet) -> dict:
    return {"title": criteria_set.title, "code": criteria_set.code, "number": criteria_set.revision}
