"""Filter of the list of inspections."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import Finding, Inspection
from apps.core.filters import ListFilter, ListOrder, TextFilter


class InspectionFilter(ListFilter):
    unit = TextFilter(label=_("Đơn vị"), field_name="unit__search_text")
    year = django_filters.NumberFilter(label=_("Năm"), field_name="year__year", min_value=1945, max_value=2199)
    unfinished = django_filters.BooleanFilter(
        label=_("Chỉ còn nội dung chưa khắc phục"), method="with_unfinished", widget=forms.CheckboxInput
    )
    o = ListOrder(fields={"planned_on": "day", "unit__sort_key": "unit"})

    class Meta:
        model = Inspection
        fields = []

    def with_unfinished(self, queryset, name, value):
        open_ones = Finding.objects.unfinished().values("inspection")
        return queryset.filter(pk__in=open_ones) if value else queryset
