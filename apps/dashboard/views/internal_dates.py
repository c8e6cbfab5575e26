"""Hạn nội bộ of a cluster for one duty of its members, set by the head before the ministry's date."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import Member
from apps.core.components import Crumb
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView
from apps.dashboard import policies
from apps.dashboard.queries.board import HEADS_OWN
from apps.dashboard.views.boards import BoardMixin
from apps.obligations.domain.internal_dates import set_for_members
from apps.obligations.duty_forms import MembersDateForm
from apps.obligations.models import Duty, Obligation
from apps.periods.due_dates import SetsDueDates


class InternalDateView(SetsDueDates, BoardMixin, FormPageMixin, TransitionView):
    """One date for all members; left empty it is taken away."""

    policy = staticmethod(policies.can_set_members_date)
    form_class = MembersDateForm
    heading = _("Đặt hạn nội bộ cho các đơn vị")
    submit_label = _("Lưu")
    success_message = _("Đã lưu hạn nội bộ.")
    due_fields = ("internal_due_on",)

    def get_object(self):
        found = super().get_object()
        asked = Duty.objects.of_organiser().filter(year=found.year_id, code=self.kwargs["code"])
        self.duty = asked.exclude(code__in=HEADS_OWN).select_related("year").first()
        if self.duty is None:
            raise Http404
        return found

    def board_url(self) -> str:
        return reverse("dashboard:board-duty", args=[self.object.pk, self.duty.code])

    def crumbs(self):
        board = reverse("dashboard:board-detail", args=[self.object.pk])
        return [Crumb(self.object.name, board), Crumb(self.duty.label, self.board_url())]

    def get_kicker(self):
        return f"{self.duty.label} · {self.object.name}"

    def get_consequences(self):
        return [
            in_words("Hạn nộp: %(day)s.") % {"day": format_date(self.duty.due_on)},
            in_words("Hạn nội bộ chỉ để sắp xếp và nhắc; không bao giờ tính là chậm với cấp trên."),
            in_words("Cán bộ TĐKT của các đơn vị chưa gửi được thông báo."),
        ]

    def member_ids(self):
        return Member.objects.standing().filter(cluster_year=self.object).order_by().values("unit_id")

    def get_initial(self):
        days = Obligation.objects.filter(duty=self.duty, unit_id__in=self.member_ids()).exclude(head_due_on=None)
        return {"internal_due_on": days.order_by("pk").values_list("head_due_on", flat=True).first()}

    def call(self, form):
        return set_for_members(
            duty_id=self.duty.pk,
            unit_ids=self.member_ids().values_list("unit_id", flat=True),
            internal_due_on=form.cleaned_data["internal_due_on"],
            within=self.object.name,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.board_url()
