"""Ban hành: the check page with number and date, and Kiểm tra lại điều kiện of the list before it."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.awards.decision_forms import IssueForm
from apps.awards.domain import decisions, issuing, line_checks, revoking
from apps.awards.domain.deciding_checks import seen_at_once
from apps.awards.views.decisions import DecisionMixin
from apps.catalog.domain.eligibility import Outcome
from apps.core.dates import local
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.registry.models.letter import OUTCOMES


class DecisionIssueView(DecisionMixin, TransitionView):
    """The check page: what will be written, then number and date, once."""

    operation = staticmethod(issuing.issue_decision)
    id_argument = "decision_id"
    form_class = IssueForm
    template_name = "awards/decision_issue.html"
    heading = submit_label = lazy("Ban hành")
    lead = lazy("Nhập số và ngày một lần; danh sách vào Sổ khen thưởng và tiền thưởng được tính theo ngày này.")
    success_message = lazy("Đã ban hành. Danh sách đã vào Sổ khen thưởng.")

    def get_initial(self):
        return {"version": self.object.version}

    def get_context_data(self, **kwargs):
        return super().get_context_data(decision=self.object, checked=line_checks.checked(self.object), **kwargs)

    def get_consequences(self):
        counts = decisions.counts_of(self.object)
        told = _("%(collectives)s tập thể, %(individuals)s cá nhân được ghi vào Sổ khen thưởng.") % {
            "collectives": counts.collectives,
            "individuals": counts.individuals,
        }
        found = seen_at_once(self.object, revoking.lines_of(self.object), local(self.request.received_at).date())
        return [
            told,
            *counts.differences(),
            *found,
            _("Điều kiện của từng trường hợp được kiểm tra lại khi ban hành; không đủ thì chưa ban hành."),
            _("Sau khi ban hành chỉ sửa được bằng quyết định đính chính, hủy bỏ."),
        ]


class DecisionCheckView(DecisionMixin, TransitionView):
    """Kiểm tra lại điều kiện of the whole list with what is known today; back on the page of the issue, or on that of
    the work in the background where the list is long.
    """

    operation = staticmethod(line_checks.ask_to_check)
    id_argument = "decision_id"
    form_class = NothingForm
    heading = lazy("Kiểm tra lại điều kiện")
    submit_label = lazy("Kiểm tra lại")
    lead = lazy("Từng trường hợp được kiểm tra theo dữ liệu hiện có; danh sách và hồ sơ của đơn vị không thay đổi.")
    success_url_name = "awards:decision-issue"

    def get_success_url(self):
        asked = getattr(self, "result", None)
        return asked.job.get_absolute_url() if asked and asked.job else super().get_success_url()

    def call(self, form):
        asked = super().call(form)
        if asked.job is None:
            self.tell(asked.found)
        return asked

    def tell(self, blocked: int) -> None:
        words = ngettext("%(n)d trường hợp không đủ điều kiện.", "%(n)d trường hợp không đủ điều kiện.", blocked)
        told = words % {"n": blocked} if blocked else _("Không có trường hợp nào không đủ điều kiện.")
        known = {str(label) for value, label in OUTCOMES if value in {Outcome.MET, Outcome.BLOCKED}}
        open_ones = [f"{label}: {n}." for label, n in line_checks.checked(self.object).outcomes if label not in known]
        tell = messages.warning if blocked or open_ones else messages.success
        tell(self.request, " ".join([told, *open_ones]))
