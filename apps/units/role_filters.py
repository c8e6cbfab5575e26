"""Filter of the list of roles."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.units.enums import Role
from apps.units.models import RoleAssignment

STATES = [("current", _("Đang giữ")), ("coming", _("Sắp bắt đầu")), ("ended", _("Đã kết thúc"))]


class RoleFilter(ListFilter):
    person = TextFilter(label=_("Người giữ"), field_name="user__search_text")
    unit = TextFilter(label=_("Đơn vị"), field_name="unit__search_text")
    role = django_filters.ChoiceFilter(label=_("Vai trò"), choices=Role.choices)
    state = django_filters.ChoiceFilter(label=_("Tình trạng"), choices=STATES, method="in_state")
    o = ListOrder(fields={"user__name_key": "person", "starts_on": "since", "ends_on": "until"})

    class Meta:
        model = RoleAssignment
        fields = ["role"]

    def in_state(self, queryset, name, value):
        on = self.request.actor.on
        if value == "current":
            return queryset.valid_on(on)
        if value == "coming":
            return queryset.filter(starts_on__gt=on)
        return queryset.filter(Q(ends_on__lt=on))
