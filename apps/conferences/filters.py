"""Filters of the list of conferences; all stand in the address."""

import django_filters
from django.db.models import Q
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from apps.clusters.filters import asked_cluster_year
from apps.conferences.enums import ConferenceKind, ConferenceState
from apps.conferences.models import Conference
from apps.core.filters import ListFilter, ListOrder, TextFilter


class ConferenceFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên hội nghị, địa điểm"))
    year = django_filters.NumberFilter(
        field_name="cluster_year__year__year", label=_("Năm tổng kết"), min_value=1945, max_value=2199
    )
    kind = django_filters.ChoiceFilter(label=_("Loại"), choices=ConferenceKind.choices)
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=ConferenceState.choices)
    cluster_year = django_filters.ModelChoiceFilter(
        label=_("Cụm"), queryset=asked_cluster_year, method="of_cluster_year", widget=HiddenInput
    )
    o = ListOrder(fields={"held_on": "day", "place": "place", "invited": "invited"})

    class Meta:
        model = Conference
        fields: list[str] = []

    def of_cluster_year(self, queryset, _name, value):
        """Meetings that close the year, and those at which its pledge is signed."""
        return queryset.filter(Q(cluster_year=value) | Q(next_cluster_year=value))
