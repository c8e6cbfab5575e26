"""Who writes down what a unit does in a movement, and who reads the names of those who committed themselves."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.movements.models import ActivityEntry, Participation
from apps.units.enums import Role
from apps.units.models.people_scope import ROLES, reach_of

WRITING = (Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)


def can_write(actor: Actor, participation: Participation) -> Verdict:
    """Activity and commitments: the unit's own people."""
    if actor.is_system or actor.holds(*WRITING, unit_id=participation.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo của đơn vị ghi hoạt động và bản cam kết của đơn vị mình."))


def can_change(actor: Actor, entry: ActivityEntry) -> Verdict:
    return can_write(actor, entry.participation)


def can_see_names(actor: Actor, participation: Participation) -> Verdict:
    """Who has committed: those who see the people of the unit (units.person_policies). Others read the numbers."""
    if reach_of(actor, *ROLES).holds(participation.unit.path):
        return ALLOWED
    return refused(_("Danh sách cá nhân cam kết chỉ mở cho đơn vị, Thường trực Hội đồng và cán bộ kiểm tra, giám sát."))
