"""Who may give, change, end and hand on roles. Seeing them is decided by ``RoleAssignment.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment, Unit
from apps.units.policies import keeps_all_units

# What a technical administrator may give while nobody holds it: without it nobody could give anything.
FIRST_ROLES = (Role.STANDING_OFFICE, Role.AUDITOR)


def can_give(actor: Actor, unit: Unit, role: str) -> Verdict:
    """The standing office in its own body and below; a leader makes officers; technical staff the very first ones.

    Never somebody who only stands in: the right would outlive the absence.
    """
    if not (verdict := in_person(actor)):
        return verdict
    actor = of_own_right(actor)
    if actor.is_system or serves(actor, unit):
        return ALLOWED
    if role == Role.OFFICER and actor.holds(Role.LEADER, unit_id=unit.pk):
        return ALLOWED
    if actor.is_staff and role in FIRST_ROLES and nobody_holds(actor, role):
        return ALLOWED
    return refused(
        _("Vai trò này do Thường trực Hội đồng phân công; lãnh đạo đơn vị phân công cán bộ phụ trách của đơn vị mình.")
    )


def roles_to_give(actor: Actor, unit: Unit) -> list[Role]:
    """The roles that the actor may give in the unit."""
    return [role for role in Role if can_give(actor, unit, role)]


def can_give_any(actor: Actor, unit: Unit) -> Verdict:
    if roles_to_give(actor, unit):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng và lãnh đạo của đơn vị này được phân công vai trò."))


def can_change(actor: Actor, assignment: RoleAssignment) -> Verdict:
    """Dates and end of an assignment: whoever might have given it, but not to themselves."""
    if not (own := in_person(actor)):
        return own
    if not (verdict := can_give(actor, assignment.unit, assignment.role)):
        return verdict
    if assignment.user_id == actor.user_id and assignment.role != Role.OFFICER:
        return refused(_("Không tự sửa vai trò của chính mình; đề nghị người khác có thẩm quyền thực hiện."))
    return ALLOWED


def can_end_any(actor: Actor) -> Verdict:
    """Whether it is worth offering the bulk action; each row is asked again."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, Role.LEADER):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng và lãnh đạo đơn vị được kết thúc phân công."))


def can_delegate(actor: Actor, assignment: RoleAssignment) -> Verdict:
    """The holder; in their absence whoever might have given the role. Never somebody who only stands in."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or assignment.user_id == actor.user_id:
        return ALLOWED
    if can_give(actor, assignment.unit, assignment.role):
        return ALLOWED
    return refused(_("Chỉ người giữ vai trò được ủy quyền. Người được ủy quyền không ủy quyền lại cho người khác."))


def can_end_delegation(actor: Actor, delegation: Delegation) -> Verdict:
    """As to delegate; and whoever stands in may lay it down."""
    if not (own := in_person(actor)):
        return own
    if delegation.user_id == actor.user_id:
        return ALLOWED
    return can_delegate(actor, delegation.assignment)


def of_own_right(actor: Actor) -> Actor:
    """The actor without what only a delegation gives."""
    return actor.limited_to(grant for grant in actor.grants if not grant.acting_for)


def serves(actor: Actor, unit: Unit) -> bool:
    """Whether the actor is of the standing office of the unit itself, of a body above it, or of the ministry."""
    return unit.path.startswith(tuple(actor.paths(Role.STANDING_OFFICE)) or "\0") or keeps_all_units(actor)


def nobody_holds(actor: Actor, role: str) -> bool:
    """Whether the portal has no holder of the role today: it is empty, or the last one has left."""
    return not RoleAssignment.objects.valid_on(actor.on).filter(role=role, user__is_active=True).exists()
