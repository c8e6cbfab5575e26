"""Who may check, give back, reopen and close score sheets. State and dates are checked by the domain."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import FINISHING, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.scoring.enums import StepRole
from apps.scoring.models import ScoreRemark, ScoreSheet, VerificationMinutes
from apps.scoring.review_conflicts import POSTING, ROLE, SCORED, conflict_of
from apps.scoring.review_queries import Step, steps_of
from apps.scoring.review_scope import codes_given, given_of, is_line_given
from apps.units.enums import Role


def step_order(sheet: ScoreSheet) -> int:
    """Order of the step that has the sheet, or of the first one; 0 when the set has no steps."""
    step = step_in_hand(sheet)
    return step.order if step else 0


def step_in_hand(sheet: ScoreSheet) -> Step | None:
    """The step that has the sheet, or the first one; None when the set has no steps."""
    steps = steps_of(sheet)
    return next((step for step in steps if step.order == sheet.step), steps[0] if steps else None)


def step_role(sheet: ScoreSheet) -> str:
    """Role of the step that has the sheet, or of the first one; empty when the set has no steps."""
    step = step_in_hand(sheet)
    return step.role if step else ""


def is_own(actor: Actor, sheet: ScoreSheet) -> bool:
    """Whether the actor is, or was this year, of the sheet's unit, or typed its self-score; in whatever role."""
    return bool(conflict_of(actor, sheet))


