"""Who may read and who may change the law's rows."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.units.enums import Role
from apps.units.models import Unit


def can_read(actor: Actor) -> Verdict:
    """Everybody with a role in the portal: conditions are public to those who are held against them."""
    if actor.grants or actor.is_staff or actor.is_system:
        return ALLOWED
    return refused(_("Danh mục dành cho người có vai trò trong hệ thống."))


def can_change(actor: Actor) -> Verdict:
    """The standing office of a body without one above it: the law is the same for everybody below."""
    if actor.is_system or any(len(path) == Unit.steplen for path in actor.paths(Role.STANDING_OFFICE)):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng Thi đua - Khen thưởng của Bộ được sửa danh mục."))
