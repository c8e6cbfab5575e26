"""Filters of the registry's lists; all stand in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import AwardList, CommendationType, Level, Subject
from apps.catalog.models import AwardType
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.registry.enums import AwardState, CampaignState, InitiativeLevel, WorkKind
from apps.registry.models import Award, AwardCampaign, EligibilityLetter, GrantDocument, Initiative, Reliance
from apps.registry.models.letter import OUTCOMES
from apps.units.models import Unit

SUBJECTS = [(value, Subject(value).label) for value in (Subject.COLLECTIVE, Subject.INDIVIDUAL)]


class AwardTypeFilter(django_filters.ModelChoiceFilter):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("queryset", AwardType.objects.order_by("order", "code"))
        kwargs.setdefault("label", _("Danh hiệu, hình thức"))
        super().__init__(*args, **kwargs)


class UnitTextFilter(django_filters.CharFilter):
    """Awards of the units that a text finds, former names included, and of what became of them."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(unit__in=Unit.objects.search(value).order_by().values("pk"))


def asked_grant(request):
    """The one decision of the address, where the reader may see it: its choice is hidden, never a list."""
    asked = request.GET.get("grant", "") if request else ""
    if not asked.isdecimal():
        return GrantDocument.objects.none()
    return GrantDocument.objects.visible_to(request.actor).filter(pk=asked).select_related("document")


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
    state = django_filters.ChoiceFilter(label=_("Tình trạng"), choices=AwardState.choices)
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

    def filter_review(self, queryset, name, value):
        """Awards whose basis was cancelled and about which nobody has concluded yet."""
        waiting = Reliance.objects.filter(settled_at=None).exclude(flagged_at=None)
        return queryset.filter(pk__in=waiting.order_by().values("award_id"))


class PublicFilter(ListFilter):
    """What the public page is searched by."""

    q = TextFilter(field_name="search_text", label=_("Tên người, tập thể, đơn vị"))
    type = AwardTypeFilter(field_name="award_type")
    decided = django_filters.NumberFilter(
        field_name="granted_on", lookup_expr="year", label=_("Năm quyết định"), min_value=1945, max_value=2199
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
    q = TextFilter(field_name="search_text", label=_("Số, dịp, người quyết định"))
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
