"""Nhập thay: a self-score typed for a unit from its paper; begun, ended, sent, corrected by the unit."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.documents.signing_forms import SeenForm
from apps.registrations.forms import ProxyForm
from apps.scoring import policies, queries
from apps.scoring.domain import proxies, returns, submissions
from apps.scoring.views.base import SheetMixin, today
from apps.scoring.views.submission import CheckAgain


class StepView(SheetMixin, FormPageMixin, TransitionView):
    """One step with what is typed for a unit; back on the page of the sheet."""

    id_argument = "sheet_id"
    form_class = NothingForm
    success_url_name = "scoring:sheet-detail"

    def get_kicker(self):
        return f"{self.sheet.unit_name}, {self.sheet.cluster_year}"

    def crumbs(self):
        sheet = self.sheet
        return [
            Crumb(_("Tự chấm điểm"), reverse("scoring:sheet-list")),
            Crumb(sheet.unit_name, sheet.get_absolute_url()),
        ]


class ProxyBeginView(StepView):
    """The day on which the paper arrived, then the same pages as the unit's own officer has."""

    policy = staticmethod(policies.can_type_for)
    operation = staticmethod(proxies.begin_proxy)
    form_class = ProxyForm
    heading = gettext_lazy("Nhập thay bảng tự chấm điểm")
    submit_label = gettext_lazy("Tiếp tục nhập")
    consequences = (
        gettext_lazy("Ngày nhận bản giấy được tính là ngày gửi."),
        gettext_lazy("Khi gửi xong, đơn vị được báo, thấy nhãn “Nhập thay” và sửa được trong 5 ngày."),
        gettext_lazy("Ai nhập điểm thay thì không kiểm tra bảng này; người khác kiểm tra."),
    )

    def get_initial(self):
        return {"received_on": self.sheet.proxy_received_on or today(self.request), "basis": self.sheet.proxy_basis}

    def get_consequences(self):
        """What the unit has typed stays: whoever types for it is to know that it is there."""
        far = queries.how_far([self.sheet.pk])[self.sheet.pk]
        if not far.complete:
            return super().get_consequences()
        text = ngettext(
            "Bảng đã có %(done)s/%(all)s dòng được nhập; nội dung đó giữ nguyên, dòng nào khác bản giấy thì sửa.",
            "Bảng đã có %(done)s/%(all)s dòng được nhập; nội dung đó giữ nguyên, dòng nào khác bản giấy thì sửa.",
            far.complete,
        )
        return [text % {"done": far.complete, "all": far.lines}, *super().get_consequences()]


class ProxyEndView(StepView):
    """Thôi nhập thay: the unit goes on with what was typed."""

    policy = staticmethod(policies.can_send_proxy)
    operation = staticmethod(proxies.end_proxy)
    heading = submit_label = gettext_lazy("Thôi nhập thay")
    success_message = gettext_lazy("Đã thôi nhập thay. Đơn vị tự nhập tiếp và gửi.")
    consequences = (gettext_lazy("Nội dung đã nhập giữ nguyên cho đơn vị; đơn vị tự ký và gửi."),)


class ProxySendView(CheckAgain):
    """Gửi bản nhập thay, without a scan."""

    policy = staticmethod(policies.can_send_proxy)
    operation = staticmethod(submissions.submit_proxy)
    id_argument = "sheet_id"
    form_class = SeenForm
    success_message = gettext_lazy("Đã gửi bản nhập thay; đơn vị được báo và có thể sửa trong 5 ngày.")
    success_url_name = "scoring:sheet-receipt"


class CorrectView(StepView):
    """Sửa bản nhập thay: the unit takes it in hand."""

    policy = staticmethod(policies.can_correct)
    operation = staticmethod(returns.correct)
    heading = submit_label = gettext_lazy("Sửa bản nhập thay")
    success_message = gettext_lazy("Bạn có thể sửa rồi ký, gửi lại. Ngày nhận bản giấy vẫn được tính là ngày gửi.")
    consequences = (
        gettext_lazy("Đơn vị sửa, ký và gửi lại như thường lệ; không bị tính chậm."),
        gettext_lazy("Cho đến khi gửi lại, nơi nhận coi là chưa có và hệ thống vẫn nhắc."),
    )
