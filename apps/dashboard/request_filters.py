"""Filters of Đề nghị gia hạn, mở lại; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.obligations.models import TimeRequest


class TimeRequestFilter(ListFilter):
    q = TextFilter(label=_("Đơn vị"), field_name="obligation__unit__search_text")
    kind = django_filters.ChoiceFilter(label=_("Đề nghị"), choices=TimeRequest.Kind.choices)
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=TimeRequest.State.choices, method="in_state")
    o = ListOrder(
        fields=[("obligation__unit__sort_key", "unit"), ("until", "until"), ("created_at", "at"), ("standing", "state")]
    )

    class Meta:
        model = TimeRequest
        fields = []

    def in_state(self, queryset, _name, value):
        """What has lapsed without anybody's answer waits for none."""
        return queryset.filter(standing=value)
