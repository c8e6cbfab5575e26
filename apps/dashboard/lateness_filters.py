"""Filters of Theo dõi đúng hạn; all stand in the address."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import Cluster, ClusterYear, Member
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.whole_numbers import number_in
from apps.dashboard.queries.sector import duties_left_out
from apps.obligations.models import Duty, Obligation
from apps.obligations.models.lateness import came_due, is_overdue
from apps.registry.filters import asked_unit
from apps.units.history_queries import predecessor_ids

HIDDEN = {"widget": forms.HiddenInput}
# What a figure of a board, of the units' shares or of a trend counts.
COUNTED = [
    ("due", _("Đã đến hạn hoặc đã gửi")),
    ("in_time", _("Đúng hạn")),
    ("late", _("Chậm")),
    ("owing", _("Chưa gửi")),
    ("overdue", _("Quá hạn, chưa gửi lần nào")),
]


def asked_duty(request):
    """The one duty of the address: its choice is hidden, never a list."""
    asked = number_in(request.GET, "duty") if request else None
    return Duty.objects.none() if asked is None else Duty.objects.filter(pk=asked)


class LatenessFilter(ListFilter):
    """Year (empty: all years), unit, cluster; one obligation a row."""

    q = TextFilter(label=_("Đơn vị"), field_name="unit__search_text")
    year = django_filters.NumberFilter(
        label=_("Năm thi đua"), field_name="duty__year__year", min_value=1945, max_value=2199
    )
    cluster = django_filters.ModelChoiceFilter(
        label=_("Cụm thi đua"), queryset=Cluster.objects.order_by("name"), method="in_cluster"
    )
    duty = django_filters.ModelChoiceFilter(label=_("Việc"), queryset=asked_duty, widget=forms.HiddenInput)
    # What a figure opens: in the address only.
    unit_id = django_filters.ModelChoiceFilter(
        field_name="unit", label=_("Đơn vị"), queryset=asked_unit, widget=forms.HiddenInput
    )
    line_of = django_filters.ModelChoiceFilter(
        label=_("Đơn vị và các đơn vị trước sáp nhập"),
        method="of_line",
        queryset=asked_unit,
        widget=forms.HiddenInput,
    )
    counted = django_filters.ChoiceFilter(label=_("Đang xem"), choices=COUNTED, method="keep_counted", **HIDDEN)
    clustered = django_filters.BooleanFilter(label=_("Tính trong các cụm"), method="keep_clustered", **HIDDEN)
    late = django_filters.BooleanFilter(label=_("Chỉ việc chậm"), method="keep_late", widget=forms.CheckboxInput)
    missing = django_filters.BooleanFilter(
        label=_("Chỉ việc chưa gửi"), method="keep_missing", widget=forms.CheckboxInput
    )
    o = ListOrder(
        fields=[
            ("unit__sort_key", "unit"),
            ("duty__due_on", "due"),
            ("first_fulfilled_at", "sent"),
            ("late_days", "late"),
        ]
    )

    class Meta:
        model = Obligation
        fields = []

    def in_cluster(self, queryset, _name, value):
        return queryset.filter(_stands_in(cluster_year__cluster=value))

    def keep_clustered(self, queryset, _name, value):
        """The units that a total of the boards counts: members of the clusters that the actor watches."""
        watched = ClusterYear.objects.watched_by(self.request.actor)
        return queryset.filter(_stands_in(cluster_year__in=watched)) if value else queryset

    def of_line(self, queryset, _name, value):
        return queryset.filter(unit__in={value.pk, *predecessor_ids(value.pk)})

    def keep_counted(self, queryset, _name, value):
        """The rows behind a figure of ``queries.lateness.by_unit``, of a board or of a trend."""
        now = self.request.received_at
        if value == "overdue":
            return queryset.filter(is_overdue(now)).exclude(duty__in=duties_left_out())
        conditions = {"in_time": Q(late_days=0), "late": Q(late_days__gt=0), "owing": Q(first_fulfilled_at=None)}
        return queryset.filter(came_due(now), conditions.get(value, Q()))

    def keep_late(self, queryset, _name, value):
        return queryset.filter(late_days__gt=0) if value else queryset

    def keep_missing(self, queryset, _name, value):
        missing = queryset.filter(fulfilled_at=None, closed_unsent_at=None)
        return missing.exclude(duty__in=duties_left_out()) if value else queryset


def _stands_in(**clusters) -> Exists:
    members = Member.objects.filter(unit=OuterRef("unit"), year=OuterRef("duty__year"), left_on=None)
    return Exists(members.filter(**clusters))


class UnitLatenessFilter(ListFilter):
    """The same, one unit a row."""

    q = TextFilter(label=_("Đơn vị"), field_name="unit__search_text")
    year = django_filters.NumberFilter(
        label=_("Năm thi đua"), field_name="duty__year__year", min_value=1945, max_value=2199
    )
    late = django_filters.BooleanFilter(label=_("Chỉ đơn vị chậm"), method="keep_late", widget=forms.CheckboxInput)
    o = ListOrder(
        fields=[
            ("unit__sort_key", "unit"),
            ("due", "due"),
            ("percent", "percent"),
            ("late", "late"),
            ("owing", "owing"),
            ("days", "days"),
        ]
    )

    class Meta:
        model = Obligation
        fields = []

    def keep_late(self, queryset, _name, value):
        return queryset.filter(late__gt=0) if value else queryset
