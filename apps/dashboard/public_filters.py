"""Filters of the public lists; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.filters import ListFilter, TextFilter
from apps.documents.symbols import SymbolFilter
from apps.movements.enums import Level
from apps.movements.models import Movement
from apps.ranking.models import RankingRun


class PublicMovementFilter(ListFilter):
    q = SymbolFilter(field_name="search_text", label=_("Tên, chủ đề, số quyết định"))
    organiser = TextFilter(field_name="organiser__search_text", label=_("Đơn vị chủ trì"))
    level = django_filters.ChoiceFilter(label=_("Cấp"), choices=Level.choices)

    class Meta:
        model = Movement
        fields: list[str] = []


class PublicRankingFilter(ListFilter):
    q = TextFilter(field_name="cluster_year__search_text", label=_("Tên Cụm, Khu vực, Khối"))
    year = django_filters.NumberFilter(
        field_name="cluster_year__year__year", label=_("Năm thi đua"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    class Meta:
        model = RankingRun
        fields: list[str] = []
