"""Ủy quyền trong thời gian vắng mặt."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView
from apps.units import role_policies as policies
from apps.units.domain import delegations
from apps.units.models import Delegation
from apps.units.role_forms import DelegateForm, EndDelegationForm
from apps.units.views.roles import AssignmentFormView, list_crumb


class DelegateView(AssignmentFormView):
    policy = staticmethod(policies.can_delegate)
    form_class = DelegateForm
    heading = lazy("Ủy quyền trong thời gian vắng mặt")
    lead = lazy(
        "Người làm thay có đúng quyền của vai trò này, chỉ trong những ngày đã ghi, và không ủy quyền lại được."
    )
    submit_label = lazy("Ủy quyền")
    success_message = lazy("Đã ủy quyền.")

    def call(self, form):
        data = dict(form.cleaned_data)
        return delegations.delegate(
            assignment_id=self.object.pk,
            user_id=data.pop("person").pk,
            actor=self.request.actor,
            now=self.request.received_at,
            **data,
        )


class DelegationEndView(FormPageMixin, TransitionView):
    queryset = Delegation.objects.for_list()
    policy = staticmethod(policies.can_end_delegation)
    id_argument = "delegation_id"
    form_class = EndDelegationForm
    operation = delegations.end_delegation
    heading = lazy("Kết thúc ủy quyền")
    submit_label = lazy("Kết thúc ủy quyền")
    success_message = lazy("Đã kết thúc ủy quyền.")

    def get_initial(self):
        return {"ends_on": self.request.actor.on}

    def crumbs(self):
        assignment = self.object.assignment
        return [list_crumb(), Crumb(assignment.user.label, assignment.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    def get_success_url(self):
        return reverse("units:role-detail", args=[self.object.assignment_id])
