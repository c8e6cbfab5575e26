"""Filters of the lists of proposals and nominees; all stand in the address."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, Nominee
from apps.catalog.enums import CommendationType
from apps.catalog.models import AwardType
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.registry.models.award import SUBJECTS
from apps.registry.models.letter import OUTCOMES


class ProposalFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Dịp khen thưởng, đơn vị"))
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    type = django_filters.ChoiceFilter(label=_("Loại hình"), choices=CommendationType.choices)
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=ProposalState.choices)
    o = ListOrder(fields={"year__year": "year", "submitted_at": "submitted", "unit_name": "unit"})

    class Meta:
        model = AwardProposal
        fields = []


MISSING = [
    ("report", _("Thiếu báo cáo thành tích")),
    ("reason", _("Thiếu lý do chỉ tiêu không đạt")),
    ("remark", _("Có yêu cầu bổ sung")),
]


class NomineeFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên tập thể, cá nhân, đơn vị"))
    subject = django_filters.ChoiceFilter(label=_("Đối tượng"), choices=SUBJECTS)
    award = django_filters.ModelChoiceFilter(
        label=_("Danh hiệu, hình thức"), queryset=AwardType.objects.filter(in_sector=True).order_by("order", "code")
    )
    outcome = django_filters.ChoiceFilter(label=_("Kiểm tra điều kiện"), choices=OUTCOMES)
    missing = django_filters.ChoiceFilter(label=_("Còn thiếu"), choices=MISSING, method="filter_missing")
    o = ListOrder(fields={"recipient_key": "name", "award__order": "award", "position": "position"})

    class Meta:
        model = Nominee
        fields = []

    def filter_missing(self, queryset, name, value):
        if value == "report":
            return queryset.filter(Q(report=None) | Q(report__achievements=""))
        if value == "reason":
            return queryset.filter(missed_reason="").exclude(missed_targets=[])
        return queryset.filter(pk__in=queryset.filter(remarks__answered_at=None, remarks__isnull=False).values("pk"))
