"""Hoãn, hủy a planned meeting, and holding it after all."""

from django.utils.translation import gettext_lazy as lazy

from apps.conferences import policies
from apps.conferences.calling_forms import NewDayForm
from apps.conferences.domain import calling_off
from apps.conferences.mode_forms import ReasonForm
from apps.conferences.views.base import ConferenceFormMixin
from apps.core.views import TransitionView


class CallOffView(ConferenceFormMixin, TransitionView):
    policy = staticmethod(policies.can_run)
    operation = staticmethod(calling_off.call_off)
    form_class = ReasonForm
    heading = lazy("Hoãn, hủy hội nghị?")
    lead = lazy("Chuyển sang ngày đã biết thì chỉ cần sửa thông tin hội nghị.")
    submit_label = lazy("Hoãn, hủy hội nghị")
    success_message = lazy("Đã hoãn, hủy hội nghị. Đơn vị đã được mời được báo.")
    consequences = (
        lazy("Cán bộ TĐKT và lãnh đạo các đơn vị đã được mời được báo cùng lý do."),
        lazy("Giấy mời, tài liệu, trả lời và cuộc bỏ phiếu đã chuẩn bị vẫn xem được; khi tổ chức lại thì dùng tiếp."),
    )


class PlanAgainView(ConferenceFormMixin, TransitionView):
    policy = staticmethod(policies.can_run)
    form_class = NewDayForm
    heading = lazy("Tổ chức lại hội nghị")
    submit_label = lazy("Tổ chức lại hội nghị")
    success_message = lazy("Đã ghi ngày họp mới. Đơn vị đã được mời được báo.")
    consequences = (lazy("Cán bộ TĐKT và lãnh đạo các đơn vị đã được mời được báo ngày họp, buổi và địa điểm mới."),)

    def get_initial(self):
        return {"session": self.object.session, "place": self.object.place}

    def call(self, form):
        return calling_off.plan_again(
            conference_id=self.object.pk,
            day=form.day(),
            actor=self.request.actor,
            now=self.request.received_at,
        )
