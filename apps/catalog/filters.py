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
    in_sector = django_filters.TypedChoiceFilter(
        label=_("Trong ngành Tư pháp"),
        choices=[("1", _("Có xét tặng")), ("0", _("Không xét tặng"))],
        coerce=lambda value: value == "1",
    )
    o = ListOrder(fields={"order": "order", "name_key": "name", "level": "level"})

    class Meta:
        model = AwardType
        fields = []

    def filter_queryset(self, queryset):
        """Whatever the order inside: danh hiệu first, then hình thức, so that each list has one heading."""
        found = super().filter_queryset(queryset)
        return found.order_by("-list", *found.query.order_by)
