"""Xem lại trước khi gửi, gửi, giấy xác nhận; what the leader does; what the receiving body does."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from apps.core import tokens
from apps.core.components import Fact
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView
from apps.documents.signing_forms import RemarkForm, SeenForm
from apps.documents.views.signing import CheckAgainMixin, ToOfficerMixin
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.forms import ReopeningForm
from apps.periodic_reports import policies, queries
from apps.periodic_reports.domain import carrying, entering, returns, submissions, taking_over
from apps.periodic_reports.domain.lines import ReportNotEditable, lock_report, start_report
from apps.periodic_reports.forms import EnterForForm, ReturnForm
from apps.periodic_reports.views.base import ReportMixin, ReportPage, today
from apps.periodic_reports.views.reports import ReportDetailView
from apps.periodic_reports.views.rows import sections


class ReportCheckView(ReportPage, TemplateView):
    """All answers with "Thay đổi", warnings that do not stop, the button that sends."""

    template_name = "periodic_reports/report_check.html"
    previous = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor, blocks = self.request.actor, sections(self.reading)
        rows = [row for _section, each in blocks for row in each]
        return context | {
            "sections": blocks,
            **self.source_states(),
            "empty_figures": sum(not row.line.is_filled and not row.item.is_text for row in rows),
            "empty_texts": sum(not row.line.is_filled and row.item.is_text for row in rows),
            "estimates": sum(row.line.is_estimate for row in rows),
            "seen": submissions.fingerprint(self.reading.lines),
            "may_submit": self.reading.editable and bool(policies.can_submit(actor, self.report)),
            "may_return_inside": bool(policies.can_return_inside(actor, self.report)),
            "form_token": kwargs.get("form_token") or tokens.new_token(),
            "remark_form": kwargs.get("remark_form") or RemarkForm(),
            "next_body": queries.next_body(self.report),
        }


class CheckAgain(CheckAgainMixin, ReportMixin, TransitionView):
    """A transition started from the check page; refused, that page comes back with the reason."""

    check_view = ReportCheckView
    check_url_name = "periodic_reports:report-check"
    id_argument = "report_id"


class ReportSubmitView(CheckAgain):
    """Gửi."""

    policy = staticmethod(policies.can_submit)
    operation = staticmethod(submissions.submit_report)
    form_class = SeenForm
    success_url_name = "periodic_reports:report-receipt"


class ReportToLeaderView(CheckAgain):
    """Trình lãnh đạo."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submissions.send_to_leader)
    success_message = gettext_lazy("Đã trình lãnh đạo đơn vị. Lãnh đạo xem rồi gửi.")
    success_url_name = "periodic_reports:report-detail"


class ReportToOfficerView(ToOfficerMixin, CheckAgain):
    """Yêu cầu sửa lại: from the leader back to the officer."""

    policy = staticmethod(policies.can_return_inside)
    operation = staticmethod(submissions.return_to_officer)
    success_url_name = "periodic_reports:report-detail"


class ReportPrintedView(CheckAgain):
    """In để trình ký: notes that the paper was printed, then shows the page to print."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submissions.note_printed)
    success_url_name = "periodic_reports:report-print"


class StartAgain(CheckAgainMixin, ReportMixin, TransitionView):
    """A button of the report's page; refused, that page says why."""

    check_view = ReportDetailView
    policy = staticmethod(policies.can_edit)
    id_argument = "report_id"
    success_url_name = "periodic_reports:report-edit"

    def check_url(self):
        return self.report.get_absolute_url()


class ReportStartView(StartAgain):
    """Bắt đầu soạn."""

    operation = staticmethod(start_report)


class ReportCarryOverView(StartAgain):
    """Lấy từ năm trước."""

    operation = staticmethod(carrying.carry_over)
    success_message = gettext_lazy("Đã lấy nội dung năm trước vào các dòng còn trống. Sửa lại cho đúng năm nay.")


class ReportTakeOverView(StartAgain):
    """Lấy số liệu từ Kết quả, thành tích, and from what the unit has gathered from below."""

    operation = staticmethod(taking_over.take_over)
    success_message = gettext_lazy("Đã lấy số liệu vào các dòng còn trống; dưới mỗi dòng ghi rõ lấy từ đâu.")


class ReportCorrectView(StartAgain):
    """Sửa bản nhập thay: the unit takes what was typed for it in hand."""

    policy = staticmethod(policies.can_correct)
    operation = staticmethod(returns.correct_report)
    success_message = gettext_lazy("Bạn có thể sửa rồi ký, gửi lại. Ngày nhận bản giấy vẫn được tính là ngày gửi.")