def can_coordinate(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Tiếp nhận, yêu cầu bổ sung, hoàn thành: whoever does the step.

    Heads of the ClusterYear (former ones too until the year is closed), or the standing office; nobody inside of the
    portal where a body outside confirms; never people of the unit itself.
    """
    if actor.is_system:
        return ALLOWED
    role = step_role(sheet)
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id)
    heads = actor.holds(*FINISHING, cluster_year_id=sheet.cluster_year_id)
    if not role:
        return refused(lazy("Bảng tiêu chí này không có bước kiểm tra: bảng được chốt ngay khi đơn vị gửi."))
    if role == StepRole.OUTSIDE:
        return refused(_whose_turn(sheet, role))
    if not standing and not (heads and role == HeadRole.HEAD):
        return refused(_whose_turn(sheet, role))
    return _without_conflict(actor, sheet)


def can_review(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Whoever does the step, and whoever was given some of its criteria: these see and change only their lines."""
    coordinates = can_coordinate(actor, sheet)
    if coordinates or not is_given(actor, sheet):
        return coordinates
    return _without_conflict(actor, sheet)


def is_given(actor: Actor, sheet: ScoreSheet) -> bool:
    """Whether the actor was given some criteria in the step that has the sheet."""
    order = step_order(sheet)
    return any(each.order == order and each.is_to(actor) for each in given_of(sheet))


def lines_in_scope(actor: Actor, sheet: ScoreSheet, table) -> frozenset[str] | None:
    """Codes of the lines of ``table`` that the actor may check in the step that has the sheet; None: all of them."""
    if can_coordinate(actor, sheet):
        return None
    order = step_order(sheet)
    return codes_given(table, [each for each in given_of(sheet) if each.order == order], actor)


def can_decide(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Đồng ý: whoever checks these lines, in person."""
    if not (own := in_person(actor)):
        return own
    return can_review(actor, sheet)


def can_finish(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Hoàn thành kiểm tra: whoever does the step, in person."""
    if not (own := in_person(actor)):
        return own
    return can_coordinate(actor, sheet)


def can_return(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Whoever does the step may ask the unit for more."""
    return can_coordinate(actor, sheet)


def can_assign(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Phân công kiểm tra: the organiser's standing office, the heads of the ClusterYear; in person."""
    if not (own := in_person(actor)):
        return own
    return can_oversee(actor, cluster_year)


def can_oversee(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """How far each reviewer is: the organiser's standing office, the heads of the ClusterYear."""
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id)
    if actor.is_system or standing or actor.holds(*FINISHING, cluster_year_id=cluster_year.pk):
        return ALLOWED
    return refused(lazy("Việc phân công do Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng thực hiện."))


def can_set(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Cài đặt kiểm tra điểm: the organiser's standing office."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id):
        return ALLOWED
    return refused(lazy("Chỉ Thường trực Hội đồng được đặt thời hạn kiến nghị và thời điểm đơn vị xem điểm."))


def can_draw_up(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Lập biên bản thống nhất điểm: whoever does the step."""
    return can_coordinate(actor, sheet)


def can_edit_minutes(actor: Actor, minutes: VerificationMinutes) -> Verdict:
    """Whoever does the step to which the minutes belong."""
    return can_draw_up(actor, minutes.sheet)


def can_sign_minutes(actor: Actor, minutes: VerificationMinutes) -> Verdict:
    """Whoever does the step, in person."""
    return can_finish(actor, minutes.sheet)


def can_consent(actor: Actor, minutes: VerificationMinutes) -> Verdict:
    """Đồng ý, Bảo lưu ý kiến: the unit's leader, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.LEADER, unit_id=minutes.sheet.unit_id):
        return ALLOWED
    return refused(lazy("Chỉ lãnh đạo đơn vị được cho ý kiến về điểm thống nhất trên hệ thống."))


def can_send_link(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Tạo, thu hồi liên kết xác nhận: the organiser's standing office, in person; never people of the unit."""
    if not (own := in_person(actor)):
        return own
    verdict = _standing_office_only(actor, sheet, lazy("Chỉ Thường trực Hội đồng được gửi liên kết xác nhận."))
    return _without_conflict(actor, sheet) if verdict else verdict


def can_bring_paper(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Bản xác nhận ký trên giấy: the unit that got it, or the standing office; in person. See ``can_accept_paper``."""
    if not (own := in_person(actor)):
        return own
    unit = actor.holds(Role.OFFICER, Role.LEADER, unit_id=sheet.unit_id)
    if actor.is_system or unit or actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id):
        return ALLOWED
    return refused(lazy("Bản xác nhận do đơn vị hoặc Thường trực Hội đồng tải lên."))


def can_accept_paper(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Tiếp nhận bản xác nhận, which ends the step: heads and standing office, in person, never of their own unit."""
    if not (own := in_person(actor)):
        return own
    return can_receive_paper(actor, sheet)


def reads_as_unit(actor: Actor, sheet: ScoreSheet) -> bool:
    """Whether the actor reads the sheet for its unit only: such readers see points of others when the setting says."""
    if actor.is_system:
        return False
    office = actor.holds(Role.STANDING_OFFICE, Role.AUDITOR, unit_id=sheet.cluster_year.cluster.organiser_id)
    heads = actor.holds(*FINISHING, cluster_year_id=sheet.cluster_year_id)
    own = actor.holds(Role.OFFICER, Role.LEADER, unit_id=sheet.unit_id)
    return own and not office and not (heads and not is_own(actor, sheet))


def can_remark(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Kiến nghị về điểm: the unit's officer or leader, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, unit_id=sheet.unit_id):
        return ALLOWED
    return refused(lazy("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được gửi kiến nghị về điểm của đơn vị."))


def can_answer(actor: Actor, remark: ScoreRemark) -> Verdict:
    """Trả lời kiến nghị: whoever did the last step, whoever was given the criterion in it; never the unit itself."""
    if not (own := in_person(actor)):
        return own
    sheet = remark.sheet
    if actor.is_system:
        return ALLOWED
    step = last_inside_step(sheet)
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id)
    heads = actor.holds(*FINISHING, cluster_year_id=sheet.cluster_year_id) and step and step.role == HeadRole.HEAD
    if not standing and not heads and not _was_given(actor, remark, step):
        return refused(lazy("Kiến nghị về điểm do người đã kiểm tra điểm hoặc Thường trực Hội đồng trả lời."))
    return _without_conflict(actor, sheet)


def last_inside_step(sheet: ScoreSheet) -> Step | None:
    """The step in hand or passed last that somebody inside of the portal does; the first one before any began."""
    inside = [step for step in steps_of(sheet) if step.role != StepRole.OUTSIDE]
    passed = [step for step in inside if step.order <= sheet.step]
    return passed[-1] if passed else (inside[0] if inside else None)


def _was_given(actor: Actor, remark: ScoreRemark, step: Step | None) -> bool:
    return step is not None and is_line_given(actor, remark.sheet, step.order, remark.criterion.code)


def can_receive_paper(actor: Actor, sheet: ScoreSheet) -> Verdict:
    """Đã nhận bản giấy: heads of the ClusterYear and the organiser's standing office, never for their own unit."""
    standing = actor.holds(Role.STANDING_OFFICE, unit_id=sheet.cluster_year.cluster.organiser_id)
    if actor.is_system or standing or actor.holds(*FINISHING, cluster_year_id=sheet.cluster_year_id):
        return refused(_ask_others(actor, sheet)) if is_own(actor, sheet) else ALLOWED
    return refused(lazy("Bản giấy do Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng nhận."))


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
    if role == StepRole.OUTSIDE:
        return lazy(
            "Bước này do cơ quan thi đua, khen thưởng cấp tỉnh xác nhận, bằng văn bản hoặc qua liên kết dùng một lần."
        )
    if role == HeadRole.HEAD:
        return lazy("Bảng này do Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng kiểm tra.")
    return lazy("Bước này do Thường trực Hội đồng thực hiện.")


def _without_conflict(actor: Actor, sheet: ScoreSheet) -> Verdict:
    return refused(_ask_others(actor, sheet)) if is_own(actor, sheet) else ALLOWED


WHY = {
    ROLE: lazy("Không tự kiểm tra bảng điểm của đơn vị mình."),
    POSTING: lazy("Bạn công tác, hoặc trong năm đã công tác, tại đơn vị này nên không kiểm tra bảng điểm của đơn vị."),
    SCORED: lazy("Bạn đã nhập điểm tự chấm trong bảng này nên không kiểm tra bảng."),
}


def _ask_others(actor: Actor, sheet: ScoreSheet) -> str:
    """Why the actor does not check this sheet, and who does."""
    terms = HeadTerm.objects.valid_on(actor.on).select_related("unit", "cluster_year__cluster")
    others = terms.filter(cluster_year_id=sheet.cluster_year_id).exclude(unit_id=sheet.unit_id)
    names = [f"{term.title} ({term.unit.name})" for term in others.order_by("-role", "pk")]
    who = _(" hoặc ").join([*names, _("Thường trực Hội đồng")])
    others = _("Bảng của %(unit)s do %(who)s kiểm tra; số điện thoại ở cuối trang.")
    return f"{WHY[conflict_of(actor, sheet)]} {others % {'unit': sheet.unit_name, 'who': who}}"
