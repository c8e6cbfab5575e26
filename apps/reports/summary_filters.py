"""Filter of the list of summary reports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder
from apps.reports.models import SummaryReport


class SummaryFilter(ListFilter):
    year = django_filters.NumberFilter(label=_("Năm"), field_name="year__year", min_value=1945, max_value=9999)
    o = ListOrder(fields={"cluster_year__name_key": "name", "year__year": "year", "saved_at": "saved"})

    class Meta:
        model = SummaryReport
        fields = ["year"]
