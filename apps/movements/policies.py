"""Who runs movements, who speaks for a unit in them. Seeing is decided by ``visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, HEADS
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.movements.enums import ReviewState
from apps.movements.models import Milestone, Movement, MovementReview, Participation
from apps.movements.models.scope import WORKING
from apps.units.enums import Role
from apps.units.models.people_scope import ROLES


def can_create(actor: Actor) -> Verdict:
    """Whoever works on emulation for a body, and heads for their cluster."""
    if actor.is_system or actor.holds(*WORKING, *HEADS):
        return ALLOWED
    return refused(
        _("Chỉ cán bộ, lãnh đạo đơn vị, Trưởng Cụm, Khu vực và Thường trực Hội đồng lập được phong trào thi đua.")
    )


def can_create_for(actor: Actor, *, organiser_id: int, cluster_year_id: int | None = None) -> Verdict:
    """For the own body; of a cluster by its head or its organiser's standing office."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=organiser_id):
        return ALLOWED
    if cluster_year_id is not None:
        if actor.holds(*HEADS, cluster_year_id=cluster_year_id):
            return ALLOWED
        return refused(_("Phong trào của Cụm, Khu vực do Trưởng, Phó Trưởng của Cụm, Khu vực đó lập."))
    if actor.holds(*WORKING, unit_id=organiser_id):
        return ALLOWED
    return refused(_("Bạn không lập phong trào thay đơn vị này."))


def can_run(actor: Actor, movement: Movement) -> Verdict:
    """Changing a movement, its list and its milestones: whoever works on it for the organiser or heads its cluster."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=movement.organiser_id):
        return ALLOWED
    if movement.cluster_year_id is not None:
        if actor.holds(*FINISHING, cluster_year_id=movement.cluster_year_id):
            return ALLOWED
    elif actor.holds(*WORKING, unit_id=movement.organiser_id):
        return ALLOWED
    return refused(_("Chỉ đơn vị chủ trì phong trào được thực hiện việc này."))


def can_launch(actor: Actor, movement: Movement) -> Verdict:
    """Phát động gives duties to other bodies: in person."""
    if not (own := in_person(actor)):
        return own
    return can_run(actor, movement)


def can_run_milestone(actor: Actor, milestone: Milestone) -> Verdict:
    return can_run(actor, milestone.movement)


def can_add_to(actor: Actor, participation: Participation) -> Verdict:
    """Changing the frozen list: the organiser."""
    return can_run(actor, participation.movement)


def can_speak_for(actor: Actor, participation: Participation) -> Verdict:
    """Ticks, plan and yearly confirmation: the unit's own people."""
    if actor.is_system or actor.holds(*WORKING, unit_id=participation.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo của đơn vị xác nhận cho đơn vị mình."))


def can_confirm_unit(actor: Actor, unit) -> Verdict:
    """The page that confirms all movements of a unit at once."""
    if actor.is_system or actor.holds(*WORKING, unit_id=unit.pk):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo của đơn vị xác nhận cho đơn vị mình."))


def can_enter_instead(actor: Actor, participation: Participation) -> Verdict:
    """Nhập thay from paper: the organiser, for a unit that is not its own."""
    if actor.holds(*WORKING, unit_id=participation.unit_id):
        return refused(_("Đây là đơn vị của bạn: xác nhận trực tiếp, không nhập thay."))
    return can_run(actor, participation.movement)


def can_write_review(actor: Actor, review: MovementReview) -> Verdict:
    return can_speak_for(actor, review.participation)


def can_send_review(actor: Actor, review: MovementReview) -> Verdict:
    """Sending in the unit's name: in person."""
    if not (own := in_person(actor)):
        return own
    return can_speak_for(actor, review.participation)


def can_judge_review(actor: Actor, review: MovementReview) -> Verdict:
    """Taking over and sending back: the organiser; never a report that is still written."""
    if not (own := in_person(actor)):
        return own
    if review.state == ReviewState.DRAFT:
        return refused(_("Báo cáo chưa gửi."))
    return can_run(actor, review.participation.movement)


def can_enter_review_instead(actor: Actor, review: MovementReview) -> Verdict:
    return can_enter_instead(actor, review.participation)


def can_compare(actor: Actor) -> Verdict:
    """Figures of units side by side: whoever has people below, or leads a cluster."""
    if actor.is_system or actor.holds(*ROLES) or actor.cluster_year_ids(*FINISHING):
        return ALLOWED
    return refused(_("Số liệu theo đơn vị dành cho đơn vị, Trưởng Cụm, Khu vực và Thường trực Hội đồng."))


def can_remind(actor: Actor) -> Verdict:
    """Reminding other bodies: heads of clusters and standing offices."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE) or actor.cluster_year_ids(*FINISHING):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng nhắc các đơn vị."))
