"""Filters of the registry's lists; all stand in the address."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import AwardList, CommendationType, Level, Subject
from apps.catalog.models import AwardType
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.whole_numbers import number_in, whole_number
from apps.documents.symbols import SymbolFilter
from apps.registry.domain.reviewing import waiting_after
from apps.registry.enums import AwardState, CampaignState, InitiativeLevel, WorkKind
from apps.registry.models import Award, AwardCampaign, EligibilityLetter, GrantDocument, Initiative, Reliance
from apps.registry.models.letter import OUTCOMES
from apps.registry.statistics import CHOICES, SEX_KEY, SEXES
from apps.units.history_queries import predecessor_ids
from apps.units.models import Unit
from apps.units.unit_filters import UnitTextFilter

HIDDEN = {"widget": forms.HiddenInput}
SUBJECTS = [(value, Subject(value).label) for value in (Subject.COLLECTIVE, Subject.INDIVIDUAL)]


class AwardTypeFilter(django_filters.ModelChoiceFilter):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("queryset", AwardType.objects.order_by("order", "code"))
        kwargs.setdefault("label", _("Danh hiệu, hình thức"))
        super().__init__(*args, **kwargs)


def asked_grant(request):
    """The one decision of the address, where the reader may see it: its choice is hidden, never a list."""
    asked = number_in(request.GET, "grant") if request else None
    if asked is None:
        return GrantDocument.objects.none()
    return GrantDocument.objects.visible_to(request.actor).filter(pk=asked).select_related("document")


def asked_unit(request):
    """The one unit of the address: its choice is hidden, never a list. Names of units are no secret."""
    asked = whole_number(request.GET.get("unit_id") or request.GET.get("line_of")) if request else None
    return Unit.objects.none() if asked is None else Unit.objects.filter(pk=asked)


def year_filter(lookup: str, label, **kwargs):
    """One end of the years of achievement."""
    return django_filters.NumberFilter(
        field_name="year", lookup_expr=lookup, label=label, min_value=1945, max_value=2199, **kwargs
    )


def without_filter(name: str, label):
    """Awards of which the registry does not say it."""
    return django_filters.TypedChoiceFilter(
        field_name=name,
        lookup_expr="isnull",
        label=label,
        choices=[("1", _("Chưa có dữ liệu"))],
        coerce=bool,
        empty_value=None,
        **HIDDEN,
    )


def public_grant(request):
    """The one decision of a public address."""
    asked = number_in(request.GET, "grant") if request else None
    if asked is None:
        return GrantDocument.objects.none()
    on = timezone.localtime(request.received_at).date()
    return GrantDocument.objects.public(on).filter(pk=asked).select_related("document")


class AwardFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên người, tập thể"))
    unit = UnitTextFilter(label=_("Đơn vị"))
    type = AwardTypeFilter(field_name="award_type")
    list = django_filters.ChoiceFilter(field_name="award_type__list", label=_("Nhóm"), choices=AwardList.choices)
    subject = django_filters.ChoiceFilter(label=_("Đối tượng"), choices=SUBJECTS)
    year = django_filters.NumberFilter(label=_("Năm thành tích"), min_value=1945, max_value=2199)
    decided = django_filters.NumberFilter(
        field_name="granted_on", lookup_expr="year", label=_("Năm quyết định"), min_value=1945, max_value=2199
    )
    level = django_filters.ChoiceFilter(
        field_name="grant__authority_level", label=_("Cấp quyết định"), choices=Level.choices
    )
    sex = django_filters.ChoiceFilter(label=_("Giới tính"), choices=[*SEXES.items()], method="filter_sex")
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"), choices=[("held", _("Còn hiệu lực")), *AwardState.choices], method="filter_state"
    )
    # What a figure opens: in the address only.
    achieved = django_filters.NumberFilter(
        label=_("Năm thành tích"), min_value=1945, max_value=2199, method="filter_achieved", **HIDDEN
    )
    year_from = year_filter("gte", _("Từ năm"), **HIDDEN)
    year_to = year_filter("lte", _("Đến năm"), **HIDDEN)
    unit_id = django_filters.ModelChoiceFilter(
        field_name="unit", label=_("Đơn vị"), queryset=asked_unit, widget=forms.HiddenInput
    )
    line_of = django_filters.ModelChoiceFilter(
        label=_("Đơn vị và các đơn vị trước sáp nhập"),
        queryset=asked_unit,
        method="filter_line",
        widget=forms.HiddenInput,
    )
    without_year = without_filter("year", _("Năm thành tích"))
    without_unit = without_filter("unit", _("Đơn vị"))
    grant = django_filters.ModelChoiceFilter(
        label=_("Quyết định"), queryset=asked_grant, widget=django_filters.widgets.forms.HiddenInput
    )
    review = django_filters.ChoiceFilter(
        label=_("Xem lại"), choices=[("open", _("Cần xem lại"))], method="filter_review"
    )
    o = ListOrder(fields={"granted_on": "decided", "recipient_key": "name", "year": "year"})

    class Meta:
        model = Award
        fields = []

    def filter_achieved(self, queryset, name, value):
        return queryset.achieved_in(int(value))

    def filter_sex(self, queryset, name, value):
        """As the statistics count: a collective has none, of some people the portal does not know it."""
        return queryset.alias(asked_sex=SEX_KEY).filter(asked_sex=value)

    def filter_state(self, queryset, name, value):
        return queryset.held() if value == "held" else queryset.filter(state=value)

    def filter_line(self, queryset, name, value):
        """Of the unit and of all those whose line leads to it."""
        return queryset.filter(unit__in={value.pk, *predecessor_ids(value.pk)})

    def filter_review(self, queryset, name, value):
        """Awards that hold, whose basis was cancelled and about which nobody has concluded yet."""
        return queryset.held().filter(pk__in=Reliance.objects.flagged().order_by().values("award_id"))


class ReviewFilter(ListFilter):
    """What waits to be looked at; ``grant``: because of the awards of this decision, through any number of steps."""

    q = TextFilter(field_name="search_text", label=_("Tên người, tập thể"))
    unit = UnitTextFilter(label=_("Đơn vị"))
    type = AwardTypeFilter(field_name="award_type")
    grant = django_filters.ModelChoiceFilter(
        label=_("Vì quyết định"), queryset=asked_grant, method="filter_grant", widget=forms.HiddenInput
    )

    class Meta:
        model = Award
        fields = []

    def filter_grant(self, queryset, name, value):
        return queryset.filter(pk__in=waiting_after(value.pk).values("pk"))


def _unchanged(queryset, name, value):
    return queryset


class StatisticsFilter(AwardFilter):
    """What is counted, by what, across what; the rest of the address finds the same rows in the list."""

    by = django_filters.ChoiceFilter(label=_("Thống kê theo"), choices=CHOICES, method=_unchanged)
    across = django_filters.ChoiceFilter(label=_("Chia cột theo"), choices=CHOICES, method=_unchanged)
    year_from = year_filter("gte", _("Từ năm"))
    year_to = year_filter("lte", _("Đến năm"))
    q = review = state = o = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = ("by", "across", "year_from", "year_to", "unit")
        self.filters = {name: self.filters[name] for name in (*first, *(n for n in self.filters if n not in first))}
        self.filters["by"].extra["empty_label"] = None
        self.filters["across"].extra["empty_label"] = _("Không chia")


class PublicFilter(ListFilter):
    """What the public page is searched by."""

    q = TextFilter(field_name="search_text", label=_("Tên người, tập thể, đơn vị"))
    type = AwardTypeFilter(field_name="award_type")
    level = django_filters.ChoiceFilter(
        field_name="grant__authority_level", label=_("Cấp quyết định"), choices=Level.choices
    )
    decided = django_filters.NumberFilter(
        field_name="granted_on", lookup_expr="year", label=_("Năm quyết định"), min_value=1945, max_value=2199
    )
    decision = SymbolFilter(field_name="grant__search_text", label=_("Số quyết định"))
    grant = django_filters.ModelChoiceFilter(
        label=_("Quyết định"), queryset=public_grant, widget=django_filters.widgets.forms.HiddenInput
    )

    class Meta:
        model = Award
        fields = []


class LetterFilter(ListFilter):
    type = AwardTypeFilter(field_name="award_type")
    outcome = django_filters.ChoiceFilter(label=_("Kết quả"), choices=OUTCOMES)
    year = django_filters.NumberFilter(label=_("Năm xét"), min_value=1945, max_value=2199)

    class Meta:
        model = EligibilityLetter
        fields = []


class GrantFilter(ListFilter):
    q = SymbolFilter(field_name="search_text", label=_("Số, dịp, người quyết định"))
    level = django_filters.ChoiceFilter(field_name="authority_level", label=_("Cấp quyết định"), choices=Level.choices)
    type = django_filters.ChoiceFilter(label=_("Loại hình"), choices=CommendationType.choices)
    year = django_filters.NumberFilter(
        field_name="document__issued_on", lookup_expr="year", label=_("Năm"), min_value=1945, max_value=2199
    )
    o = ListOrder(fields={"document__issued_on": "decided"})

    class Meta:
        model = GrantDocument
        fields = []


class CampaignFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Dịp khen thưởng"))
    state = django_filters.ChoiceFilter(label=_("Tình trạng"), choices=CampaignState.choices)
    year = django_filters.NumberFilter(label=_("Năm"), min_value=1945, max_value=2199)

    class Meta:
        model = AwardCampaign
        fields = []


class InitiativeFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên sáng kiến, đề tài"))
    kind = django_filters.ChoiceFilter(label=_("Loại"), choices=WorkKind.choices)
    level = django_filters.ChoiceFilter(label=_("Cấp công nhận"), choices=InitiativeLevel.choices)
    year = django_filters.NumberFilter(label=_("Năm"), min_value=1945, max_value=2199)
    o = ListOrder(fields={"year": "year", "title_key": "title"})

    class Meta:
        model = Initiative
        fields = []
