"""Filter of the list of sheets."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet


class SheetFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="cluster_year__year__year", label=_("Năm thi đua"))
    unit = TextFilter(field_name="unit__search_text", label=_("Đơn vị"))
    state = django_filters.ChoiceFilter(choices=SheetState.choices, label=_("Trạng thái"))
    o = ListOrder(
        fields={
            "cluster_year__year__year": "year",
            "unit__protocol_order": "unit",
            "submitted_at": "submitted",
        }
    )

    class Meta:
        model = ScoreSheet
        fields: list[str] = []
