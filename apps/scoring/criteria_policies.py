"""Who may draft, issue and correct criteria sets. State and dates are checked by the domain on locked rows."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.scoring.models import CriteriaSet
from apps.units.enums import Role

_ONLY_OFFICE = _("Chỉ Thường trực Hội đồng của đơn vị tổ chức được soạn, ban hành bảng tiêu chí.")


def can_create(actor: Actor) -> Verdict:
    """The standing office of any body: a Sở makes sets for its own sub-units."""
    return ALLOWED if actor.holds(Role.STANDING_OFFICE) else refused(_ONLY_OFFICE)


def can_edit(actor: Actor, criteria_set: CriteriaSet) -> Verdict:
    """The organiser's own standing office; the body above reads."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=criteria_set.year.organiser_id):
        return ALLOWED
    return refused(_ONLY_OFFICE)


def can_issue(actor: Actor, criteria_set: CriteriaSet) -> Verdict:
    """Ban hành, sửa đổi, mở tự chấm điểm: in person."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, criteria_set)
