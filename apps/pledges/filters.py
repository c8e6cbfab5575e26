"""Filters of the list of pledges; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.clusters.filters import asked_cluster_year
from apps.core.dates import local
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.pledges.commitment_queries import DONE, OPEN, OVERDUE, YEAR, in_state
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, Pledge


class PledgeFilter(ListFilter):
    q = TextFilter(field_name="cluster_year__search_text", label=_("Tên, mã Cụm"))
    year = django_filters.NumberFilter(
        field_name="cluster_year__year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199
    )
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=PledgeState.choices)
    cluster_year = django_filters.ModelChoiceFilter(
        label=_("Cụm"), queryset=asked_cluster_year, widget=django_filters.widgets.forms.HiddenInput
    )
    o = ListOrder(
        fields={
            "cluster_year__name_key": "name",
            "cluster_year__year__year": "year",
            "due_on": "due",
            "signed": "signed",
        }
    )

    class Meta:
        model = Pledge
        fields: list[str] = []


STATES = [(OPEN, _("Chưa xong")), (OVERDUE, _("Quá hạn")), (DONE, _("Đã thực hiện"))]


class CommitmentFilter(ListFilter):
    """Rows of ``owed_commitments``; the state is chosen by the tabs of the page."""

    q = TextFilter(field_name="owner_search", label=_("Đơn vị"))
    year = django_filters.NumberFilter(
        field_name=f"{YEAR}__year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199
    )
    state = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=STATES, method="filter_state", widget=django_filters.widgets.forms.HiddenInput
    )
    o = ListOrder(fields={"due_on": "due", "owner_name": "unit"})

    class Meta:
        model = Commitment
        fields: list[str] = []

    def filter_state(self, queryset, _name, value):
        return in_state(queryset, value, local(self.request.received_at).date())
