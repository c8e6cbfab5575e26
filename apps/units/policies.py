"""Who may change units. Everybody who is signed in may read them."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit

NOT_YOURS = _(
    "Chỉ Thường trực Hội đồng Thi đua - Khen thưởng của đơn vị tổ chức được sửa đơn vị này."
    " Cần sửa: báo Thường trực Hội đồng ngành Tư pháp (điện thoại ở cuối trang)."
)


def keeps_all_units(actor: Actor) -> bool:
    """The standing office of the ministry keeps every unit, also those outside of the ministry's tree."""
    offices = actor.unit_ids(Role.STANDING_OFFICE)
    return actor.is_system or (bool(offices) and Unit.objects.filter(pk__in=offices, kind=UnitKind.MINISTRY).exists())


def can_keep_units(actor: Actor) -> Verdict:
    """Whether the actor keeps any units at all: standing offices, each its own part of the tree."""
    if actor.is_system or actor.unit_ids(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng Thi đua - Khen thưởng được lập, sắp xếp đơn vị."))


def can_edit(actor: Actor, unit: Unit) -> Verdict:
    """The standing office above the unit (an organiser edits its own part of the tree), or that of the ministry."""
    if any(unit.path.startswith(path) for path in actor.paths(Role.STANDING_OFFICE)) or keeps_all_units(actor):
        return ALLOWED
    return refused(NOT_YOURS)


def can_found(actor: Actor, parent: Unit | None) -> Verdict:
    """A unit below another one: whoever may edit that one. Without a parent: the standing office of the ministry."""
    if parent is not None:
        return can_edit(actor, parent)
    if keeps_all_units(actor):
        return ALLOWED
    return refused(_("Chọn đơn vị cấp trên trong phạm vi của bạn."))


def can_merge(actor: Actor, units) -> Verdict:
    """Whoever may edit every one of the units concerned."""
    for unit in units:
        if not (verdict := can_edit(actor, unit)):
            message = _("Bạn không quản lý “%(unit)s”. %(why)s")
            return refused(message % {"unit": unit.name, "why": verdict.reason})
    return ALLOWED


def can_load_shipped(actor: Actor) -> Verdict:
    """The shipped catalogue: the ministry's standing office, or an administrator while the portal has no unit."""
    if keeps_all_units(actor) or (actor.is_staff and not Unit.objects.exists()):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng ngành Tư pháp được nạp danh mục đơn vị."))
