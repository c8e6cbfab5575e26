"""What the forms that enter something into the registry share."""

from apps.core.views import MakeView
from apps.registry import policies
from apps.units.enums import Role
from apps.units.models import Unit


class CreateView(MakeView):
    """``enter(form)`` calls the domain and answers the new object; its address is where the person goes on."""

    template_name = "registry/create.html"
    policy = staticmethod(policies.can_enter_any)
    heading = ""
    lead = ""
    back_url_name = ""

    def own_unit(self) -> Unit | None:
        """The unit for which the person works, offered in the form."""
        ids = self.request.actor.unit_ids(Role.STANDING_OFFICE, Role.OFFICER, Role.LEADER)
        return Unit.objects.filter(pk__in=ids).order_by("path").first()

    def get_context_data(self, **kwargs):
        more = {"heading": self.heading, "lead": self.lead, "back_url_name": self.back_url_name}
        return super().get_context_data(**more, **kwargs)

    def enter(self, form):
        raise NotImplementedError

    def make(self, form) -> str:
        return self.enter(form).get_absolute_url()
