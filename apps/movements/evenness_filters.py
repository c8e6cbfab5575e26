"""Filters of the board of evenness; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.movements.role_model_filters import cluster_years, of_cluster
from apps.units.enums import LINE_KINDS, LINE_LABELS
from apps.units.models import Unit


class EvennessFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Đơn vị"))
    cluster = django_filters.ModelChoiceFilter(
        field_name="pk", label=_("Cụm, Khu vực"), queryset=cluster_years, method=of_cluster
    )
    line = django_filters.ChoiceFilter(label=_("Khối"), choices=list(LINE_LABELS.items()), method="filter_line")
    theme = django_filters.ChoiceFilter(
        label=_("Chuyên đề"),
        choices=[("none", _("Chưa có phong trào chuyên đề")), ("some", _("Đã có"))],
        method="filter_theme",
    )
    o = ListOrder(fields={"entries": "entries"})

    class Meta:
        model = Unit
        fields = []

    def filter_line(self, queryset, name, value):
        return queryset.filter(kind__in=LINE_KINDS[value])

    def filter_theme(self, queryset, name, value):
        return queryset.filter(themed=value == "some")
