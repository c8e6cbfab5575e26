"""Filters of the lists of proposals and nominees; all stand in the address."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.awards import queries, status
from apps.awards.enums import ASKED, ProposalState
from apps.awards.models import AwardProposal, Nominee
from apps.awards.queries import reported
from apps.catalog.enums import CommendationType
from apps.catalog.models import AwardType
from apps.core.components import StatusWord
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.registry.models.award import SUBJECTS
from apps.registry.models.letter import OUTCOMES

# The words that a proposal can have, each as the states behind it (apps.awards.status).
WORDS = (
    StatusWord.DRAFT,
    StatusWord.AWAITING_SIGNATURE,
    StatusWord.SENT,
    StatusWord.RETURNED,
    StatusWord.FINAL,
    StatusWord.WITHDRAWN,
)
# Where a proposal is that was sent: no word of its own, a step beside "Đã gửi".
STEPS = [
    (ProposalState.SUBMITTED, _("Chờ thẩm định")),
    *(
        (state, state.label)
        for state in ProposalState
        if state != ProposalState.SUBMITTED and status.WORDS.get(state) == StatusWord.SENT
    ),
]
FORMER = {state.value: {"step": state.value} for state, _label in STEPS} | {"decided": {"state": StatusWord.FINAL}}
TAKEN_BACK = Q(state=ProposalState.RETURNED, remark_at=None)  # AwardProposal.is_taken_back
PRINTED = Q(printed_at__isnull=False) | Q(sent_to_leader_at__isnull=False)


class ProposalFilter(ListFilter):
    """``state`` is the word that people see, ``step`` the finer one; saved addresses may name a step as the state."""

    q = TextFilter(field_name="search_text", label=_("Dịp khen thưởng, đơn vị"))
    year = django_filters.NumberFilter(field_name="year__year", label=_("Năm thi đua"), min_value=1945, max_value=2199)
    type = django_filters.ChoiceFilter(label=_("Loại hình"), choices=CommendationType.choices)
    state = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=[(word.value, word.label) for word in WORDS], method="filter_word"
    )
    step = django_filters.ChoiceFilter(label=_("Bước"), field_name="state", choices=STEPS)
    # What a figure of Toàn ngành opens: in the address only.
    award = django_filters.ModelChoiceFilter(
        label=_("Danh hiệu, hình thức"),
        queryset=AwardType.objects.all(),
        method="filter_award",
        widget=django_filters.widgets.forms.HiddenInput,
    )
    o = ListOrder(fields={"year__year": "year", "submitted_at": "submitted", "unit_name": "unit"})

    class Meta:
        model = AwardProposal
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        if data and data.get("state") in FORMER:
            data = data.copy()
            for name, value in ({"state": ""} | FORMER[data["state"]]).items():
                data[name] = value
        super().__init__(data, *args, **kwargs)

    def filter_award(self, queryset, _name, value):
        """Proposals that were sent and hold a line for the award, counted by these lines alone."""
        found = queryset.filter(
            state__in=ASKED, pk__in=Nominee.objects.filter(award=value).order_by().values("proposal")
        )
        return queries.with_counts(found, value)

    def filter_word(self, queryset, _name, value):
        if value in {StatusWord.DRAFT, StatusWord.AWAITING_SIGNATURE}:
            drafts = queryset.filter(Q(state=ProposalState.DRAFT) | TAKEN_BACK)
            return drafts.filter(PRINTED) if value == StatusWord.AWAITING_SIGNATURE else drafts.exclude(PRINTED)
        found = queryset.filter(state__in=[state for state, word in status.WORDS.items() if word == value])
        return found.exclude(TAKEN_BACK)


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
            return queryset.exclude(reported())
        if value == "reason":
            return queryset.filter(missed_reason="").exclude(missed_targets=[])
        return queryset.filter(pk__in=queryset.filter(remarks__answered_at=None, remarks__isnull=False).values("pk"))