class ReportCancelEntryView(StartAgain):
    """Hủy nhập thay."""

    policy = staticmethod(policies.can_enter_for)
    operation = staticmethod(entering.cancel_entry)
    success_message = gettext_lazy("Đã hủy bản nhập thay.")
    success_url_name = "periodic_reports:report-detail"


class ReportReceiptView(ReportPage, TemplateView):
    """Giấy xác nhận: number, time, who, next step."""

    template_name = "periodic_reports/report_receipt.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        version = self.report.sent_version
        if version is None:
            raise ReportNotEditable(_("Báo cáo này chưa gửi nên chưa có giấy xác nhận."))
        facts = [
            Fact(_("Số xác nhận"), version.receipt_number),
            Fact(_("Đơn vị"), self.report.unit_name),
            Fact(_("Phiên bản"), version.number),
            Fact(_("Người gửi"), version.locked_by_label),
        ]
        if version.entered_received_on:
            received = format_date(version.entered_received_on)
            facts.append(Fact(_("Nhập thay từ bản giấy nhận ngày"), received, version.entered_basis))
        facts.append(Fact(_("Mã băm SHA-256"), version.sha256))
        return context | {"version": version, "facts": facts, "next_body": queries.next_body(self.report)}


# --- The receiving body --------------------------------------------------------------------------


class ReceivingPage(ReportMixin, FormPageMixin, TransitionView):
    """A form of the body that receives the report."""

    policy = staticmethod(policies.can_receive)
    id_argument = "report_id"
    success_url_name = "periodic_reports:report-detail"

    def get_kicker(self) -> str:
        return self.report.unit_name

    def get_lead(self):
        return str(self.report.template)


class ReportReturnView(ReceivingPage):
    """Yêu cầu bổ sung, with remarks on single lines."""

    operation = staticmethod(returns.return_report)
    form_class = ReturnForm
    template_name = "periodic_reports/report_return.html"
    heading = gettext_lazy("Yêu cầu bổ sung")
    submit_label = gettext_lazy("Yêu cầu bổ sung")
    success_message = gettext_lazy("Đã trả lại đơn vị kèm yêu cầu. Các đơn vị khác không bị ảnh hưởng.")

    def get_form_kwargs(self):
        version = self.report.sent_version_id
        return super().get_form_kwargs() | {"lines": queries.lines_of(version) if version else []}

    def operation_arguments(self, form):
        return {"remark": form.cleaned_data["remark"], "line_remarks": form.line_remarks}


class ReportReopenView(ReceivingPage):
    """Mở lại cho đơn vị sửa: until when, who asked, how, why; written into the duty as well, as from the board."""

    form_class = ReopeningForm
    heading = gettext_lazy("Mở lại cho đơn vị sửa")
    submit_label = gettext_lazy("Mở lại cho đơn vị sửa")
    success_message = gettext_lazy("Đã mở lại. Đơn vị được báo ngay.")
    consequences = (
        gettext_lazy("Đơn vị sửa và gửi lại; phiên bản đã gửi vẫn giữ nguyên."),
        gettext_lazy("Bản tổng hợp đã chốt không đổi cho đến lần chốt sau."),
        gettext_lazy("Số ngày chậm của lần gửi đầu không thay đổi."),
    )

    def call(self, form):
        report, actor, now = self.report, self.request.actor, self.request.received_at
        lock_report(report.pk)  # before its duty, as when it is sent
        template = report.template
        owed = {"year_id": template.year_id, "code": template.duty_code, "unit_id": report.unit_id}
        note_reopening(**owed, path=report.get_absolute_url(), **form.asked, actor=actor, now=now)
        return returns.reopen_report(report_id=report.pk, reason=form.asked["reason"], actor=actor, now=now)


class ReportEnterForView(ReceivingPage):
    """Nhập thay: the day on which the paper came, then the ordinary page to type."""

    policy = staticmethod(policies.can_enter_for)
    operation = staticmethod(entering.enter_for)
    form_class = EnterForForm
    heading = gettext_lazy("Nhập thay đơn vị")
    submit_label = gettext_lazy("Nhập báo cáo")
    success_url_name = "periodic_reports:report-edit"
    consequences = (
        gettext_lazy("Ngày nhận bản giấy được tính là ngày gửi, không phải ngày nhập."),
        gettext_lazy("Đơn vị được báo ngay và sửa lại được trong 5 ngày."),
    )

    def get_initial(self):
        return {"received_on": today(self.request)}
