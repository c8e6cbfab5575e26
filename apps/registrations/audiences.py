"""Who sees a registration (accounts.audience): the other side of ``TitleRegistration.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.audiences import heads_of
from apps.registrations.models import TitleRegistration
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(TitleRegistration, of_registration)


def of_registration(registration: TitleRegistration) -> Audience:
    return Audience(
        (
            Circle(_("Cán bộ, lãnh đạo của chính đơn vị"), OWN, frozenset({registration.unit_id})),
            *heads_of(registration.cluster_year_id),
            *organisers(registration.cluster_year.cluster.organiser),
        )
    )
