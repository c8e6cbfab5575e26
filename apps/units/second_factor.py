"""Who must sign in with a second factor because of a role: the ministry's own staff (accounts.required_factor)."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit


def ministry_staff(actor: Actor) -> object:
    """The standing office and the auditors of the ministry: they see, change or check everything in the sector."""
    held = actor.unit_ids(Role.STANDING_OFFICE, Role.AUDITOR)
    if held and Unit.objects.filter(pk__in=held, kind=UnitKind.MINISTRY).exists():
        return _("Cán bộ của Bộ làm việc với dữ liệu toàn ngành phải có xác thực hai bước.")
    return ""
