"""Filters of the lists of rounds and of comments."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder
from apps.scoring.consultation_enums import AnswerKind, CommentTarget
from apps.scoring.models import Consultation, SentComment
from apps.units.models import Unit

NONE_YET = "none"


class ConsultationFilter(ListFilter):
    year = django_filters.NumberFilter(field_name="criteria_set__year__year", label=_("Năm thi đua"))
    state = django_filters.ChoiceFilter(
        choices=[("True", _("Đang lấy ý kiến")), ("False", _("Đã đóng"))],
        label=_("Trạng thái"),
        method="standing",
    )
    o = ListOrder(fields={"criteria_set__year__year": "year", "duty__due_on": "due", "opened_at": "opened"})

    class Meta:
        model = Consultation
        fields: list[str] = []

    def standing(self, rows, _name, value):
        return rows.filter(closed_at__isnull=value == "True")


def _units(request):
    """Units that sent something in this round; chosen by the view."""
    return getattr(request, "units_of_round", None) or Unit.objects.none()


class CommentFilter(ListFilter):
    unit = django_filters.ModelChoiceFilter(field_name="sending__reply__unit", queryset=_units, label=_("Đơn vị"))
    target = django_filters.ChoiceFilter(choices=CommentTarget.choices, label=_("Ý kiến về"))
    code = django_filters.CharFilter(method="of_criterion", label=_("Tiêu chí"))
    answer = django_filters.ChoiceFilter(
        method="answered",
        choices=[(NONE_YET, _("Chưa trả lời")), *AnswerKind.choices],
        label=_("Trả lời"),
    )
    late = django_filters.ChoiceFilter(
        field_name="sending__is_late",
        choices=[("True", _("Gửi sau hạn")), ("False", _("Đúng hạn"))],
        label=_("Thời hạn"),
    )
    o = ListOrder(fields={"order": "place", "sending__reply__unit__protocol_order": "unit", "sending__sent_at": "sent"})

    class Meta:
        model = SentComment
        fields: list[str] = []

    def of_criterion(self, rows, _name, value):
        """By code or printed number, exactly, or by words of the criterion."""
        return rows.filter(Q(code__iexact=value) | Q(number__iexact=value) | Q(label__icontains=value))

    def answered(self, rows, _name, value):
        return rows.unanswered() if value == NONE_YET else rows.filter(answer__kind=value)
