"""Who writes, signs, verifies and withdraws proposals. State and dates are checked by the domain."""

from django.utils.translation import gettext_lazy as _

from apps.awards.enums import EDITABLE, ProposalState
from apps.awards.models import AwardProposal
from apps.clusters.enums import FINISHING
from apps.clusters.models import Member
from apps.conferences.models import Conference
from apps.conferences.policies import is_head
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.registrations.models import TitleRegistration
from apps.registrations.policies import can_type_for as can_type_registration_for
from apps.units.enums import Role

OWN = (Role.OFFICER, Role.LEADER)


def is_own(actor: Actor, proposal: AwardProposal) -> bool:
    """The unit's officer or leader; for what a cluster voted, its head."""
    if actor.holds(*OWN, unit_id=proposal.unit_id):
        return True
    return bool(proposal.cluster_year_id) and actor.holds(*FINISHING, cluster_year_id=proposal.cluster_year_id)


def receives(actor: Actor, proposal: AwardProposal) -> bool:
    """The standing office of the body to which the tờ trình goes."""
    return actor.holds(Role.STANDING_OFFICE, unit_id=proposal.year.organiser_id)


def types_for(actor: Actor, proposal: AwardProposal) -> bool:
    """Whoever types it from the unit's paper, or did: a head of the cluster of that board, who receives it; not for
    their own unit.
    """
    if proposal.proxy_cluster_year_id is None or actor.holds(*OWN, *FINISHING, unit_id=proposal.unit_id):
        return False
    return receives(actor, proposal) or actor.holds(*FINISHING, cluster_year_id=proposal.proxy_cluster_year_id)


def sees_draft(actor: Actor, proposal: AwardProposal) -> bool:
    """What the unit is changing, or had changed before it withdrew, is its own; others read what was sent, whoever
    types it for the unit what is typed.
    """
    sent = proposal.state not in (*EDITABLE, ProposalState.WITHDRAWN)
    typed = proposal.is_proxy and types_for(actor, proposal)
    return sent or actor.is_system or is_own(actor, proposal) or typed


def can_begin(actor: Actor) -> Verdict:
    """Making a proposal at all: whoever works for a unit."""
    if actor.is_system or actor.holds(*OWN):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo đơn vị được lập hồ sơ đề nghị khen thưởng."))


def can_begin_for(actor: Actor, unit_id: int) -> Verdict:
    if actor.is_system or actor.holds(*OWN, unit_id=unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được lập hồ sơ đề nghị khen thưởng."))


def can_begin_from(actor: Actor, registration: TitleRegistration) -> Verdict:
    """From the unit's own registration."""
    return can_begin_for(actor, registration.unit_id)


def can_begin_from_conference(actor: Actor, conference: Conference) -> Verdict:
    """Lập tờ trình from what the meeting voted: the heads of the cluster, who write and send it afterwards; the
    standing office receives it.
    """
    if actor.is_system or is_head(actor, conference):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực lập tờ trình từ kết quả bình xét."))


def can_edit(actor: Actor, proposal: AwardProposal) -> Verdict:
    """The unit's own people; while it is typed from the paper, whoever types it."""
    if actor.is_system or is_own(actor, proposal) or (proposal.is_proxy and types_for(actor, proposal)):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị đề nghị được sửa hồ sơ."))


def can_confirm(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Xác nhận trên hệ thống: the leader only, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.LEADER, unit_id=proposal.unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị được xác nhận trên hệ thống. Cán bộ phụ trách có thể trình lãnh đạo."))


def can_send_paper(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Ký trên giấy: the officer or leader uploads the signed copy and sends."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, proposal)


def can_withdraw(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Rút hồ sơ: the unit's own people, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or is_own(actor, proposal):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị đề nghị được rút hồ sơ."))


def can_type_for(actor: Actor, member: Member) -> Verdict:
    """Nhập thay from the board: its heads, or the standing office, as for registrations; never for the own unit."""
    return can_type_registration_for(actor, member)


def can_type_again(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Nhập thay tiếp what was sent back: whoever typed it before, in person."""
    if not (own := in_person(actor)):
        return own
    if types_for(actor, proposal):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng đã nhập thay được nhập tiếp."))


def can_send_proxy(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Gửi, thôi nhập thay: whoever types it, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or (proposal.is_proxy and types_for(actor, proposal)):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được gửi bản nhập thay."))


def sends_for(actor: Actor, proposal: AwardProposal) -> bool:
    """Whether what this person sends is sent for the unit (Nhập thay): the unit's own people send for themselves."""
    return proposal.is_proxy and not is_own(actor, proposal) and bool(can_send_proxy(actor, proposal))


def can_correct(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Sửa bản nhập thay: the unit's own people."""
    if actor.is_system or actor.holds(*OWN, unit_id=proposal.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được sửa bản nhập thay."))


def can_reopen(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Mở lại cho đơn vị sửa: as who may ask for completion."""
    return can_receive(actor, proposal)


def can_receive(actor: Actor, proposal: AwardProposal) -> Verdict:
    """Thẩm định, yêu cầu bổ sung, hiệp y, lấy ý kiến: the receiving body's standing office, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or receives(actor, proposal):
        return ALLOWED
    return refused(_("Hồ sơ do Thường trực Hội đồng của nơi nhận thẩm định."))
