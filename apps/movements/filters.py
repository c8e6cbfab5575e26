"""Filters of the lists of movements; all stand in the address."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear, Member
from apps.core.components import StatusWord
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.filters import EMPTY, ListFilter, ListOrder, TextFilter
from apps.documents.symbols import SymbolFilter
from apps.movements.enums import Level, MovementState, ReviewState, Tick
from apps.movements.models import Movement, MovementReview, Participation
from apps.movements.queries.cascade import TICKED
from apps.units.enums import LINE_KINDS, LINE_LABELS
from apps.units.models import Unit
from apps.units.unit_filters import UnitTextFilter

STATES = [
    (MovementState.DRAFT, _("Dự thảo")),
    ("live", _("Đang thực hiện")),
    (MovementState.CONCLUDED, _("Đã tổng kết")),
]
DONE = [("yes", _("Đã làm")), ("no", _("Chưa làm"))]


class YearLive(django_filters.NumberFilter):
    """Movements that run in a calendar year, drafts of that year too."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        year = int(value)
        return queryset.filter(starts_on__year__lte=year, ends_on__year__gte=year)


ALL = "all"


class MovementFilter(ListFilter):
    """Without a chosen state the list shows what is not concluded yet; whoever looks for a name or a year finds all."""

    q = SymbolFilter(field_name="search_text", label=_("Tên, chủ đề, số quyết định"))
    level = django_filters.ChoiceFilter(label=_("Cấp"), choices=Level.choices)
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=[*STATES, (ALL, EMPTY)],
        method="filter_state",
        empty_label=_("Đang thực hiện, dự thảo"),
    )
    themed = django_filters.BooleanFilter(
        label=_("Theo chuyên đề"),
        widget=django_filters.widgets.forms.Select(
            choices=[("", _("Tất cả")), ("true", _("Theo chuyên đề")), ("false", _("Thường xuyên, khác"))]
        ),
    )
    year = YearLive(label=_("Thực hiện trong năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    o = ListOrder(fields={"starts_on": "start", "title_key": "name", "ends_on": "end"})

    class Meta:
        model = Movement
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        super().__init__({} if data is None else data, *args, **kwargs)  # the plain address is narrowed, too
        self.is_looked_for = bool(self.data.get("q") or self.data.get("year"))
        if self.is_looked_for and self.data.get("state") != ALL:
            self.filters["state"].extra |= {"choices": STATES, "empty_label": EMPTY}

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        narrowed = not self.is_looked_for and not self.form.cleaned_data.get("state")
        return found.exclude(state=MovementState.CONCLUDED) if narrowed else found

    def filter_state(self, queryset, name, value):
        if value == ALL:
            return queryset
        if value == "live":
            return queryset.filter(state__in=[MovementState.LAUNCHED, MovementState.REVIEWED])
        return queryset.filter(state=value)


def clusters_of(request):
    return ClusterYear.objects.visible_to(request.actor).order_by("-year__year", "name_key", "pk")


def line_condition(value: str, prefix: str = "unit__") -> Q:
    return Q(**{f"{prefix}kind__in": LINE_KINDS.get(value, ())})


class ParticipationFilter(ListFilter):
    """Units × four ticks: the address behind each count."""

    q = UnitTextFilter(label=_("Đơn vị"))
    launched = django_filters.ChoiceFilter(label=Tick.LAUNCHED.label, choices=DONE, method="filter_tick")
    planned = django_filters.ChoiceFilter(label=Tick.PLANNED.label, choices=DONE, method="filter_tick")
    programmed = django_filters.ChoiceFilter(label=Tick.PROGRAMMED.label, choices=DONE, method="filter_tick")
    reported = django_filters.ChoiceFilter(label=Tick.REPORTED.label, choices=DONE, method="filter_tick")
    line = django_filters.ChoiceFilter(label=_("Khối"), choices=list(LINE_LABELS.items()), method="filter_line")
    cluster = django_filters.ModelChoiceFilter(label=_("Cụm thi đua"), queryset=clusters_of, method="filter_cluster")
    late = django_filters.ChoiceFilter(
        label=_("Danh sách"),
        choices=[("late", _("Bổ sung sau phát động")), ("left", _("Đã thôi tham gia"))],
        method="filter_late",
    )
    o = ListOrder(
        fields={
            "unit__sort_key": "name",
            "launched_on": "launched",
            "planned_on": "planned",
            "reported_on": "reported",
        }
    )

    class Meta:
        model = Participation
        fields = []

    def filter_tick(self, queryset, name, value):
        return queryset.filter(TICKED[name]) if value == "yes" else queryset.exclude(TICKED[name])

    def filter_line(self, queryset, name, value):
        return queryset.filter(line_condition(value))

    def filter_cluster(self, queryset, name, value):
        return queryset.filter(unit__in=Member.objects.filter(cluster_year=value).order_by().values("unit_id"))

    def filter_late(self, queryset, name, value):
        return queryset.filter(added_late=True) if value == "late" else queryset.exclude(left_on=None)


class ReviewFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Đơn vị"), method="filter_unit")
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=[(StatusWord.NOT_STARTED.value, StatusWord.NOT_STARTED.label), *ReviewState.choices],
        method="filter_state",
    )
    sent = django_filters.ChoiceFilter(
        label=_("Đã gửi"), choices=[("yes", _("Đã gửi")), ("no", _("Còn thiếu"))], method="filter_sent"
    )
    line = django_filters.ChoiceFilter(label=_("Khối"), choices=list(LINE_LABELS.items()), method="filter_line")

    class Meta:
        model = MovementReview
        fields = []

    def filter_unit(self, queryset, name, value):
        return queryset.filter(participation__unit__in=Unit.objects.search(value).order_by().values("pk"))

    def filter_state(self, queryset, name, value):
        """As ``review_words.review_word``: what nobody has touched is not “Đang soạn”."""
        if value == StatusWord.NOT_STARTED:
            return queryset.filter(state=ReviewState.DRAFT, version=1)
        found = queryset.filter(state=value)
        return found.filter(version__gt=1) if value == ReviewState.DRAFT else found

    def filter_sent(self, queryset, name, value):
        sent = Q(state__in=[ReviewState.SUBMITTED, ReviewState.ACCEPTED])
        return queryset.filter(sent) if value == "yes" else queryset.exclude(sent)

    def filter_line(self, queryset, name, value):
        return queryset.filter(line_condition(value, "participation__unit__"))


class PreviewFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Đơn vị"))
    line = django_filters.ChoiceFilter(label=_("Khối"), choices=list(LINE_LABELS.items()), method="filter_line")

    class Meta:
        model = Unit
        fields = []

    def filter_line(self, queryset, name, value):
        return queryset.filter(line_condition(value, ""))
