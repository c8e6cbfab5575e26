"""Who may check, give back, reopen and close score sheets. State and dates are checked by the domain."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import FINISHING, HeadRole
from apps.clusters.models import HeadTerm
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.scoring.models import ScoreSheet
from apps.scoring.review_queries import steps_of
from apps.units.enums import Role
from apps.units.models import RoleAssignment

OWN_ROLES = (Role.OFFICER, Role.LEADER)


def step_role(sheet: ScoreSheet) -> str:
    """Role of the step that has the sheet, or of the first one; empty when the set has no steps."""
    steps = steps_of(sheet)
    in_hand = [step for step in steps if step.order == sheet.step] or steps[:1]
    return in_hand[0].role if in_hand else ""


def is_own(actor: Actor, sheet: ScoreSheet) -> bool:
    """Whether the actor is officer or leader of the sheet's unit, in whatever role they work just now."""
    if actor.holds(*OWN_ROLES, *FINISHING, unit_id=sheet.unit_id):
        return True
    if actor.user_id is None or actor.on is None:
        return False
    if hasattr(sheet, "own_role"):  # for_review() asked in the query of the sheet itself
        return sheet.own_role
    roles = RoleAssignment.objects.valid_on(actor.on)
    return roles.filter(user_id=actor.user_id, unit_id=sheet.unit_id, role__in=OWN_ROLES).exists()


def can_review(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """By the step: heads of the ClusterYear (former ones too until the year is closed), or the standing office.

    Never people of the unit itself.
    """
    if actor.is_system:
        return ALLOWED
    role = step_role(sheet)
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id)
    heads = actor.holds(*FINISHING, cluster_year_id=sheet.cluster_year_id)
    if not role:
        return refused(lazy("Bảng tiêu chí này không có bước kiểm tra: bảng được chốt ngay khi đơn vị gửi."))
    if not standing and not (heads and role == HeadRole.HEAD):
        return refused(_whose_turn(sheet, role))
    if is_own(actor, sheet):
        return refused(_ask_others(actor, sheet))
    return ALLOWED


def can_decide(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Đồng ý, Hoàn thành kiểm tra: whoever checks the sheet, in person."""
    if not (own := in_person(actor)):
        return own
    return can_review(actor, sheet)


def can_return(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Whoever checks the sheet may ask its unit for more."""
    return can_review(actor, sheet)


def can_receive_paper(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Đã nhận bản giấy: heads of the ClusterYear and the organiser's standing office, never for their own unit."""
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id)
    if actor.is_system or standing or actor.holds(*FINISHING, cluster_year_id=sheet.cluster_year_id):
        return refused(_ask_others(actor, sheet)) if is_own(actor, sheet) else ALLOWED
    return refused(lazy("Bản giấy do Trưởng, Phó Trưởng Cụm hoặc Thường trực Hội đồng nhận."))


def can_reopen(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """The organiser's standing office."""
    return _standing_office_only(actor, sheet, lazy("Chỉ Thường trực Hội đồng được mở lại bảng cho đơn vị sửa."))


def can_close_unsent(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """The organiser's standing office."""
    return _standing_office_only(actor, sheet, lazy("Chỉ Thường trực Hội đồng được đóng bảng không nộp."))


def _standing_office_only(actor: Actor, sheet: ScoreSheet, reason) -> Verdict:
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id):
        return ALLOWED
    return refused(reason)


def _whose_turn(sheet: ScoreSheet, role: str):
    if role == HeadRole.HEAD:
        return lazy("Bảng này do Trưởng Cụm, Phó Trưởng Cụm hoặc Thường trực Hội đồng kiểm tra.")
    return lazy("Bước này do Thường trực Hội đồng thực hiện.")


def _ask_others(actor: Actor, sheet: ScoreSheet) -> str:
    """Nobody checks their own unit; says who does."""
    terms = HeadTerm.objects.valid_on(actor.on).select_related("unit", "cluster_year__cluster")
    others = terms.filter(cluster_year_id=sheet.cluster_year_id).exclude(unit_id=sheet.unit_id)
    names = [f"{term.title} ({term.unit.name})" for term in others.order_by("-role", "pk")]
    who = _(" hoặc ").join([*names, _("Thường trực Hội đồng")])
    return _(
        "Không tự kiểm tra bảng điểm của đơn vị mình. Bảng của %(unit)s do %(who)s kiểm tra; "
        "số điện thoại ở cuối trang."
    ) % {"unit": sheet.unit_name, "who": who}
