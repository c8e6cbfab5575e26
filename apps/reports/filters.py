"""Filter of the archive of one's own files."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder
from apps.documents.models import IssuedFile
from apps.reports.registry import all_reports


class IssuedFileFilter(ListFilter):
    report = django_filters.ChoiceFilter(
        label=_("Báo cáo"), choices=lambda: [(report.name, report.title) for report in all_reports()]
    )
    o = ListOrder(fields={"issued_at": "issued", "title": "title"})

    class Meta:
        model = IssuedFile
        fields = ["report"]
