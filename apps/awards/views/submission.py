"""Xem lại, trình ký, gửi: check-answers, the two ways of signing, the receipt."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from apps.awards import policies, queries
from apps.awards.checklist import checklist
from apps.awards.domain import submitting
from apps.awards.domain.routing import decided_elsewhere
from apps.awards.domain.sending_checks import problems
from apps.awards.models import AwardProposal, ProposalSubmission
from apps.awards.quotas import over_quota
from apps.awards.views.base import ProposalMixin, listed_words
from apps.awards.views.sent import DraftPageMixin
from apps.core import tokens
from apps.core.components import Fact
from apps.core.dates import format_date, local
from apps.core.views import ScopedPageView, TransitionView
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
from apps.registry.models.letter import OUTCOMES

MOST_SHOWN = 100


class CheckView(DraftPageMixin, ProposalMixin, ScopedPageView):
    """Xem lại trước khi gửi: what keeps it back, warnings that do not, the list, the choice of the way."""

    template_name = "awards/proposal_check.html"

    def get_context_data(self, **kwargs):
        actor, proposal = self.request.actor, self.proposal
        on = queries.rules_day(proposal, self.request.received_at)
        nominees = list(proposal.nominees.select_related("award").in_order())
        by_outcome = {value: sum(each.outcome == value for each in nominees) for value, _label in OUTCOMES}
        listed = checklist(proposal, on, nominees=nominees)
        return super().get_context_data(
            nominees=nominees[:MOST_SHOWN],
            more=max(len(nominees) - MOST_SHOWN, 0),
            listed=listed_words(queries.counted(nominees), len(nominees)),
            problems=problems(proposal, nominees, local(self.request.received_at).date()) if self.may_edit() else [],
            outcomes=[(value, label, by_outcome[value]) for value, label in OUTCOMES if value and by_outcome[value]],
            state_twice=queries.state_forms_twice_in(nominees),
            over_quota=over_quota(proposal, nominees, on),
            elsewhere=decided_elsewhere(nominees, on, proposal.year.organiser),
            missing=listed.missing,
            missed=[each for each in nominees if each.missed_targets],
            meeting=queries.meeting_of(proposal),
            sends_proxy=policies.sends_for(actor, proposal),
            signing=signing_panel(
                "awards:proposal",
                proposal,
                may_confirm=policies.can_confirm(actor, proposal),
                seen=submitting.fingerprint(proposal),
                remark_form=kwargs.pop("remark_form", None),
            ),
            form_token=kwargs.pop("form_token", None) or tokens.new_token(),
            **kwargs,
        )


class CheckAgain(CheckAgainMixin, ProposalMixin, TransitionView):
    """A step started from the check page."""

    check_view = CheckView
    check_url_name = "awards:proposal-check"
    id_argument = "proposal_id"


class ConfirmView(ScreenSignMixin, CheckAgain):
    """Xác nhận trên hệ thống và gửi."""

    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submitting.submit_proposal)
    success_url_name = "awards:proposal-receipt"


class ToLeaderView(ToLeaderMixin, CheckAgain):
    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submitting.send_to_leader)
    success_url_name = "awards:proposal-detail"


class ReturnInsideView(ToOfficerMixin, CheckAgain):
    policy = staticmethod(policies.can_confirm)
    operation = staticmethod(submitting.return_to_officer)
    success_url_name = "awards:proposal-detail"


class PrintedView(CheckAgain):
    """In để trình ký: notes that the papers were printed, then shows the page to print."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(submitting.note_printed)
    success_url_name = "awards:proposal-print"


class PrintView(DraftPageMixin, ProposalMixin, ScopedPageView):
    """Tờ trình và danh sách to sign: A4, heading, place for signature and seal."""

    template_name = "awards/proposal_print.html"

    def get_context_data(self, **kwargs):
        nominees = list(self.proposal.nominees.select_related("award").defer("findings").in_order())
        return super().get_context_data(
            collectives=[each for each in nominees if not each.is_individual],
            persons=[each for each in nominees if each.is_individual],
            missed=[each for each in nominees if each.missed_targets],
            counts=queries.recipients(self.proposal.nominees.all()),
            meeting=queries.meeting_of(self.proposal),
            has_minutes=queries.has_minutes(self.proposal),
            **kwargs,
        )


class SignView(SignedCopyUploadMixin, ProposalMixin, TransitionView):
    """Tải lên bản ký, đóng dấu, and send; for whoever types from the paper, the scan of that paper."""

    policy = staticmethod(policies.can_send_paper)
    id_argument = "proposal_id"
    template_name = "awards/proposal_sign.html"
    check_url_name = "awards:proposal-check"
    success_url_name = "awards:proposal-receipt"

    def fingerprint(self):
        return submitting.fingerprint(self.proposal)

    def call(self, form):
        arguments, actor = self.operation_arguments(form), self.request.actor
        who = {"proposal_id": self.object.pk, "actor": actor, "now": self.request.received_at}
        if policies.sends_for(actor, self.proposal):
            del arguments["way"]
            return submitting.submit_proxy(**who, **arguments)
        return submitting.submit_proposal(**who, **arguments)


class ReceiptView(ProposalMixin, ScopedPageView):
    """Giấy xác nhận: number, time, way, next step."""

    template_name = "awards/proposal_receipt.html"

    def get_context_data(self, **kwargs):
        submission = queries.current_submission(self.proposal)
        if submission is None:
            raise Http404(_("Hồ sơ này chưa gửi nên chưa có giấy xác nhận."))
        return super().get_context_data(
            submission=submission,
            facts=receipt_facts(self.proposal, submission),
            may_receive_paper=awaits_paper(submission.signed_copy) and self.may_receive(),
            **kwargs,
        )


def receipt_facts(proposal: AwardProposal, submission: ProposalSubmission) -> list[Fact]:
    numbers = {"collectives": submission.collectives, "individuals": submission.individuals}
    return [
        Fact(_("Số xác nhận"), submission.receipt_number),
        Fact(_("Đơn vị đề nghị"), proposal.unit_name),
        Fact(_("Nơi nhận"), proposal.year.organiser.name),
        *([Fact(_("Nhập thay"), submission.proxy_by_label)] if submission.proxy_by_label else []),
        Fact(_("Danh sách"), _("%(collectives)s tập thể, %(individuals)s cá nhân") % numbers),
        Fact(_("Ngày nhận hồ sơ"), format_date(submission.received_on), _("Quy định của ngày này được áp dụng.")),
        *signing_facts(submission.signing_way, submission.signed_by_label or "–", submission.signed_copy),
        Fact(_("Lần gửi"), submission.number),
        Fact(_("Mã băm SHA-256"), submission.sha256),
    ]


class SignedCopyView(SignedCopyFileMixin, ProposalMixin, View):
    """The scan of the signed paper of the newest sending."""

    newest = staticmethod(queries.current_submission)


class SignedPaperReceiveView(PaperReceiveMixin, ProposalMixin, TransitionView):
    """Đã nhận bản giấy của tờ trình."""

    policy = staticmethod(policies.can_receive)
    template_name = "awards/signed_paper_receive.html"
    success_message = gettext_lazy("Đã ghi nhận bản giấy.")
    success_url_name = "awards:proposal-receipt"

    newest = staticmethod(queries.current_submission)
