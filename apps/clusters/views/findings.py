"""Sửa, gia hạn, bỏ what an inspection found, while the unit owes it."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from apps.clusters import inspections_policies as policies
from apps.clusters.domain import finding_changes
from apps.clusters.enums import FindingState
from apps.clusters.inspections_forms import FindingForm, ReasonForm
from apps.clusters.views.inspections import AboutFindingMixin
from apps.core.views import TransitionView


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


class FindingChangeView(OwedFindingMixin, TransitionView):
    """Another wording or another day, with the reason that the unit reads."""

    operation = staticmethod(finding_changes.change_finding)
    form_class = FindingForm
    heading = _("Sửa, gia hạn nội dung cần khắc phục")
    submit_label = _("Lưu")
    success_message = _("Đã lưu, đơn vị đã được báo.")

    def get_initial(self):
        return {"text": self.object.text, "due_on": self.object.due_on}


class FindingWithdrawView(OwedFindingMixin, TransitionView):
    operation = staticmethod(finding_changes.withdraw_finding)
    form_class = ReasonForm
    heading = _("Bỏ nội dung cần khắc phục")
    submit_label = _("Bỏ")
    success_message = _("Đã bỏ, đơn vị đã được báo.")
