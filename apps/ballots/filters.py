"""Filters of the list of ballots; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.ballots.enums import BallotState, Mode
from apps.ballots.models import Ballot
from apps.core.filters import ListFilter, ListOrder


class BallotFilter(ListFilter):
    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Tên cuộc bỏ phiếu"))
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=BallotState.choices)
    mode = django_filters.ChoiceFilter(label=_("Cách bỏ phiếu"), choices=Mode.choices)
    o = ListOrder(fields={"opened_at": "opened", "title": "title"})

    class Meta:
        model = Ballot
        fields: list[str] = []
