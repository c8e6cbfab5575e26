"""Xem lại, trình ký, gửi: check-answers, the two ways of signing, the receipt."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from apps.core import tokens
from apps.core.components import Fact
from apps.core.dates import format_date
from apps.core.views import ScopedPageView, TransitionView
from apps.documents.signing_forms import SeenForm
from apps.documents.views.signing import (
    CheckAgainMixin,
    PaperReceiveMixin,
    ScreenSignMixin,
    SignedCopyFileMixin,
    SignedCopyUploadMixin,
    ToLeaderMixin,
    ToOfficerMixin,
    awaits_paper,
    signing_facts,
    signing_panel,
)
from apps.registrations import policies, queries
from apps.registrations.domain import submissions
from apps.registrations.enums import Mark
from apps.registrations.models import RegistrationVersion, TitleRegistration
from apps.registrations.views.base import RegistrationMixin


class CheckView(RegistrationMixin, ScopedPageView):
    """Xem lại trước khi gửi: every row with its mark, warnings that do not stop, the choice of the way."""

    template_name = "registrations/registration_check.html"

    def get_context_data(self, **kwargs):
        actor, registration = self.request.actor, self.registration
        rows = queries.in_form(registration)
        return super().get_context_data(
            rows=rows,
            counts={mark: sum(row.mark == mark for row in rows) for mark in Mark.values if mark},
            carried=[row for row in rows if row.carried_note],
            editable=self.may_edit(),
            sends_proxy=registration.is_proxy and bool(policies.can_send_proxy(actor, registration)),
            signing=signing_panel(
                "registrations:registration",
                registration,
                may_confirm=policies.can_confirm(actor, registration),
                seen=submissions.fingerprint(registration),
                remark_form=kwargs.pop("remark_form", None),
            ),
            form_token=kwargs.pop("form_token", None) or tokens.new_token(),
            **kwargs,
        )


class CheckAgain(CheckAgainMixin, RegistrationMixin, TransitionView):
    """A step started from the check page."""

    check_view = CheckView
    check_url_name = "registrations:registration-check"
    id_argument = "registration_id"


class ConfirmView(ScreenSignMixin, CheckAgain):
    """Xác nhận trên hệ thống và gửi: the leader's click is the signature."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submissions.submit_registration)
    success_url_name = "registrations:registration-receipt"


class ToLeaderView(ToLeaderMixin, CheckAgain):
    """Trình lãnh đạo."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submissions.send_to_leader)
    success_url_name = "registrations:registration-detail"


class ReturnInsideView(ToOfficerMixin, CheckAgain):
    """Yêu cầu sửa lại: from the leader back to the officer."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submissions.return_to_officer)
    success_url_name = "registrations:registration-detail"


class PrintedView(CheckAgain):
    """In để trình ký: notes that the paper was printed, then shows the page to print."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submissions.note_printed)
    success_url_name = "registrations:registration-print"


class ProxySendView(CheckAgain):
    """Gửi bản nhập thay, without a scan."""

    policy = staticmethod(policies.can_send_proxy)
    operation = staticmethod(submissions.submit_proxy)
    form_class = SeenForm
    success_message = gettext_lazy("Đã gửi bản nhập thay; đơn vị được báo và có thể sửa trong 5 ngày.")
    success_url_name = "registrations:registration-receipt"


class PrintView(RegistrationMixin, ScopedPageView):
    """The paper to sign: A4, heading, both tables, place for signature and seal."""

    template_name = "registrations/registration_print.html"

    def get_context_data(self, **kwargs):
        registration = self.registration
        version = queries.current_version(registration)
        sent = version is not None and registration.state not in {"draft", "returned"}
        rows = list(version.rows.for_list().in_order()) if sent else queries.in_form(registration)
        return super().get_context_data(
            collectives=[row for row in rows if row.is_collective],
            persons=[row for row in rows if not row.is_collective],
            **kwargs,
        )


class SignView(SignedCopyUploadMixin, RegistrationMixin, TransitionView):
    """Tải lên bản ký, đóng dấu, and send; for whoever types from the paper, the scan of that paper."""

    policy = staticmethod(policies.can_send_paper)
    id_argument = "registration_id"
    template_name = "registrations/registration_sign.html"
    check_url_name = "registrations:registration-check"
    success_url_name = "registrations:registration-receipt"

    def fingerprint(self):
        return submissions.fingerprint(self.registration)

    def call(self, form):
        arguments = self.operation_arguments(form)
        who = {"registration_id": self.object.pk, "actor": self.request.actor, "now": self.request.received_at}
        if self.registration.is_proxy and policies.can_send_proxy(self.request.actor, self.registration):
            del arguments["way"]
            return submissions.submit_proxy(**who, **arguments)
        return submissions.submit_registration(**who, **arguments)


class ReceiptView(RegistrationMixin, ScopedPageView):
    """Giấy xác nhận: number, time, way, next step."""

    template_name = "registrations/registration_receipt.html"

    def get_context_data(self, **kwargs):
        registration = self.registration
        version = queries.current_version(registration)
        if version is None:
            raise Http404(_("Đăng ký này chưa gửi nên chưa có giấy xác nhận."))
        receives = bool(policies.can_receive(self.request.actor, registration))
        own = policies.is_own(self.request.actor, registration)
        return super().get_context_data(
            version=version,
            facts=receipt_facts(registration, version),
            may_receive=awaits_paper(version.signed_copy) and receives and not own,
            **kwargs,
        )


def receipt_facts(registration: TitleRegistration, version: RegistrationVersion) -> list[Fact]:
    facts = [Fact(_("Số xác nhận"), version.receipt_number), Fact(_("Đơn vị"), registration.unit_name)]
    if version.proxy_by_label:
        facts.append(Fact(_("Nhập thay"), version.proxy_by_label))
        facts.append(Fact(_("Ngày nhận bản giấy"), format_date(version.received_on)))
    facts += signing_facts(version.signing_way, version.signed_by_label or "–", version.signed_copy)
    facts.append(Fact(_("Lần gửi"), version.number))
    facts.append(Fact(_("Mã băm SHA-256"), version.sha256))
    return facts


class SignedCopyView(SignedCopyFileMixin, RegistrationMixin, View):
    """The scan of the signed paper of the newest sending."""

    newest = staticmethod(queries.current_version)


class PaperReceiveView(PaperReceiveMixin, RegistrationMixin, TransitionView):
    """Đã nhận bản giấy."""

    policy = staticmethod(policies.can_receive)
    template_name = "registrations/paper_receive.html"
    success_message = gettext_lazy("Đã ghi nhận bản giấy.")
    success_url_name = "registrations:registration-receipt"

    newest = staticmethod(queries.current_version)
