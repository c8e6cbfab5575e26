"""Filters of Phân quyền: what was valid on a day, what was given newly in a period."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import HeadTerm
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.dashboard.filters import DayFilter
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment


class GrantFilter(ListFilter):
    """``on``: valid on that day; ``since``, ``until``: begun in these days (Quyền được cấp mới)."""

    on = DayFilter(label=_("Có hiệu lực ngày"), method="valid_on")
    since = DayFilter(label=_("Cấp mới từ ngày"), field_name="starts_on", lookup_expr="gte")
    until = DayFilter(label=_("Cấp mới đến ngày"), field_name="starts_on", lookup_expr="lte")

    def valid_on(self, queryset, name, value):
        return queryset.valid_on(value)


class RoleGrantFilter(GrantFilter):
    person = TextFilter(label=_("Người giữ"), field_name="user__search_text")
    unit = TextFilter(label=_("Đơn vị"), field_name="unit__search_text")
    role = django_filters.ChoiceFilter(label=_("Vai trò"), choices=Role.choices)
    o = ListOrder(fields={"user__name_key": "who", "starts_on": "since"})

    class Meta:
        model = RoleAssignment
        fields = []


class HeadGrantFilter(GrantFilter):
    unit = TextFilter(label=_("Đơn vị"), field_name="unit__search_text")
    cluster = TextFilter(label=_("Cụm"), field_name="cluster_year__search_text")
    o = ListOrder(fields={"unit__sort_key": "who", "starts_on": "since"})

    class Meta:
        model = HeadTerm
        fields = []


class DelegationGrantFilter(GrantFilter):
    person = TextFilter(label=_("Người làm thay"), field_name="user__search_text")
    holder = TextFilter(label=_("Người ủy quyền"), field_name="assignment__user__search_text")
    o = ListOrder(fields={"user__name_key": "who", "starts_on": "since"})

    class Meta:
        model = Delegation
        fields = []
