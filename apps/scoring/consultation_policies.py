"""Who may ask, comment and answer in a consultation on a draft. State and dates are checked by the domain."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.scoring.models import Consultation, ConsultationReply, CriteriaSet
from apps.units.enums import Role
from apps.units.models import Unit

OWN = (Role.OFFICER, Role.LEADER)


def serves(actor: Actor, organiser: Unit) -> bool:
    """The standing office of the body that organises the year."""
    return actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk)


def reads_for(actor: Actor, organiser: Unit) -> bool:
    """The same, and the auditors of that body or of one above it."""
    return serves(actor, organiser) or any(organiser.path.startswith(path) for path in actor.paths(Role.AUDITOR))


def can_consult(actor: Actor, criteria_set: CriteriaSet) -> Verdict:
    """Lấy ý kiến on a draft: the organiser's standing office, in person."""
    if not (own := in_person(actor)):
        return own
    if serves(actor, criteria_set.year.organiser):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được lấy ý kiến dự thảo."))


def can_run(actor: Actor, consultation: Consultation) -> Verdict:
    """Changing the date, closing: the same."""
    return can_consult(actor, consultation.criteria_set)


def can_read_all(actor: Actor, consultation: Consultation) -> Verdict:
    """The comments of all units side by side: the standing office and the auditor."""
    if reads_for(actor, consultation.criteria_set.year.organiser):
        return ALLOWED
    return refused(_("Trang này dành cho Thường trực Hội đồng của đơn vị tổ chức."))


def can_answer(actor: Actor, consultation: Consultation) -> Verdict:
    """Tiếp thu, Giải trình: the organiser's standing office."""
    if serves(actor, consultation.criteria_set.year.organiser):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được trả lời ý kiến."))


def can_start(actor: Actor, unit_id: int) -> Verdict:
    """Góp ý: the officer or leader of a unit that was asked."""
    if actor.is_system or actor.holds(*OWN, unit_id=unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được soạn ý kiến tham gia."))


def is_own(actor: Actor, reply: ConsultationReply) -> bool:
    return actor.holds(*OWN, unit_id=reply.unit_id)


def can_edit(actor: Actor, reply: ConsultationReply) -> Verdict:
    return can_start(actor, reply.unit_id)


def can_confirm(actor: Actor, reply: ConsultationReply) -> Verdict:
    """Xác nhận trên hệ thống: the unit's leader only, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.LEADER, unit_id=reply.unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị được xác nhận trên hệ thống. Cán bộ phụ trách có thể trình lãnh đạo."))


def can_send_paper(actor: Actor, reply: ConsultationReply) -> Verdict:
    """Ký trên giấy: the officer or leader uploads the signed copy and sends."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, reply)


def can_receive_paper(actor: Actor, reply: ConsultationReply) -> Verdict:
    """Đã nhận bản giấy: the organiser's standing office."""
    if serves(actor, reply.consultation.criteria_set.year.organiser):
        return ALLOWED
    return refused(_("Bản giấy do Thường trực Hội đồng của đơn vị tổ chức nhận."))
