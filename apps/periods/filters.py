"""Filter of the list of years."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear


class YearFilter(ListFilter):
    q = TextFilter(label=_("Đơn vị tổ chức"), field_name="organiser__search_text")
    year = django_filters.NumberFilter(label=_("Năm"), field_name="year")
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), field_name="state", choices=YearState.choices)
    o = ListOrder(fields={"year": "year", "organiser__sort_key": "organiser", "starts_on": "starts"})

    class Meta:
        model = EmulationYear
        fields = []
