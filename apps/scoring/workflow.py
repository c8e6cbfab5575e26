"""Flows of a criteria set and of a score sheet."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, Transition
from apps.scoring.enums import SetState as C
from apps.scoring.enums import SheetState as S

SET_FLOW = Flow(
    Transition("consult", frozenset({C.DRAFT}), C.CONSULTATION, _("Lấy ý kiến")),
    # Closing a round gives the draft back for editing; a further round may follow.
    Transition("close_consultation", frozenset({C.CONSULTATION}), C.DRAFT, _("Đóng lấy ý kiến")),
    Transition("issue", frozenset({C.DRAFT, C.CONSULTATION}), C.ISSUED, _("Ban hành")),
    Transition("supersede", frozenset({C.ISSUED}), C.SUPERSEDED, _("Thay thế")),
)

SHEET_FLOW = Flow(
    Transition("submit", frozenset({S.SELF_SCORING, S.RETURNED}), S.SELF_SUBMITTED, _("Gửi")),
    Transition("start_step", frozenset({S.SELF_SUBMITTED, S.IN_STEP}), S.IN_STEP, _("Tiếp nhận")),
    Transition("return", frozenset({S.SELF_SUBMITTED, S.IN_STEP}), S.RETURNED, _("Yêu cầu bổ sung")),
    Transition("finalise", frozenset({S.SELF_SUBMITTED, S.IN_STEP}), S.FINAL, _("Chốt điểm")),
    # A remark of the unit was taken up: one line is checked anew, in the step that has the sheet or had it last.
    Transition("reopen_line", frozenset({S.FINAL, S.IN_STEP}), S.IN_STEP, _("Xem lại điểm theo kiến nghị")),
    Transition(
        "reopen",
        frozenset({S.FINAL, S.SELF_SUBMITTED, S.IN_STEP, S.NOT_SUBMITTED}),
        S.SELF_SCORING,
        _("Mở lại cho đơn vị sửa"),
    ),
    # What another body typed from the unit's paper: for some days the unit corrects it, checked in part or not; final
    # only where nobody checks.
    Transition("correct", frozenset({S.SELF_SUBMITTED, S.IN_STEP, S.FINAL}), S.SELF_SCORING, _("Sửa bản nhập thay")),
    # The hour until which it was open has passed: what stood before stands again.
    Transition("close_again", frozenset({S.SELF_SCORING}), S.SELF_SUBMITTED, _("Hết giờ mở lại")),
    Transition("close_again_final", frozenset({S.SELF_SCORING}), S.FINAL, _("Hết giờ mở lại")),
    Transition(
        "close_unsent", frozenset({S.SELF_SCORING, S.RETURNED}), S.NOT_SUBMITTED, _("Đóng: không nộp, không xếp hạng")
    ),
)
