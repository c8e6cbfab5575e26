"""Xem lại, trình ký, gửi of a reply: check-answers, the two ways of signing, the receipt."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from apps.core import tokens
from apps.core.components import Fact
from apps.core.views import ScopedPageView, TransitionView
from apps.documents.forms import NothingForm
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
from apps.scoring import consultation_policies as policies
from apps.scoring import consultation_queries as queries
from apps.scoring.consultation_exports import reply_data
from apps.scoring.domain import consultation_sending as sending
from apps.scoring.models import ReplySending
from apps.scoring.views.consultation_replies import ReplyMixin


class AmendView(ReplyMixin, TransitionView):
    """Sửa và gửi lại: what was sent stands until it is sent anew."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(sending.amend_reply)
    id_argument = "reply_id"
    form_class = NothingForm
    template_name = "scoring/consultation_confirm.html"
    success_message = gettext_lazy("Ý kiến đang mở để sửa. Bản đã gửi vẫn có giá trị đến khi gửi lại.")
    success_url_name = "consultations:reply-detail"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=_("Sửa và gửi lại ý kiến?"),
            lead=_("Bản đã gửi vẫn có giá trị đến khi đơn vị ký và gửi lại."),
            confirm_label=_("Sửa và gửi lại"),
            cancel_url=self.reply.get_absolute_url(),
            **kwargs,
        )


class CheckView(ReplyMixin, ScopedPageView):
    """Xem lại trước khi gửi: everything that the unit says, the choice of the way."""

    template_name = "scoring/consultation_check.html"

    def get_context_data(self, **kwargs):
        own = policies.is_own(self.request.actor, self.reply)
        return super().get_context_data(
            drafts=list(self.reply.comments.all()) if own else [],
            editable=self.may_edit(),
            signing=signing_panel(
                "consultations:reply",
                self.reply,
                may_confirm=policies.can_confirm(self.request.actor, self.reply),
                seen=sending.fingerprint(self.reply),
                remark_form=kwargs.pop("remark_form", None),
            ),
            form_token=kwargs.pop("form_token", None) or tokens.new_token(),
            **kwargs,
        )


class CheckAgain(CheckAgainMixin, ReplyMixin, TransitionView):
    """A step started from the check page."""

    check_view = CheckView
    check_url_name = "consultations:reply-check"
    id_argument = "reply_id"


class ConfirmView(ScreenSignMixin, CheckAgain):
    """Xác nhận trên hệ thống và gửi: the leader's click is the signature."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(sending.submit_reply)
    success_url_name = "consultations:reply-receipt"


class ToLeaderView(ToLeaderMixin, CheckAgain):
    """Trình lãnh đạo."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(sending.send_to_leader)
    success_url_name = "consultations:reply-detail"


class ReturnInsideView(ToOfficerMixin, CheckAgain):
    """Yêu cầu sửa lại: from the leader back to the officer."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(sending.return_to_officer)
    success_url_name = "consultations:reply-detail"


class PrintedView(CheckAgain):
    """In để trình ký: notes that the paper was printed, then shows the page to print."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(sending.note_printed)
    success_url_name = "consultations:reply-print"


class PrintView(ReplyMixin, ScopedPageView):
    """The letter to sign: A4, heading, comments, place for signature and seal."""

    template_name = "scoring/consultation_print.html"

    def get_context_data(self, **kwargs):
        own = policies.is_own(self.request.actor, self.reply)
        return super().get_context_data(letter=reply_data(self.reply, as_sent=not own), **kwargs)


class SignView(SignedCopyUploadMixin, ReplyMixin, TransitionView):
    """Tải lên bản ký, đóng dấu, and send."""

    policy = staticmethod(policies.can_send_paper)
    operation = staticmethod(sending.submit_reply)
    id_argument = "reply_id"
    template_name = "scoring/consultation_sign.html"
    check_url_name = "consultations:reply-check"
    success_url_name = "consultations:reply-receipt"

    def fingerprint(self):
        return sending.fingerprint(self.reply)


class ReceiptView(ReplyMixin, ScopedPageView):
    """Giấy xác nhận: number, time, way, next step."""

    template_name = "scoring/consultation_receipt.html"

    def get_context_data(self, **kwargs):
        found = queries.current_sending(self.reply)
        if found is None:
            raise Http404(_("Ý kiến này chưa gửi nên chưa có giấy xác nhận."))
        receives = bool(policies.can_receive_paper(self.request.actor, self.reply))
        return super().get_context_data(
            sending=found,
            facts=receipt_facts(found),
            may_receive=awaits_paper(found.signed_copy) and receives,
            **kwargs,
        )


def receipt_facts(found: ReplySending) -> list[Fact]:
    facts = [Fact(_("Số xác nhận"), found.receipt_number), Fact(_("Đơn vị"), found.reply.unit_name)]
    facts += signing_facts(found.signing_way, found.signed_by_label or "–", found.signed_copy)
    if found.is_late:
        facts.append(Fact(_("Thời hạn"), _("Gửi sau hạn")))
    facts.append(Fact(_("Lần gửi"), found.number))
    facts.append(Fact(_("Mã băm SHA-256"), found.sha256))
    return facts


class SignedCopyView(SignedCopyFileMixin, ReplyMixin, View):
    """The scan of the signed letter of the newest sending."""

    newest = staticmethod(queries.current_sending)


class PaperReceiveView(PaperReceiveMixin, ReplyMixin, TransitionView):
    """Đã nhận bản giấy."""

    policy = staticmethod(policies.can_receive_paper)
    template_name = "scoring/consultation_confirm.html"
    success_message = gettext_lazy("Đã ghi nhận bản giấy.")
    success_url_name = "consultations:reply-receipt"

    newest = staticmethod(queries.current_sending)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=_("Đã nhận bản giấy?"), lead=self.reply.unit_name, confirm_label=_("Đã nhận bản giấy"), **kwargs
        )
