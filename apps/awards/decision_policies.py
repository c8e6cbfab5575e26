"""Who prepares, issues and revokes decisions."""

from django.utils.translation import gettext_lazy as _

from apps.awards.models import AwardDecision, UpwardSubmission
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import Unit


def can_prepare_for(actor: Actor, organiser: Unit) -> Verdict:
    """Draft a decision: the standing office of the deciding body."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị quyết định soạn quyết định khen thưởng."))


def can_prepare(actor: Actor, decision: AwardDecision) -> Verdict:
    return can_prepare_for(actor, decision.organiser)


def can_issue(actor: Actor, decision: AwardDecision) -> Verdict:
    """Number and date put the list into the registry, and what corrects, revokes or restores it later: in person. The
    registry asks its own policy of each award too.
    """
    if not (own := in_person(actor)):
        return own
    return can_prepare(actor, decision)


def can_send_upward(actor: Actor, submission: UpwardSubmission) -> Verdict:
    """Number, date and result of a tờ trình cấp trên: in person, as ``can_issue``."""
    if not (own := in_person(actor)):
        return own
    return can_prepare_for(actor, submission.organiser)


def printing_bodies(actor: Actor):
    """Bodies whose certificates the actor prints: those whose standing office it is."""
    return Unit.objects.filter(pk__in=actor.unit_ids(Role.STANDING_OFFICE), valid_to=None).order_by(
        "protocol_order", "sort_key", "pk"
    )


def can_set_layouts(actor: Actor) -> Verdict:
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng đặt mẫu in giấy khen, bằng khen."))
