"""Filters of the board and of the clusters; all stand in the address."""

from collections.abc import Iterable

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import line_rank
from apps.core.collation import sort_key
from apps.core.components import StatusWord
from apps.core.dates import VietnameseDateField
from apps.core.filters import ListFilter, ListOrder
from apps.core.presentation import ORDER_PARAMETER
from apps.dashboard.queries.sector import incomplete

# Words that a paper of the board can have.
WORDS = [
    (word.value, word.label)
    for word in (
        StatusWord.NOT_OPEN,
        StatusWord.NOT_STARTED,
        StatusWord.DRAFT,
        StatusWord.AWAITING_SIGNATURE,
        StatusWord.SENT,
        StatusWord.RETURNED,
        StatusWord.RECEIVED,
        StatusWord.FINAL,
    )
]

# What a figure of a home counts: in the address only.
COUNTED = {
    "sent": (_("Đã gửi"), lambda line: line.is_sent),
    "overdue": (_("Quá hạn, chưa gửi lần nào"), lambda line: line.is_overdue),
    "final": (_("Đã chốt"), lambda line: line.is_sent and line.word == StatusWord.FINAL),
}

# How the columns sort; what is empty comes last in either direction.
BOARD_ORDERS = {
    "order": lambda row: (line_rank(row.member.line), row.member.order),
    "unit": lambda row: sort_key(row.member.unit_name),
    "late": lambda row: row.late_days,
}
DUTY_ORDERS = BOARD_ORDERS | {
    "own": lambda row: row.points.own,
    "checked": lambda row: row.points.checked,
}


class RowsFilter(ListFilter):
    """A filter over rows that were put together in Python: the form and the address are those of every list."""

    def chosen(self) -> dict:
        return self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}

    def kept(self, rows: Iterable) -> list:
        """The rows that pass, in the chosen order."""
        chosen = self.chosen()
        found = [row for row in rows if self.passes(row, chosen)]
        for name in reversed(chosen.get(ORDER_PARAMETER) or []):
            found = _sorted(found, self.orders[name.removeprefix("-")], backwards=name.startswith("-"))
        return found


def _sorted(rows: list, value, *, backwards: bool) -> list:
    known = [row for row in rows if value(row) is not None]
    return sorted(known, key=value, reverse=backwards) + [row for row in rows if value(row) is None]


class BoardFilter(RowsFilter):
    """Filter and order of the board (UnitRow)."""

    orders = BOARD_ORDERS
    late = django_filters.BooleanFilter(label=_("Chỉ đơn vị chậm"), widget=forms.CheckboxInput)
    o = ListOrder(fields=[(name, name) for name in BOARD_ORDERS])

    class Meta:
        model = Member
        fields = []

    def passes(self, row, chosen: dict) -> bool:
        return not chosen.get("late") or row.late_days > 0


class DutyFilter(RowsFilter):
    """Filter and order of the page of one duty (SheetRow)."""

    orders = DUTY_ORDERS
    counted = django_filters.ChoiceFilter(
        label=_("Đang xem"),
        choices=[(name, label) for name, (label, _holds) in COUNTED.items()],
        widget=forms.HiddenInput,
    )
    status = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=WORDS)
    late = django_filters.BooleanFilter(label=_("Chỉ đơn vị chậm"), widget=forms.CheckboxInput)
    o = ListOrder(fields=[(name, name) for name in DUTY_ORDERS])

    class Meta:
        model = Member
        fields = []

    def passes(self, row, chosen: dict) -> bool:
        if counted := chosen.get("counted"):
            _label, holds = COUNTED[counted]
            if row.line is None or not holds(row.line):
                return False
        word = row.line.word if row.line and row.line.shows_word else ""
        return (not chosen.get("status") or word == chosen["status"]) and (not chosen.get("late") or row.late_days > 0)


class ClusterFilter(ListFilter):
    """Filter and order of the clusters of a year, in the database (queries.sector.with_gaps)."""

    incomplete = django_filters.BooleanFilter(
        label=_("Chỉ cụm chưa đủ số liệu"), method="keep_incomplete", widget=forms.CheckboxInput
    )
    o = ListOrder(fields=[("name_key", "name"), ("missing", "missing"), ("overdue", "overdue")])

    class Meta:
        model = ClusterYear
        fields = []

    def keep_incomplete(self, queryset, _name, value):
        return incomplete(queryset) if value else queryset


class DayFilter(django_filters.Filter):
    """A day in any shape that Vietnamese offices write."""

    field_class = VietnameseDateField
