"""What an inspection found: the unit reports the fix, the inspecting side answers, changes or takes back."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from apps.clusters import inspections_policies as policies
from apps.clusters.domain import finding_changes, findings
from apps.clusters.enums import FindingState
from apps.clusters.inspections_forms import (
    FindingForm,
    FixForm,
    JudgeForm,
    ReasonForm,
    RemarkForm,
)
from apps.clusters.models import Finding
from apps.clusters.views.inspections import list_crumb
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import SecondWriterMixin, TransitionView
from apps.periods.due_dates import SetsDueDates


class AboutFindingMixin(FormPageMixin):
    queryset = Finding.objects.for_list()

    def crumbs(self):
        inspection = self.object.inspection
        return [list_crumb(), Crumb(inspection.unit_name, inspection.get_absolute_url())]

    def get_kicker(self):
        return self.object.text

    def get_success_url(self):
        return self.object.get_absolute_url()


class FixView(AboutFindingMixin, TransitionView):
    """Báo cáo khắc phục, with a cited paper of the unit."""

    policy = staticmethod(policies.can_report_fix)
    form_class = FixForm
    heading = _("Báo cáo đã khắc phục")
    submit_label = _("Gửi")
    success_message = _("Đã gửi. Bước tiếp theo: bên kiểm tra xem và trả lời.")

    def get_lead(self):
        return self.object.remark

    def get_initial(self):
        return {"note": self.object.fix_note}

    def call(self, form):
        unit, request = self.object.inspection.unit, self.request
        paper = form.document(
            owner_code=unit.code,
            owner_name=unit.name,
            issuer=self.object.inspection.unit_name,
            actor=request.actor,
            now=request.received_at,
        )
        return findings.report_fix(
            finding_id=self.object.pk,
            note=form.cleaned_data["note"],
            document=paper,
            actor=request.actor,
            now=request.received_at,
        )


class JudgeView(AboutFindingMixin, TransitionView):
    """Chấp nhận hay yêu cầu bổ sung."""

    policy = staticmethod(policies.can_judge)
    form_class = JudgeForm
    heading = _("Trả lời báo cáo khắc phục")
    submit_label = _("Gửi trả lời")
    success_message = _("Đã trả lời đơn vị.")

    def get_lead(self):
        paper = self.object.fix_document
        return f"{self.object.fix_note} ({paper})" if paper else self.object.fix_note

    def call(self, form):
        data = form.cleaned_data
        act = findings.accept_fix if data["answer"] == JudgeForm.ACCEPT else findings.ask_again
        return act(
            finding_id=self.object.pk, remark=data["remark"], actor=self.request.actor, now=self.request.received_at
        )


class ReopenView(AboutFindingMixin, TransitionView):
    policy = staticmethod(policies.can_judge)
    operation = staticmethod(findings.reopen_finding)
    id_argument = "finding_id"
    form_class = RemarkForm
    heading = _("Mở lại nội dung đã khắc phục")
    submit_label = _("Mở lại")
    success_message = _("Đã mở lại, đơn vị đã được báo.")


class OwedFindingMixin(AboutFindingMixin):
    policy = staticmethod(policies.can_change_finding)
    id_argument = "finding_id"

    def get_object(self):
        found = super().get_object()
        if found.state != FindingState.OPEN:
            raise Http404
        return found

    def get_success_url(self):
        return self.object.inspection.get_absolute_url()


class FindingChangeView(SetsDueDates, OwedFindingMixin, SecondWriterMixin, TransitionView):
    """Another wording or another day, with the reason that the unit reads; who comes second is told what stands."""

    version_field = "seen"
    operation = staticmethod(finding_changes.change_finding)
    form_class = FindingForm
    heading = _("Sửa, gia hạn nội dung cần khắc phục")
    submit_label = _("Lưu")
    success_message = _("Đã lưu, đơn vị đã được báo.")

    def get_initial(self):
        found = self.object
        return {"text": found.text, "due_on": found.due_on, "seen": finding_changes.what_is_read(found)}

    def version_now(self):
        self.object.refresh_from_db()
        return finding_changes.what_is_read(self.object)


class FindingWithdrawView(OwedFindingMixin, TransitionView):
    operation = staticmethod(finding_changes.withdraw_finding)
    form_class = ReasonForm
    heading = _("Bỏ nội dung cần khắc phục")
    submit_label = _("Bỏ")
    success_message = _("Đã bỏ, đơn vị đã được báo.")
