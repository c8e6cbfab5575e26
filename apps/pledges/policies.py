"""Who drafts a pledge, opens it, signs it, types it for a unit. State and dates are checked by the domain."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, HEADS, READING
from apps.clusters.models import ClusterYear, years_made_ready_by
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.pledges.models import Pledge, Signature
from apps.units.enums import Role


def _leads(actor: Actor, cluster_year_id: int) -> bool:
    return actor.is_system or actor.holds(*HEADS, cluster_year_id=cluster_year_id)


def _drafts(actor: Actor, cluster_year: ClusterYear) -> bool:
    """Head and deputies; before they act those who make the year ready; the organiser's standing office."""
    if _leads(actor, cluster_year.pk) or actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id):
        return True
    return years_made_ready_by(actor).filter(pk=cluster_year.pk).exists()


def _finishes(actor: Actor, pledge: Pledge) -> bool:
    """Heads, former ones with closing tasks too, and the organiser's standing office."""
    office = actor.holds(Role.STANDING_OFFICE, unit_id=pledge.cluster_year.cluster.organiser_id)
    return actor.is_system or office or actor.holds(*FINISHING, cluster_year_id=pledge.cluster_year_id)


def can_draft(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """A new pledge of a ClusterYear: its head and deputies, also named ones and, until somebody leads it, those of the
    year before; the standing office. It is signed at the meeting that closes the year before.
    """
    if _drafts(actor, cluster_year):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng của năm được soạn giao ước thi đua."))


def can_edit(actor: Actor, pledge: Pledge) -> Verdict:
    """The text: the same."""
    return can_draft(actor, pledge.cluster_year)


def can_open(actor: Actor, pledge: Pledge) -> Verdict:
    """Opening for signing, closing: the same, in person."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, pledge)


def can_close(actor: Actor, pledge: Pledge) -> Verdict:
    """Khóa, mở khóa: head and deputies, later those who finish the year; the standing office."""
    if not (own := in_person(actor)):
        return own
    if _finishes(actor, pledge):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng hoặc Thường trực Hội đồng được khóa, mở khóa giao ước."))


def can_remind(actor: Actor, pledge: Pledge) -> Verdict:
    """Nhắc đơn vị."""
    if _finishes(actor, pledge):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng hoặc Thường trực Hội đồng được nhắc đơn vị."))


def can_sign(actor: Actor, pledge: Pledge, unit_id: int) -> Verdict:
    """Xác nhận trên hệ thống: the unit's leader only, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.LEADER, unit_id=unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị được ký trên hệ thống. Cán bộ phụ trách có thể tải bản ký, đóng dấu lên."))


def can_send_paper(actor: Actor, pledge: Pledge, unit_id: int) -> Verdict:
    """Ký trên giấy: the unit's officer or leader with the scan."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or is_own(actor, unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách, lãnh đạo của đơn vị được tải bản ký, đóng dấu lên."))


def can_proxy(actor: Actor, pledge: Pledge, unit_id: int) -> Verdict:
    """Nhập thay from the paper: head, deputies, standing office; not for the own unit, whose lateness it would wipe."""
    if not (own := in_person(actor)):
        return own
    if is_own(actor, unit_id):
        return refused(_("Không nhập thay cho chính đơn vị mình: ký hoặc tải bản ký, đóng dấu lên."))
    if _finishes(actor, pledge):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng hoặc Thường trực Hội đồng được nhập thay từ bản giấy."))


def is_own(actor: Actor, unit_id: int) -> bool:
    return actor.holds(Role.OFFICER, Role.LEADER, unit_id=unit_id)


def can_withdraw(actor: Actor, signature: Signature) -> Verdict:
    """Mở lại để ký lại: head and standing office; the unit itself what others typed for it."""
    if not (own := in_person(actor)):
        return own
    if _finishes(actor, signature.version.pledge):
        return ALLOWED
    if signature.is_proxy and is_own(actor, signature.unit_id):
        return ALLOWED
    return refused(_("Chữ ký do chính đơn vị gửi chỉ được mở lại bởi Trưởng, Phó Trưởng hoặc Thường trực Hội đồng."))


def can_report(actor: Actor, pledge: Pledge, unit_id: int) -> Verdict:
    """Báo đã thực hiện cam kết: the unit; the head where the unit told it another way."""
    if is_own(actor, unit_id) or _finishes(actor, pledge):
        return ALLOWED
    return refused(_("Chỉ người của đơn vị hoặc Trưởng, Phó Trưởng được báo kết quả cam kết."))


def sees_all(actor: Actor, pledge: Pledge) -> bool:
    """Whether the actor follows the commitments of every unit: heads of that year, the organiser's office, auditors;
    of a year to come those who make it ready.
    """
    organiser = pledge.cluster_year.cluster.organiser
    above = tuple(actor.paths(Role.AUDITOR)) or ("\0",)
    reads = pledge.cluster_year_id in actor.cluster_year_ids(*READING)
    if _finishes(actor, pledge) or reads or organiser.path.startswith(above):
        return True
    return bool(can_edit(actor, pledge))


def can_receive_paper(actor: Actor, signature: Signature) -> Verdict:
    """Đã nhận bản giấy: who gathers the originals."""
    return can_remind(actor, signature.version.pledge)
