"""What every page of a registration shares."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.components import Crumb
from apps.core.views import ScopedObjectMixin
from apps.periods.enums import YearState
from apps.registrations import policies, queries
from apps.registrations.domain.status import status_word
from apps.registrations.enums import EDITABLE
from apps.registrations.forms import Nominees
from apps.registrations.models import TitleRegistration


class RegistrationMixin(ScopedObjectMixin):
    """Finds the registration among those the actor may see."""

    queryset = TitleRegistration.objects.for_list()

    @property
    def registration(self) -> TitleRegistration:
        return self.object

    @property
    def on(self):
        """The day whose rules and roll count."""
        return queries.rules_day(self.registration.cluster_year.year, self.request.received_at)

    @property
    def is_open(self) -> bool:
        year = self.registration.cluster_year.year
        return self.registration.state in EDITABLE and year.state != YearState.CLOSED

    def may_edit(self) -> bool:
        """Whether inputs are shown: who, state and year together (the domain checks again on locked rows)."""
        return self.is_open and bool(policies.can_edit(self.request.actor, self.registration))

    def choices(self) -> queries.Choices:
        return queries.choices_for(self.registration.unit, self.on)

    def nominees(self) -> Nominees:
        unit = self.registration.unit
        return Nominees(queries.roll_of(unit, self.on), queries.sub_units_of(unit, self.on))

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("Đăng ký thi đua"), reverse("registrations:registration-list")),
            Crumb(label_of(self.registration), self.registration.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs):
        registration = self.registration
        own = policies.is_own(self.request.actor, registration)
        return super().get_context_data(registration=registration, word=status_word(registration), own=own, **kwargs)


def label_of(registration: TitleRegistration) -> str:
    return _("%(unit)s, năm %(year)s") % {"unit": registration.unit_name, "year": registration.cluster_year.year.year}


def today(request):
    return timezone.localtime(request.received_at).date()
