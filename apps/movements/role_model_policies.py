"""Who may suggest role models and take them further."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.movements.models import RoleModel
from apps.units.enums import Role
from apps.units.models import Posting, Unit
from apps.units.models.people_scope import MANAGERS, reach_of


def own_units(actor: Actor):
    """Units of which the actor is: those of the roles, and those of the actor's own file on the roll. One query."""
    units = Unit.objects.order_by("path")
    ids = actor.unit_ids(*MANAGERS)
    if actor.user_id is None:
        return units.filter(pk__in=ids)
    postings = Posting.objects.valid_on(actor.on).filter(person__user_id=actor.user_id).order_by()
    return units.filter(pk__in=ids) | units.filter(pk__in=postings.values("unit_id"))


def can_suggest_any(actor: Actor) -> Verdict:
    """Suggesting at all: whoever belongs to a unit."""
    if actor.is_system or own_units(actor).exists():
        return ALLOWED
    return refused(
        _("Giới thiệu điển hình dành cho người của đơn vị. Tài khoản của bạn chưa gắn với đơn vị nào được giới thiệu.")
    )


def can_suggest_for(actor: Actor, unit: Unit) -> Verdict:
    """Anyone of the unit; the officer, leader or standing office of a body above it."""
    if actor.is_system or reach_of(actor, *MANAGERS).holds(unit.path):
        return ALLOWED
    if own_units(actor).filter(pk=unit.pk).exists():
        return ALLOWED
    return refused(_("Bạn không thuộc đơn vị này. Hãy giới thiệu ở đơn vị của mình."))


def can_keep(actor: Actor, role_model: RoleModel) -> Verdict:
    """Steps, spreading, recognition, corrections: officer and leader of the unit or above, the standing office."""
    if actor.is_system or reach_of(actor, Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE).holds(role_model.unit.path):
        return ALLOWED
    return refused(
        _("Chỉ cán bộ TĐKT, lãnh đạo đơn vị và Thường trực Hội đồng được ghi các bước của điển hình tiên tiến.")
    )


def can_correct(actor: Actor, role_model: RoleModel) -> Verdict:
    """The text of a suggestion: whoever keeps it, and its own author until somebody has taken it further."""
    own = actor.user_id is not None and role_model.suggested_by_id == actor.user_id
    if own and role_model.step == "found":
        return ALLOWED
    return can_keep(actor, role_model)


def can_spread(actor: Actor, role_model: RoleModel) -> Verdict:
    """The step that shows a person to the whole sector is one's own act."""
    return can_keep(actor, role_model) and in_person(actor)
