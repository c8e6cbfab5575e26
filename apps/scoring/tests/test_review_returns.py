"""Giving back, sending again, reopening, closing unsent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.core.errors import TransitionNotAllowed
from apps.obligations.domain import duties
from apps.obligations.models import Obligation
from apps.scoring.domain import finalising, lines, returns, reviews
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import SheetNotEditable
from apps.scoring.domain.returns import ReasonNeeded, RemarkMissing
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine
from apps.scoring.review_queries import is_outdated, outdated_finals
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    open_lines,
    send,
    sent_sheet,
    sheet_in,
    sheet_in_step,
    type_points,
)

pytestmark = pytest.mark.django_db


def give_back(sheet, remark="", **line_remarks):
    marked = {open_lines(sheet)[key.replace("_", ".")].pk: text for key, text in line_remarks.items()}
    return returns.return_sheet(sheet_id=sheet.pk, remark=remark, line_remarks=marked, actor=SYSTEM, now=LATER)


def differ(sheet, code, points):
    line = open_lines(sheet)[code]
    reviews.save_review_line(
        line_id=line.pk,
        expected_version=line.version,
        inputs=stored_inputs(line),
        agreed_points=D(points),
        reason_code="no_evidence",
        actor=SYSTEM,
        now=LATER,
    )


# --- Giving back -----------------------------------------------------------------------------------------


def test_return_opens_the_lines_for_the_unit_with_the_remark_on_those_named():
    sheet = give_back(sheet_in_step(), remark="Bổ sung minh chứng", A_1="Thiếu kế hoạch năm 2020")
    assert (sheet.state, sheet.step, sheet.remark) == (SheetState.RETURNED, 0, "Bổ sung minh chứng")
    shown = {code: (line.return_remark, line.sheet_version.stage) for code, line in open_lines(sheet).items()}
    assert shown == {"A.1": ("Thiếu kế hoạch năm 2020", Stage.SELF), "A.2": ("", Stage.SELF)}
    type_points(sheet, A_1="1")
    assert open_lines(sheet)["A.1"].points == D(1)


def test_return_locks_what_was_checked_so_far():
    sheet = sheet_in_step()
    differ(sheet, "A.2", "1")
    give_back(sheet, A_1="Thiếu kế hoạch")
    step = sheet.versions.get(stage=Stage.STEP)
    assert (step.locked_at, step.total) == (LATER, D(3))


def test_return_needs_a_remark_somewhere():
    sheet = sheet_in_step()
    with pytest.raises(RemarkMissing):
        give_back(sheet, remark="  ", A_1=" ")
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IN_STEP


def test_return_ignores_lines_of_another_sheet():
    other = sheet_in_step()
    sheet = sheet_in_step()
    marked = {open_lines(other)["A.1"].pk: "x"}
    with pytest.raises(RemarkMissing):
        returns.return_sheet(sheet_id=sheet.pk, line_remarks=marked, actor=SYSTEM, now=LATER)


def test_a_sheet_may_be_given_back_before_it_is_taken_over():
    sheet = give_back(sent_sheet(), remark="Ký lại")
    assert sheet.state == SheetState.RETURNED
    assert list(sheet.versions.values_list("stage", "number").order_by("pk")) == [(Stage.SELF, 1), (Stage.SELF, 2)]


def test_return_makes_the_duty_owed_again_and_keeps_the_first_time():
    sheet = sent_sheet()
    duties.ask(
        year_id=sheet.cluster_year.year_id,
        code="score_sheet",
        label="Tự chấm điểm",
        due_on=timezone.localtime(NOW).date() - timedelta(days=1),
        unit_ids=[sheet.unit_id],
        actor=SYSTEM,
        now=NOW,
    )
    year = sheet.cluster_year.year_id
    duties.fulfil(year_id=year, code="score_sheet", unit_id=sheet.unit_id, at=NOW)
    give_back(sheet, remark="Ký lại")
    obligation = Obligation.objects.get()
    assert (obligation.first_fulfilled_at, obligation.fulfilled_at) == (NOW, None)
    assert obligation.days_late(LATER) == 1


# --- Coming back -----------------------------------------------------------------------------------------


def test_lines_that_nobody_touched_keep_their_check_when_the_sheet_comes_back():
    sheet = sheet_in_step(criteria_set_of_leaves(4), A_1="2", A_2="2", A_3="2", A_4="2")
    differ(sheet, "A.2", "1")
    differ(sheet, "A.3", "1")
    give_back(sheet, A_1="Thiếu kế hoạch")
    type_points(sheet, A_1="1.5", A_3="1.75")
    send(sheet)
    reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    found = {
        code: (line.points, line.checked_at is not None, line.reason and line.reason.code, line.return_remark)
        for code, line in open_lines(sheet).items()
    }
    assert found == {
        "A.1": (D("1.5"), False, None, "Thiếu kế hoạch"),
        "A.2": (D(1), True, "no_evidence", ""),
        "A.3": (D("1.75"), False, None, ""),
        "A.4": (D(2), False, None, ""),
    }
    numbers = list(sheet.versions.values_list("stage", "step_order", "number").order_by("pk"))
    assert numbers == [(Stage.SELF, 0, 1), (Stage.STEP, 1, 1), (Stage.SELF, 0, 2), (Stage.STEP, 1, 2)]


def test_a_line_given_back_is_checked_anew_even_when_the_unit_left_it_as_it_was():
    sheet = sheet_in_step()
    differ(sheet, "A.1", "1")
    give_back(sheet, A_1="Thiếu kế hoạch")
    send(sheet)
    reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    line = open_lines(sheet)["A.1"]
    assert (line.points, line.checked_at) == (D(2), None)


# --- Reopening, closing ----------------------------------------------------------------------------------


def test_reopen_of_a_final_sheet_keeps_its_versions_and_outdates_what_was_computed_from_them():
    sheet = sheet_in(SheetState.FINAL)
    final = sheet.versions.get(stage=Stage.FINAL)
    assert not is_outdated([final.pk])
    sheet = returns.reopen_sheet(sheet_id=sheet.pk, reason="Đơn vị nhầm số liệu", actor=SYSTEM, now=LATER)
    assert (sheet.state, sheet.step, sheet.reopened_reason) == (SheetState.SELF_SCORING, 0, "Đơn vị nhầm số liệu")
    assert is_outdated([final.pk])
    type_points(sheet, A_2="2")
    send(sheet)
    reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    newest = sheet.versions.filter(stage=Stage.FINAL).latest("pk")
    assert (newest.number, newest.total) == (2, D(4))
    assert outdated_finals([final.pk, newest.pk]) == {final.pk}


def test_reopen_needs_a_reason():
    with pytest.raises(ReasonNeeded):
        returns.reopen_sheet(sheet_id=sheet_in(SheetState.FINAL).pk, reason=" ", actor=SYSTEM, now=LATER)


def test_close_unsent_keeps_what_was_typed_and_lets_nobody_edit():
    sheet = sheet_in(SheetState.SELF_SCORING)
    type_points(sheet, A_1="1")
    returns.close_unsent(sheet_id=sheet.pk, reason="Không nộp", actor=SYSTEM, now=LATER)
    line = ScoreLine.objects.get(sheet_version__sheet=sheet, criterion__code="A.1")
    assert line.points == D(1)
    changed = replace(stored_inputs(line), points=D(2))
    with pytest.raises(SheetNotEditable):
        lines.save_line(line_id=line.pk, expected_version=line.version, inputs=changed, actor=SYSTEM, now=LATER)


def test_a_sheet_closed_unsent_may_be_reopened():
    sheet = sheet_in(SheetState.NOT_SUBMITTED)
    returns.reopen_sheet(sheet_id=sheet.pk, reason="Đơn vị nộp muộn", actor=SYSTEM, now=LATER)
    type_points(sheet, A_1="1")
    assert send(sheet).state == SheetState.SELF_SUBMITTED


TABLE = {
    "return": ({SheetState.SELF_SUBMITTED, SheetState.IN_STEP}, SheetState.RETURNED),
    "reopen": (
        {SheetState.FINAL, SheetState.SELF_SUBMITTED, SheetState.IN_STEP, SheetState.NOT_SUBMITTED},
        SheetState.SELF_SCORING,
    ),
    "close": ({SheetState.SELF_SCORING, SheetState.RETURNED}, SheetState.NOT_SUBMITTED),
}
CALLS = {
    "return": lambda pk: returns.return_sheet(sheet_id=pk, remark="Bổ sung", actor=SYSTEM, now=LATER),
    "reopen": lambda pk: returns.reopen_sheet(sheet_id=pk, reason="Nhầm số liệu", actor=SYSTEM, now=LATER),
    "close": lambda pk: returns.close_unsent(sheet_id=pk, reason="Không nộp", actor=SYSTEM, now=LATER),
}


@pytest.mark.parametrize("state", SheetState.values)
@pytest.mark.parametrize("action", TABLE)
def test_each_action_in_each_state(action, state):
    sheet = sheet_in(state)
    sources, target = TABLE[action]
    if state in sources:
        assert CALLS[action](sheet.pk).state == target
    else:
        with pytest.raises(TransitionNotAllowed):
            CALLS[action](sheet.pk)
        sheet.refresh_from_db()
        assert sheet.state == state
