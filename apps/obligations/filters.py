"""Filters of the list of duties."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder
from apps.obligations.models import Duty


class DutyFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    o = ListOrder(fields={"due_on": "due", "label": "label", "asked": "asked", "sent": "sent"})

    class Meta:
        model = Duty
        fields = []
