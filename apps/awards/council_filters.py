"""Filters of the lists of councils, sessions and decisions; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.awards.council_enums import CouncilKind, SessionState
from apps.awards.decision_enums import DecisionState
from apps.awards.models import AwardDecision, Council, CouncilSession, UpwardSubmission
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.documents.symbols import SymbolFilter

OPEN = "open"  # what the home of the standing office counts


class CouncilFilter(ListFilter):
    q = TextFilter(field_name="organiser__search_text", label=_("Đơn vị"))
    kind = django_filters.ChoiceFilter(label=_("Loại Hội đồng"), choices=CouncilKind.choices)
    o = ListOrder(fields={"starts_on": "starts"})

    class Meta:
        model = Council
        fields = []


class SessionFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    state = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=[(OPEN, _("Chưa kết thúc")), *SessionState.choices], method="in_state"
    )
    o = ListOrder(fields={"held_on": "held"})

    class Meta:
        model = CouncilSession
        fields = []

    def in_state(self, queryset, _name, value):
        return queryset.exclude(state=SessionState.CONCLUDED) if value == OPEN else queryset.filter(state=value)


class DecisionFilter(ListFilter):
    q = SymbolFilter(field_name="search_text", label=_("Số quyết định, trích yếu"))
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=DecisionState.choices)
    o = ListOrder(fields={"document__issued_on": "issued"})

    class Meta:
        model = AwardDecision
        fields = []


class UpwardFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    sent = django_filters.BooleanFilter(field_name="document", lookup_expr="isnull", exclude=True, label=_("Đã trình"))
    o = ListOrder(fields={"document__issued_on": "issued"})

    class Meta:
        model = UpwardSubmission
        fields = []
