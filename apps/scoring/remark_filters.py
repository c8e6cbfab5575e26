"""Filter of the list of remarks on points."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.scoring.enums import RemarkState
from apps.scoring.models import ScoreRemark


def seen_clusters(request):
    """ClusterYears that the person sees."""
    if request is None:
        return ClusterYear.objects.none()
    return ClusterYear.objects.visible_to(request.actor).for_list().order_by("-year__year", "name", "pk")


OVERDUE = [("yes", _("Quá hạn trả lời"))]


class RemarkFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="sheet__cluster_year__year__year", label=_("Năm thi đua"))
    cluster_year = django_filters.ModelChoiceFilter(
        field_name="sheet__cluster_year", queryset=seen_clusters, label=_("Cụm, Khu vực")
    )
    unit = TextFilter(field_name="sheet__unit__search_text", label=_("Đơn vị"))
    state = django_filters.ChoiceFilter(choices=RemarkState.choices, label=_("Trạng thái"))
    overdue = django_filters.ChoiceFilter(choices=OVERDUE, method="only_overdue", label=_("Hạn trả lời"))
    o = ListOrder(fields={"sent_at": "sent", "due_on": "due", "sheet__unit__protocol_order": "unit"})

    class Meta:
        model = ScoreRemark
        fields: list[str] = []

    def only_overdue(self, queryset, _name, _value):
        return queryset.waiting().filter(due_on__lt=timezone.localdate())
