"""Who may write, sign, receive and consolidate registrations. State and dates are checked by the domain."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING
from apps.clusters.models import ClusterYear, Member
from apps.clusters.policies import audits
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.registrations.models import TitleRegistration
from apps.units.enums import Role

OWN = (Role.OFFICER, Role.LEADER)


def is_own(actor: Actor, registration: TitleRegistration) -> bool:
    """Officer or leader of the unit itself, in whatever role they work just now."""
    return actor.holds(*OWN, *FINISHING, unit_id=registration.unit_id)


def oversees(actor: Actor, cluster_year: ClusterYear) -> bool:
    """Head or deputy of the ClusterYear, or the organiser's standing office."""
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id)
    return actor.is_system or standing or actor.holds(*FINISHING, cluster_year_id=cluster_year.pk)


def can_edit(actor: Actor, registration: TitleRegistration) -> Verdict:
    """The unit's officer or leader; while it is being typed from the paper, whoever types it."""
    if actor.is_system or actor.holds(*OWN, unit_id=registration.unit_id):
        return ALLOWED
    if registration.is_proxy and oversees(actor, registration.cluster_year):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được nhập đăng ký thi đua."))


def can_confirm(actor: Actor, registration: TitleRegistration) -> Verdict:
    """Xác nhận trên hệ thống: the unit's leader only, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.LEADER, unit_id=registration.unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị được xác nhận trên hệ thống. Cán bộ phụ trách có thể trình lãnh đạo."))


def can_send_paper(actor: Actor, registration: TitleRegistration) -> Verdict:
    """Ký trên giấy: the officer or leader uploads the signed copy and sends."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, registration)


def can_start(actor: Actor, member: Member) -> Verdict:
    """The officer or leader of the member unit."""
    if actor.is_system or actor.holds(*OWN, unit_id=member.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được lập đăng ký thi đua."))


def can_type_for(actor: Actor, member: Member) -> Verdict:
    """Nhập thay: head or deputy, or the standing office, from the unit's paper; never for their own unit."""
    if not (own := in_person(actor)):
        return own
    if not oversees(actor, member.cluster_year):
        return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được nhập thay đơn vị."))
    if actor.holds(*OWN, *FINISHING, unit_id=member.unit_id):
        return refused(_("Đây là đơn vị của bạn: hãy lập và gửi đăng ký như thường lệ."))
    return ALLOWED


def can_send_proxy(actor: Actor, registration: TitleRegistration) -> Verdict:
    """Sending what was typed from the paper: whoever may type it, in person."""
    if not (own := in_person(actor)):
        return own
    if registration.is_proxy and oversees(actor, registration.cluster_year):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được gửi bản nhập thay."))


def can_receive(actor: Actor, registration: TitleRegistration) -> Verdict:
    """Tiếp nhận, Yêu cầu bổ sung: heads of the ClusterYear and the standing office.

    A head takes over the registration of its own unit too: it is gathered, not judged.
    """
    if oversees(actor, registration.cluster_year):
        return ALLOWED
    return refused(_("Đăng ký do Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng tiếp nhận."))


def can_reopen(actor: Actor, registration: TitleRegistration) -> Verdict:
    """Mở lại cho đơn vị sửa, after the sheet went to the ministry: the same, in person."""
    if not (own := in_person(actor)):
        return own
    return can_receive(actor, registration)


def can_correct(actor: Actor, registration: TitleRegistration) -> Verdict:
    """The unit corrects what was typed for it."""
    if actor.is_system or actor.holds(*OWN, unit_id=registration.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được sửa bản nhập thay."))


def can_oversee(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """The head's page: heads of the ClusterYear, former ones too, the standing office, the auditor."""
    reads = audits(actor, cluster_year) or cluster_year.pk in actor.cluster_year_ids()
    if reads or oversees(actor, cluster_year):
        return ALLOWED
    return refused(_("Trang này dành cho Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng."))


def can_consolidate(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Gửi Bộ: head or deputy, or the standing office, in person."""
    if not (own := in_person(actor)):
        return own
    if oversees(actor, cluster_year):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được gửi bảng tổng hợp."))


def can_see_all(actor: Actor) -> Verdict:
    """All registrations of the sector: the standing office and the auditor."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, Role.AUDITOR):
        return ALLOWED
    return refused(_("Trang này dành cho Thường trực Hội đồng."))
