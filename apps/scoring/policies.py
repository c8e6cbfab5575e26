"""Who may fill in, sign and read score sheets. State and dates are checked by the domain on locked rows."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.scoring.models import ScoreSheet
from apps.scoring.review_policies import can_oversee
from apps.units.enums import Role

OWN = (Role.OFFICER, Role.LEADER)


def can_prepare(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """What the unit does itself, whoever types its lines: its officer or leader."""
    if actor.is_system or actor.holds(*OWN, unit_id=sheet.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được nhập bảng tự chấm điểm."))


def types_for(actor: Actor, sheet: ScoreSheet) -> bool:
    """Whether the actor types it from the unit's paper just now: see ``can_type_for``."""
    return sheet.is_proxy and bool(_oversees_others(actor, sheet))


def can_edit(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """The unit's officer or leader; while it is typed from the paper, whoever types it."""
    return ALLOWED if types_for(actor, sheet) else can_prepare(actor, sheet)


def can_fill(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Whoever may edit the sheet; of a division that fills a part, its officer or leader (its own lines only)."""
    own = actor.unit_ids(*OWN)
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


def can_type_for(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Nhập thay: head or deputy, or the standing office, from the unit's paper; never for their own unit; in person."""
    if not (own := in_person(actor)):
        return own
    return _oversees_others(actor, sheet)


def can_send_proxy(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Gửi, thôi nhập thay: whoever may type it, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or types_for(actor, sheet):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được gửi bản nhập thay."))


def can_correct(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Sửa bản nhập thay: the unit's officer or leader."""
    if can_prepare(actor, sheet):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được sửa bản nhập thay."))


def _oversees_others(actor: Actor, sheet: ScoreSheet) -> Verdict:
    if actor.holds(*OWN, *FINISHING, unit_id=sheet.unit_id):
        return refused(_("Đây là đơn vị của bạn: hãy chấm và gửi bảng như thường lệ."))
    if can_oversee(actor, sheet.cluster_year):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được nhập thay đơn vị."))
