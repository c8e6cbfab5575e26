"""Who may fill in, sign and read score sheets. State and dates are checked by the domain on locked rows."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.scoring.models import ScoreSheet
from apps.units.enums import Role


def can_edit(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """The unit's officer or leader."""
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, unit_id=sheet.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được nhập bảng tự chấm điểm."))


def can_fill(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Whoever may edit the sheet; of a division that fills a part, its officer or leader (its own lines only)."""
    own = actor.unit_ids(Role.OFFICER, Role.LEADER)
    if (verdict := can_edit(actor, sheet)) or (own and sheet.assignments.filter(division_id__in=own).exists()):
        return ALLOWED
    return verdict


def can_confirm(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Xác nhận trên hệ thống: the unit's leader only, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.LEADER, unit_id=sheet.unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị được xác nhận trên hệ thống. Cán bộ phụ trách có thể trình lãnh đạo."))


def can_send_paper(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Ký trên giấy: the officer (or the leader) uploads the signed copy and sends."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, sheet)


def can_submit(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Whether the actor may send in one of the two ways."""
    return can_edit(actor, sheet)
