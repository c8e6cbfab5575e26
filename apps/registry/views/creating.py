"""What the forms of the registry share."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, TransitionView
from apps.registry import policies
from apps.units.enums import Role
from apps.units.models import Unit


class RegistryFormMixin(FormPageMixin):
    """One form of the registry; its crumbs begin with Sổ khen thưởng."""

    template_name = "registry/form.html"
    submit_label = gettext_lazy("Lưu")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Sổ khen thưởng"), reverse("registry:award-list"))]


class ChangeView(RegistryFormMixin, TransitionView):
    """A form about one row of the registry; its page is the way back."""

    def get_kicker(self) -> str:
        return str(self.object)

    def crumbs(self):
        return [*super().crumbs(), Crumb(str(self.object), self.object.get_absolute_url())]


class CreateView(RegistryFormMixin, MakeView):
    """``enter(form)`` calls the domain and answers the new object; its address is where the person goes on."""

    policy = staticmethod(policies.can_enter_any)
    back_url_name = ""

    def own_unit(self) -> Unit | None:
        """The unit for which the person works, offered in the form."""
        ids = self.request.actor.unit_ids(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)
        return Unit.objects.filter(pk__in=ids).order_by("path").first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cancel_url": reverse(self.back_url_name)}

    def enter(self, form):
        raise NotImplementedError

    def make(self, form) -> str:
        return self.enter(form).get_absolute_url()
