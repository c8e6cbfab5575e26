"""Who may open, arrange and close years. Calendars are public inside the portal."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.periods.models import EmulationYear
from apps.units.enums import Role

_ONLY_OFFICE = _("Chỉ Thường trực Hội đồng của đơn vị tổ chức được mở, sửa, khóa sổ năm thi đua.")


def can_organise(actor: Actor, organiser_id: int) -> Verdict:
    """The standing office of the organiser, in person: opening a year names heads and gives rights."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=organiser_id):
        return ALLOWED
    return refused(_ONLY_OFFICE)


def can_manage(actor: Actor, year: EmulationYear) -> Verdict:
    """Settings, next year, closing, reopening."""
    return in_person(actor) and can_organise(actor, year.organiser_id)


def can_publish(actor: Actor, year: EmulationYear) -> Verdict:
    """What of the year anybody may read: a closed year too."""
    return can_manage(actor, year)


def can_open_first(actor: Actor) -> Verdict:
    """A first year of a body that ran none: its own standing office."""
    if not (own := in_person(actor)):
        return own
    return ALLOWED if actor.holds(Role.STANDING_OFFICE) else refused(_ONLY_OFFICE)


def sees_what_blocks(actor: Actor, year: EmulationYear) -> bool:
    """What keeps the year from being closed names units: the organiser's standing office and the auditor."""
    above = any(year.organiser.path.startswith(path) for path in actor.paths(Role.AUDITOR))
    return actor.is_system or above or actor.holds(Role.STANDING_OFFICE, unit_id=year.organiser_id)
