"""Filters of the lists of results, targets and indicators."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.results.enums import Origin, Period, Standing
from apps.results.models import Indicator, ResultEntry, Target
from apps.results.sector_queries import reached, with_results
from apps.results.work_fields import choices as field_choices


def indicators(request):
    return Indicator.objects.visible_to(request.actor).in_order()


class ResultFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Nội dung, chỉ số"))
    unit = TextFilter(field_name="unit__search_text", label=_("Đơn vị"))
    year = django_filters.NumberFilter(label=_("Năm"), min_value=1945, max_value=2199)
    indicator = django_filters.ModelChoiceFilter(label=_("Chỉ số"), queryset=indicators)
    field_code = django_filters.ChoiceFilter(label=_("Lĩnh vực"))
    standing = django_filters.ChoiceFilter(label=_("Ước / Thực hiện"), choices=Standing.choices)
    period = django_filters.ChoiceFilter(label=_("Kỳ số liệu"), choices=Period.choices)
    o = ListOrder(fields={"year": "year", "happened_on": "day", "unit__sort_key": "unit"})

    class Meta:
        model = ResultEntry
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["field_code"].extra["choices"] = lambda: field_choices(self.request.actor.on.year)


class TargetFilter(ListFilter):
    q = TextFilter(method="with_text", label=_("Đơn vị, chỉ số"))
    year = django_filters.NumberFilter(label=_("Năm"), min_value=1945, max_value=2199)
    indicator = django_filters.ModelChoiceFilter(label=_("Chỉ số"), queryset=indicators)
    origin = django_filters.ChoiceFilter(label=_("Nguồn giao"), choices=Origin.choices)
    # What a figure of the sector opens: in the address only.
    counted = django_filters.ChoiceFilter(
        label=_("Đang xem"),
        choices=[("assigned", _("Được giao")), ("reported", _("Đã có kết quả")), ("met", _("Đạt và vượt"))],
        method="keep_counted",
        widget=forms.HiddenInput,
    )
    o = ListOrder(fields={"year": "year", "unit__sort_key": "unit", "value": "value"})

    class Meta:
        model = Target
        fields = []

    def with_text(self, queryset, name, value):
        return queryset.filter(Q(unit__search_text__matches=value) | Q(indicator__search_text__matches=value))

    def keep_counted(self, queryset, _name, value):
        """The targets behind a figure of ``sector_queries.sector_totals``."""
        assigned = queryset.assigned()
        if value == "assigned":
            return assigned
        return with_results(assigned, reached()) if value == "met" else with_results(assigned)


class IndicatorFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên, mã"))

    class Meta:
        model = Indicator
        fields = []
