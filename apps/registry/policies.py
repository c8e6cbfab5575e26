"""Who may enter awards and who may change what was granted."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.registry.models import Award, AwardCampaign, GrantDocument
from apps.units.enums import Role
from apps.units.models import Person, Unit
from apps.units.models.people_scope import ROLES, reach_of

ENTERING = (Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)


def can_enter_any(actor: Actor) -> Verdict:
    """Entering decisions at all: whoever works for a unit."""
    if actor.is_system or actor.holds(*ENTERING):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo đơn vị và Thường trực Hội đồng được nhập Sổ khen thưởng."))


def can_enter_for(actor: Actor, unit: Unit) -> Verdict:
    """Entering what a unit keeps: its own people; the standing office of a body above it."""
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE, unit_id=unit.pk):
        return ALLOWED
    if reach_of(actor, Role.STANDING_OFFICE).holds(unit.path):
        return ALLOWED
    return refused(_("Bạn không nhập Sổ khen thưởng thay đơn vị này."))


def can_change_grant(actor: Actor, grant: GrantDocument) -> Verdict:
    """Who entered the decision, and the standing office above."""
    return can_enter_for(actor, grant.keeper)


def can_publish_grant(actor: Actor, grant: GrantDocument) -> Verdict:
    """Showing the list to the public: whoever may change it, in person."""
    if not (own := in_person(actor)):
        return own
    return can_change_grant(actor, grant)


def can_act(actor: Actor, award: Award) -> Verdict:
    """Đính chính, Hủy bỏ, Khôi phục: the standing office that oversees who keeps the decision."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or reach_of(actor, Role.STANDING_OFFICE).holds(award.grant.keeper.path):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng Thi đua - Khen thưởng được ghi đính chính, hủy bỏ, khôi phục."))


def can_read_reviews(actor: Actor) -> Verdict:
    """The list of what fell with a cancelled award: who concludes, and who audits it."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, Role.AUDITOR):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng và cán bộ kiểm tra, giám sát xem được mục này."))


def can_conclude_reviews(actor: Actor) -> Verdict:
    """Keeping or cancelling what fell; each award is held against ``can_act``."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng Thi đua - Khen thưởng được ghi kết luận xem lại."))


def can_see_holds(actor: Actor) -> Verdict:
    """Nothing is decided yet about the person: the same few."""
    return can_read_reviews(actor)


def can_hold_any(actor: Actor) -> Verdict:
    """Beginning a review at all."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng Thi đua - Khen thưởng được tạm dừng xét khen thưởng."))


def can_hold(actor: Actor, unit: Unit) -> Verdict:
    """Beginning and ending a review: the standing office above the unit."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or reach_of(actor, Role.STANDING_OFFICE).holds(unit.path):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng Thi đua - Khen thưởng được tạm dừng xét khen thưởng."))


def can_change_campaign(actor: Actor, campaign: AwardCampaign) -> Verdict:
    """The unit whose campaign it is, and the standing office above."""
    return can_enter_for(actor, campaign.owner)


def can_see_timelines(actor: Actor) -> Verdict:
    """What a collective received was published by decision: everybody with a role in the portal may look it up."""
    if actor.is_system or actor.grants:
        return ALLOWED
    return refused(_("Sổ khen thưởng dành cho người có vai trò trong hệ thống."))


def can_check(actor: Actor) -> Verdict:
    """Making a letter of eligibility."""
    if actor.is_system or actor.holds(*ENTERING, Role.AUDITOR):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo đơn vị và Thường trực Hội đồng lập phiếu kiểm tra."))


def can_check_nominee(actor: Actor, *, person_id: int | None, unit_id: int | None) -> Verdict:
    """A letter about a person or unit that the actor reaches: findings tell what their files hold."""
    if not (verdict := can_check(actor)):
        return verdict
    if person_id:
        seen = Person.objects.visible_to(actor).filter(pk=person_id).exists()
    else:
        path = Unit.objects.filter(pk=unit_id).order_by().values_list("path", flat=True).first()
        seen = path is not None and reach_of(actor, *ROLES).holds(path)
    return ALLOWED if seen else refused(_("Người, đơn vị này không thuộc phạm vi của bạn."))
