"""Filters of the lists of reports; all stand in the address."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.periodic_reports.enums import ReportKind, ReportState
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.periodic_reports.queries import late_reports


def templates_seen(request):
    if request is None:
        return ReportTemplate.objects.none()
    return ReportTemplate.objects.visible_to(request.actor).filter(state="issued").for_list().newest_first()


def clusters_seen(request):
    if request is None:
        return ClusterYear.objects.none()
    return ClusterYear.objects.visible_to(request.actor).for_list().order_by("-year__year", "cluster__code")


class ReportFilter(ListFilter):
    year = django_filters.NumberFilter(
        field_name="template__year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199
    )
    template = django_filters.ModelChoiceFilter(label=_("Báo cáo"), queryset=templates_seen)
    cluster = django_filters.ModelChoiceFilter(label=_("Cụm, Khu vực"), queryset=clusters_seen, method="filter_cluster")
    unit = TextFilter(field_name="unit__search_text", label=_("Đơn vị"))
    state = django_filters.ChoiceFilter(choices=ReportState.choices, label=_("Trạng thái"))
    late = django_filters.BooleanFilter(label=_("Chỉ báo cáo chậm"), method="filter_late", widget=forms.CheckboxInput)
    o = ListOrder(
        fields={
            "template__year__year": "year",
            "unit__protocol_order": "unit",
            "template__due_on": "due",
            "submitted_at": "submitted",
        }
    )

    class Meta:
        model = PeriodicReport
        fields: list[str] = []

    def filter_cluster(self, queryset, name, value):
        return queryset.of_cluster(value.pk) if value else queryset

    def filter_late(self, queryset, name, value):
        return queryset.filter(late_reports(self.request.received_at)) if value else queryset


class TemplateFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    kind = django_filters.ChoiceFilter(choices=ReportKind.choices, label=_("Loại báo cáo"))

    class Meta:
        model = ReportTemplate
        fields: list[str] = []


class ItemFilter(ListFilter):
    """Units behind one figure."""

    unit = TextFilter(field_name="unit__search_text", label=_("Đơn vị"))
    state = django_filters.ChoiceFilter(choices=ReportState.choices, label=_("Trạng thái"))

    class Meta:
        model = PeriodicReport
        fields: list[str] = []
