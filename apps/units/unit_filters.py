"""Filter of the list of units; all of it stands in the address."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.collation import sort_key
from apps.core.dates import VietnameseDateField
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.whole_numbers import number_in
from apps.units.enums import LINE_KINDS, LINE_LABELS, UnitKind
from apps.units.models import Unit


class DayFilter(django_filters.Filter):
    """A day in any shape that Vietnamese offices write."""

    field_class = VietnameseDateField


class UnitTextFilter(django_filters.CharFilter):
    """Rows of the units that a text finds, former names included, and of what became of them."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(unit__in=Unit.objects.search(value).order_by().values("pk"))


def provinces() -> list[tuple[str, str]]:
    """Provinces in use, in Vietnamese order."""
    found = Unit.objects.exclude(province="").order_by().values_list("province", flat=True).distinct()
    return [(name, name) for name in sorted(found, key=sort_key)]


def asked_unit(request):
    """The one unit that the address names: a choice among all would read them all."""
    pk = number_in(request.GET, "below") if request else None
    return Unit.objects.visible_to(request.actor).filter(pk=pk) if pk is not None else Unit.objects.none()


class UnitFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên, tên cũ hoặc mã"))
    kind = django_filters.ChoiceFilter(choices=UnitKind.choices, label=_("Loại đơn vị"))
    line = django_filters.ChoiceFilter(choices=list(LINE_LABELS.items()), label=_("Khối"), method="in_line")
    province = django_filters.ChoiceFilter(choices=provinces, label=_("Tỉnh, thành phố"))
    on = DayFilter(label=_("Hoạt động vào ngày"), method="at_work")
    below = django_filters.ModelChoiceFilter(
        queryset=asked_unit, label=_("Đơn vị cấp trên"), method="under", widget=forms.HiddenInput
    )
    o = ListOrder(fields={"sort_key": "name", "protocol_order": "order", "valid_from": "from", "valid_to": "to"})

    class Meta:
        model = Unit
        fields: list[str] = []

    def in_line(self, queryset, name, value):
        return queryset.filter(kind__in=LINE_KINDS[value])

    def under(self, queryset, name, value):
        return queryset.filter(path__startswith=value.path).exclude(pk=value.pk)

    def at_work(self, queryset, name, value):
        return queryset.valid_on(value)
