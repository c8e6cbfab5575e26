"""Filters of the lists of registrations and of all registered rows."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import AwardList
from apps.catalog.models import AwardType
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.registrations.enums import Mark, RegistrationState
from apps.registrations.models import TitleRegistration, VersionRow


class RegistrationFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="cluster_year__year__year", label=_("Năm thi đua"))
    unit = TextFilter(field_name="unit__search_text", label=_("Đơn vị"))
    state = django_filters.ChoiceFilter(choices=RegistrationState.choices, label=_("Trạng thái"), method="filter_state")
    o = ListOrder(
        fields={
            "cluster_year__year__year": "year",
            "unit__protocol_order": "unit",
            "submitted_at": "submitted",
        }
    )

    class Meta:
        model = TitleRegistration
        fields: list[str] = []

    def filter_state(self, queryset, _name, value):
        """As the words say it: what its unit took back itself is being written, nobody asked for more."""
        taken_back = Q(state=RegistrationState.RETURNED, remark_at=None)  # TitleRegistration.is_taken_back
        if value == RegistrationState.DRAFT:
            return queryset.filter(Q(state=value) | taken_back)
        return queryset.filter(state=value).exclude(taken_back)


class RowFilter(ListFilter):
    year = django_filters.NumberFilter(
        field_name="version__registration__cluster_year__year__year", label=_("Năm thi đua")
    )
    cluster = TextFilter(field_name="version__registration__cluster_year__search_text", label=_("Cụm, Khu vực"))
    unit = TextFilter(field_name="version__registration__unit__search_text", label=_("Đơn vị"))
    list = django_filters.ChoiceFilter(field_name="award__list", choices=AwardList.choices, label=_("Nhóm"))
    award = django_filters.ModelChoiceFilter(queryset=AwardType.objects.all(), label=_("Danh hiệu, hình thức"))
    who = django_filters.ChoiceFilter(
        field_name="is_collective",
        choices=[("True", _("Tập thể")), ("False", _("Cá nhân"))],
        label=_("Đối tượng"),
    )
    mark = django_filters.ChoiceFilter(choices=[m for m in Mark.choices if m[0]], label=_("Kiểm tra điều kiện"))
    o = ListOrder(
        fields={
            "version__registration__unit__protocol_order": "unit",
            "award__order": "award",
            "version__sent_at": "sent",
        }
    )

    class Meta:
        model = VersionRow
        fields: list[str] = []
