"""Filters of the lists of role models; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear, Member
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.movements.models import Movement, RoleModel
from apps.movements.role_model_enums import ModelStep, Subject
from apps.units.models import Unit


def cluster_years(request):
    """ClusterYears that the reader sees, newest first."""
    if request is None:
        return ClusterYear.objects.none()
    return ClusterYear.objects.visible_to(request.actor).select_related("year").order_by("-year__year", "name_key")


def movements(request):
    return Movement.objects.visible_to(request.actor) if request else Movement.objects.none()


def of_cluster(queryset, name, cluster_year):
    """Rows of units that are members of a ClusterYear."""
    if cluster_year is None:
        return queryset
    members = Member.objects.standing().filter(cluster_year=cluster_year).order_by()
    return queryset.filter(**{f"{name}__in": members.values("unit_id")})


class RoleModelFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên, việc làm, lĩnh vực"))
    unit = django_filters.CharFilter(label=_("Đơn vị"), method="filter_unit")
    step = django_filters.ChoiceFilter(label=_("Bước"), choices=ModelStep.choices)
    subject = django_filters.ChoiceFilter(label=_("Đối tượng"), choices=Subject.choices)
    cluster = django_filters.ModelChoiceFilter(
        field_name="unit", label=_("Cụm, Khu vực"), queryset=cluster_years, method=of_cluster
    )
    movement = django_filters.ModelChoiceFilter(label=_("Phong trào"), queryset=movements)
    year = django_filters.NumberFilter(
        field_name="suggested_on", lookup_expr="year", label=_("Năm giới thiệu"), min_value=1945, max_value=2199
    )
    recognised = django_filters.ChoiceFilter(
        label=_("Ghi nhận"),
        choices=[("yes", _("Đã được ghi nhận")), ("no", _("Chưa được ghi nhận"))],
        method="filter_recognised",
    )
    o = ListOrder(fields={"suggested_on": "suggested", "deed_on": "deed", "spread_count": "told"})

    class Meta:
        model = RoleModel
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["movement"].label_from_instance = lambda movement: movement.name_with_stage

    def filter_unit(self, queryset, name, value):
        return queryset.filter(unit__in=Unit.objects.search(value).order_by().values("pk")) if value else queryset

    def filter_recognised(self, queryset, name, value):
        return queryset.filter(recognised_on__isnull=value == "no")


class UnitMeasureFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Đơn vị"))
    cluster = django_filters.ModelChoiceFilter(
        field_name="pk", label=_("Cụm, Khu vực"), queryset=cluster_years, method=of_cluster
    )
    missing = django_filters.ChoiceFilter(
        label=_("Điển hình"), choices=[("none", _("Chưa có điển hình nào"))], method="filter_missing"
    )
    o = ListOrder(fields={"suggested": "suggested", "told": "told", "recognition_days": "days"})

    class Meta:
        model = Unit
        fields = []

    def filter_missing(self, queryset, name, value):
        return queryset.filter(suggested=0)
