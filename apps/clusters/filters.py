"""Filter of the list of clusters by year."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import ClusterKind, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.whole_numbers import number_in


def asked_cluster_year(request):
    """The one ClusterYear of the address, where the reader may see it: its choice is hidden, never a list."""
    asked = number_in(request.GET, "cluster_year") if request else None
    found = ClusterYear.objects
    return found.none() if asked is None else found.visible_to(request.actor).filter(pk=asked)


def years_seen(request):
    """Years of the clusters that the actor sees, newest first."""
    years = ClusterYear.objects.visible_to(request.actor).order_by("-year__year").values_list("year__year", flat=True)
    return [(year, str(year)) for year in dict.fromkeys(years)]


class ClusterYearFilter(ListFilter):
    q = TextFilter(label=_("Tên, mã"), field_name="search_text")
    year = django_filters.ChoiceFilter(label=_("Năm"), field_name="year__year")
    kind = django_filters.ChoiceFilter(label=_("Loại"), field_name="cluster__kind", choices=ClusterKind.choices)
    member = TextFilter(label=_("Đơn vị thành viên"), method="with_member")
    headless = django_filters.BooleanFilter(
        label=_("Chỉ cụm chưa có Trưởng"), method="without_head", widget=forms.CheckboxInput
    )
    o = ListOrder(fields={"name_key": "name", "year__year": "year", "member_count": "members"})

    class Meta:
        model = ClusterYear
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years_seen(self.request)

    def with_member(self, queryset, name, value):
        return queryset.filter(members__unit__search_text__matches=value).distinct()

    def without_head(self, queryset, name, value):
        heads = HeadTerm.objects.filter(role=HeadRole.HEAD).values("cluster_year_id")
        return queryset.exclude(pk__in=heads) if value else queryset
