"""Filters of the inbox and of the outbox."""

from datetime import timedelta

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.dates import VietnameseDateField, end_of_day
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.text import fold
from apps.notifications.enums import MailState
from apps.notifications.models import Notice, NoticeKind, OutboxMail

ONE_DAY = timedelta(days=1)


class DayFilter(django_filters.Filter):
    """A day in any shape that Vietnamese offices write."""

    field_class = VietnameseDateField


class DaysMixin:
    """From a day to a day, both included, on ``created_at``."""

    def from_day(self, queryset, name, value):
        return queryset.filter(created_at__gte=end_of_day(value - ONE_DAY))

    def to_day(self, queryset, name, value):
        return queryset.filter(created_at__lt=end_of_day(value))


class NoticeFilter(DaysMixin, ListFilter):
    """Own notices: read or not, kind, days, words."""

    search = TextFilter(label=_("Tìm trong thông báo"), field_name="search_text")
    state = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=[("unread", _("Chưa đọc")), ("read", _("Đã đọc"))], method="in_state"
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("Loại"), queryset=NoticeKind.objects.filter(listed=True), to_field_name="code"
    )
    since = DayFilter(label=_("Từ ngày"), method="from_day")
    until = DayFilter(label=_("Đến ngày"), method="to_day")
    o = ListOrder(fields={"created_at": "at"})

    class Meta:
        model = Notice
        fields = []

    def in_state(self, queryset, name, value):
        return queryset.filter(read_at__isnull=value == "unread")


class MailFilter(DaysMixin, ListFilter):
    """The outbox: state, kind, days, receiver or subject."""

    search = TextFilter(label=_("Tìm người nhận, tiêu đề"), field_name="search_text")
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=MailState.choices)
    kind = django_filters.ModelChoiceFilter(label=_("Loại"), queryset=NoticeKind.objects.all(), to_field_name="code")
    since = DayFilter(label=_("Từ ngày"), method="from_day")
    until = DayFilter(label=_("Đến ngày"), method="to_day")
    o = ListOrder(fields={"created_at": "at", "next_try_at": "next"})

    class Meta:
        model = OutboxMail
        fields = []


class TemplateFilter(ListFilter):
    """Kinds of mail by group and words of their name (there are a few dozen at most)."""

    search = django_filters.CharFilter(label=_("Tìm loại thư"), method="by_words")
    group = django_filters.ChoiceFilter(label=_("Nhóm"), choices=[])

    class Meta:
        model = NoticeKind
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = dict.fromkeys(self.queryset.values_list("group", flat=True))
        self.filters["group"].extra["choices"] = [(name, name) for name in groups]

    def by_words(self, queryset, name, value):
        words = fold(value).split()
        kinds = queryset.values_list("pk", "label")
        return queryset.filter(pk__in=[pk for pk, label in kinds if all(word in fold(label) for word in words)])
