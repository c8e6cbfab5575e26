"""Filter of the list of criteria sets; all stands in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet
from apps.units.enums import UnitKind
from apps.units.models import Unit


def organisers(request):
    """Bodies whose sets the reader sees."""
    if request is None:
        return Unit.objects.none()
    seen = CriteriaSet.objects.visible_to(request.actor).order_by().values("year__organiser_id")
    return Unit.objects.filter(pk__in=seen).order_by("path")


class CriteriaSetFilter(ListFilter):
    title = django_filters.CharFilter(lookup_expr="icontains", label=_("Tên, mã"), method="filter_title")
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm"), min_value=1945, max_value=2199)
    organiser = django_filters.ModelChoiceFilter(
        field_name="year__organiser", label=_("Đơn vị tổ chức"), queryset=organisers
    )
    kind = django_filters.ChoiceFilter(
        field_name="kinds",
        lookup_expr="contains",
        label=_("Áp dụng cho"),
        choices=UnitKind.choices,
        method="filter_kind",
    )
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=SetState.choices)
    o = ListOrder(fields={"year__year": "year", "code": "code", "title": "title"})

    class Meta:
        model = CriteriaSet
        fields = []

    def filter_title(self, queryset, name, value):
        return queryset.filter(title__icontains=value) | queryset.filter(code__icontains=value)

    def filter_kind(self, queryset, name, value):
        return queryset.filter(kinds__contains=[value])
