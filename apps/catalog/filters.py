"""Filter of the list of awards."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import AwardList, Level, Subject
from apps.catalog.models import AwardType
from apps.core.filters import ListFilter, ListOrder, TextFilter


class AwardFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên, viết tắt"))
    list = django_filters.ChoiceFilter(label=_("Nhóm"), choices=AwardList.choices)
    level = django_filters.ChoiceFilter(label=_("Cấp"), choices=Level.choices)
    subject = django_filters.ChoiceFilter(label=_("Đối tượng"), choices=Subject.choices)
    in_sector = django_filters.BooleanFilter(
        label=_("Trong ngành Tư pháp"),
        widget=django_filters.widgets.BooleanWidget(),
    )
    o = ListOrder(fields={"order": "order", "name_key": "name", "level": "level"})

    class Meta:
        model = AwardType
        fields = []
