"""One page on which a unit confirms all its live movements."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.generic import RedirectView

from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView, require
from apps.movements import policies
from apps.movements.domain import confirming
from apps.movements.enums import Tick
from apps.movements.queries import cascade
from apps.movements.unit_forms import ConfirmAllForm
from apps.movements.views.common import asked_year, list_crumb
from apps.units.enums import Role
from apps.units.models import Unit


class OwnUnitView(LoginRequiredMixin, RedirectView):
    """Leads to the confirmation page of the person's own unit; where there are several, others can be chosen there."""

    def get_redirect_url(self, *args, **kwargs):
        units = sorted(self.request.actor.unit_ids(Role.OFFICER, Role.LEADER))
        if not units:
            return reverse("movements:movement-list")
        return reverse("movements:confirmation", args=[units[0]])


class ConfirmationView(FormPageMixin, TransitionView):
    """One page for all live movements of a unit: launched, planned, in the programme of the year."""

    form_class = ConfirmAllForm
    template_name = "movements/confirmation.html"
    submit_label = lazy("Lưu xác nhận")
    success_message = lazy("Đã lưu xác nhận.")

    def get_object(self):
        unit = get_object_or_404(Unit.objects.visible_to(self.request.actor), pk=self.kwargs["unit_id"])
        require(policies.can_confirm_unit(self.request.actor, unit))
        return unit

    def crumbs(self):
        return [list_crumb()]

    def get_heading(self):
        return _("Xác nhận các phong trào năm %(year)s") % {"year": asked_year(self.request)}

    def get_kicker(self):
        return self.object.name

    def get_form_kwargs(self):
        rows = cascade.live_of_unit(self.object.pk, asked_year(self.request)).filter(
            movement__state__in=["launched", "reviewed"]
        )
        return {**super().get_form_kwargs(), "participations": rows}

    def get_initial(self):
        return {"on": self.request.actor.on, "paper_for": [Tick.PLANNED]}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        others = sorted(self.request.actor.unit_ids(Role.OFFICER, Role.LEADER) - {self.object.pk})
        silent = sum(not row.answered for row in context["form"].participations)
        waiting = ngettext(
            "%(n)d phong trào chưa cập nhật chương trình năm.",
            "%(n)d phong trào chưa cập nhật chương trình năm.",
            silent,
        )
        return {
            **context,
            "unit": self.object,
            "other_units": Unit.objects.filter(pk__in=others).in_order(),
            "silent_text": waiting % {"n": silent} if silent else "",
            "this_year": asked_year(self.request),
        }

    def call(self, form):
        return confirming.confirm_all(
            unit_id=self.object.pk,
            year=asked_year(self.request),
            confirmations=form.confirmations,
            paper=form.paper,
            paper_for=form.cleaned_data["paper_for"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("movements:confirmation", args=[self.object.pk]) + f"?in={asked_year(self.request)}"
