"""Filters of the auditor's lists; all stand in the address."""

from collections import Counter
from datetime import timedelta

import django_filters
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.audit import trail_pages
from apps.audit.enums import AccessKind
from apps.audit.models import AccessEntry, Entry, Seal
from apps.core.dates import end_of_day
from apps.core.filters import ListFilter, TextFilter
from apps.dashboard.actions import EXCEPTIONAL, GROUPS
from apps.dashboard.filters import DayFilter
from apps.dashboard.queries.about_units import about_units
from apps.dashboard.queries.trail import in_group
from apps.units.models import Unit

ONE_DAY = timedelta(days=1)
MOST_UNITS = 50  # a name that fits more units is no name


class DaysFilter(ListFilter):
    """Days from and until, both included, of the moment in the column ``moment``."""

    moment = "at"
    since = DayFilter(label=_("Từ ngày"), method="from_day")
    until = DayFilter(label=_("Đến ngày"), method="to_day")

    def from_day(self, queryset, name, value):
        return queryset.filter(**{f"{self.moment}__gte": end_of_day(value - ONE_DAY)})

    def to_day(self, queryset, name, value):
        return queryset.filter(**{f"{self.moment}__lt": end_of_day(value)})


def kinds_of_record() -> list[tuple[str, str]]:
    """The records that have a history of their own; what two apps call by one name says of which it is."""
    found = [page.model._meta for page in trail_pages.pages()]
    told = Counter(str(each.verbose_name) for each in found)
    return [
        (each.label_lower, each.verbose_name if told[str(each.verbose_name)] == 1 else _of_its_app(each))
        for each in found
    ]


def _of_its_app(meta) -> str:
    return f"{meta.verbose_name} ({meta.app_config.verbose_name})"


class RecordField(forms.CharField):
    """What one line of the trail is about: "awards.awardproposal:9"."""

    def said(self, value: str) -> str:
        """The kind of record and its number, as in: Hồ sơ đề nghị khen thưởng, mã 9."""
        label, _colon, pk = value.rpartition(":")
        page = trail_pages.page_of(label)
        noun = capfirst(str(page.model._meta.verbose_name)) if page else label
        return gettext("%(noun)s, mã %(key)s") % {"noun": noun, "key": pk}


class RecordFilter(django_filters.CharFilter):
    field_class = RecordField


class OccasionField(forms.UUIDField):
    def said(self, _value) -> str:
        return gettext("Có")


class OccasionFilter(django_filters.UUIDFilter):
    field_class = OccasionField


class TrailFilter(DaysFilter):
    """What kind of action, on what, of which unit, by whom, in which days."""

    q = TextFilter(label=_("Người, đối tượng, lý do"), field_name="search_text")
    group = django_filters.ChoiceFilter(label=_("Loại việc"), choices=list(GROUPS.items()), method="in_group")
    unit = django_filters.CharFilter(label=_("Đơn vị"), method="of_unit")
    kind = django_filters.ChoiceFilter(label=_("Loại hồ sơ"), choices=[], method="of_kind")
    record = RecordFilter(label=_("Hồ sơ"), field_name="target_key", lookup_expr="exact", widget=forms.HiddenInput)

    class Meta:
        model = Entry
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.filters:
            self.filters["kind"].extra["choices"] = kinds_of_record()

    def in_group(self, queryset, name, value):
        return queryset.filter(in_group(value))

    def of_unit(self, queryset, name, value):
        units = list(Unit.objects.filter(search_text__matches=value).order_by("pk").values_list("pk", flat=True))
        return queryset.filter(about_units(units[:MOST_UNITS])) if units else queryset.none()

    def of_kind(self, queryset, name, value):
        return queryset.filter(target_key__startswith=f"{value}:")


class ExceptionFilter(TrailFilter):
    """The same among the steps outside of the usual way."""

    group = django_filters.ChoiceFilter(
        label=_("Loại việc"), choices=[(group, GROUPS[group]) for group in EXCEPTIONAL], method="in_group"
    )
    record = kind = None


class AccessFilter(DaysFilter):
    """Whose data, seen by whom, how, in which days. ``occasion``: one export."""

    q = TextFilter(label=_("Người truy cập, người được xem"), field_name="search_text")
    kind = django_filters.ChoiceFilter(label=_("Cách truy cập"), choices=AccessKind.choices)
    occasion = OccasionFilter(label=_("Một lần xuất"), field_name="occasion_id", widget=forms.HiddenInput)

    class Meta:
        model = AccessEntry
        fields = []


class SealFilter(DaysFilter):
    moment = "sealed_at"

    class Meta:
        model = Seal
        fields = []
