"""A unit's own call to its divisions: the internal date, whom it calls, what has come."""

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.components import Crumb
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView, require
from apps.obligations import policies
from apps.obligations.domain import calling
from apps.obligations.duty_forms import OwnCallForm
from apps.obligations.models import Obligation
from apps.obligations.queries import called_by
from apps.obligations.views.duties import list_crumb
from apps.periods.due_dates import SetsDueDates


class OwnCallView(SetsDueDates, FormPageMixin, TransitionView):
    """Hạn nội bộ of the unit, and Giao cho phòng, ban."""

    heading = lazy("Đặt hạn nội bộ, giao trong nội bộ")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu hạn nội bộ.")
    form_class = OwnCallForm
    due_fields = ("internal_due_on",)
    queryset = Obligation.objects.for_list()

    def get_object(self):
        found = super().get_object()
        if found.duty.asked_by_id is not None:
            raise Http404
        return found

    def policy(self, actor, obligation):
        return policies.can_call(actor, obligation.unit_id)

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.duty.label, self.object.duty.get_absolute_url())]

    def get_kicker(self):
        return self.object.unit.name

    def get_consequences(self):
        due = _("Hạn nộp của đơn vị: %(day)s.") % {"day": format_date(self.object.last_day)}
        words = [due, _("Hạn nội bộ chỉ để sắp xếp và nhắc; không bao giờ tính là chậm với cấp trên.")]
        if day := self.object.head_due_on:
            words.insert(1, _("Trưởng đề nghị gửi trước hết ngày %(day)s.") % {"day": format_date(day)})
        return words

    def get_form_kwargs(self):
        found = list(calling.divisions_of(self.object.unit, self.request.received_at))
        return super().get_form_kwargs() | {"divisions": found}

    def get_initial(self):
        called = called_by({self.object.unit_id}, self.object.duty)
        return {
            "internal_due_on": self.object.internal_due_on,
            "unit_ids": [str(each.unit_id) for each in called],
            "label": called[0].duty.label if called else "",
        }

    def call(self, form):
        data = form.cleaned_data
        return calling.set_own_call(
            obligation_id=self.object.pk,
            internal_due_on=data["internal_due_on"],
            unit_ids=data.get("unit_ids", []),
            label=data.get("label", ""),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.object.duty.get_absolute_url()


class TakeInView(TransitionView):
    """Đã nhận from a division, or not yet after all."""

    http_method_names = ("post",)
    success_message = lazy("Đã ghi.")
    queryset = Obligation.objects.for_list()
    form_class = Form
    received = True

    def get_object(self):
        found = get_object_or_404(self.get_queryset().exclude(duty__asked_by=None), pk=self.kwargs["pk"])
        require(policies.can_call(self.request.actor, found.duty.asked_by_id))
        return found

    def call(self, form):
        return calling.take_in(
            obligation_id=self.object.pk,
            received=self.received,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return (self.object.duty.parent or self.object.duty).get_absolute_url()
