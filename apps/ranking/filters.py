"""Filter of the list of rankings."""

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.filters import ListFilter, ListOrder
from apps.periods.models import EmulationYear
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun

NOT_YET = "none"


def years(request):
    """Years in which the actor sees a cluster."""
    seen = ClusterYear.objects.visible_to(request.actor).values("year_id")
    return EmulationYear.objects.filter(pk__in=seen).order_by("-year", "organiser__name").select_related("organiser")


class ClusterYearFilter(ListFilter):
    year = django_filters.ChoiceFilter(label=_("Năm thi đua"), field_name="year__year")
    state = django_filters.ChoiceFilter(
        label=_("Kết quả"),
        choices=[
            (NOT_YET, _("Chưa có kết quả")),
            (RunState.COMPUTED.value, RunState.COMPUTED.label),
            (RunState.PUBLISHED.value, RunState.PUBLISHED.label),
        ],
        method="of_state",
    )
    o = ListOrder(fields={"year__year": "year", "name": "name"})

    class Meta:
        model = ClusterYear
        fields = ["year", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = {each.year for each in years(self.request)}
        self.filters["year"].extra["choices"] = [(each, str(each)) for each in sorted(found, reverse=True)]

    def of_state(self, queryset, name, value):
        seen = RankingRun.objects.visible_to(self.request.actor).filter(cluster_year_id=OuterRef("pk"))
        if value == NOT_YET:
            return queryset.exclude(Exists(seen.in_force()))
        return queryset.filter(Exists(seen.filter(state=value)))
