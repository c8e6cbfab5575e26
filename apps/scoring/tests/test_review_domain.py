"""Taking a sheet over; agreeing and differing, line by line."""

from dataclasses import replace

import pytest

from apps.audit.models import Entry
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.scoring.domain import finalising, reviews
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import BeyondRule
from apps.scoring.domain.reviews import ReasonMissing, SheetNotInReview
from apps.scoring.domain.rules import MeasureError
from apps.scoring.enums import Method, SheetState, Stage
from apps.scoring.tests.factories import BandFactory, CriterionFactory, criteria_set_of_leaves
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    counted_sheet,
    open_lines,
    review,
    sheet_in,
    sheet_in_step,
)

pytestmark = pytest.mark.django_db


# --- Taking over ---------------------------------------------------------------------------------------


def test_start_step_copies_the_lines_unchecked():
    sheet = sheet_in_step()
    assert (sheet.state, sheet.step) == (SheetState.IN_STEP, 1)
    shown = {code: (line.points, line.checked_at) for code, line in open_lines(sheet).items()}
    assert shown == {"A.1": (D(2), None), "A.2": (D("1.5"), None)}
    assert list(sheet.versions.values_list("stage", "step_order")) == [(Stage.SELF, 0), (Stage.STEP, 1)]


def test_start_step_twice_changes_nothing():
    sheet = sheet_in_step()
    reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert sheet.versions.count() == 2
    assert Entry.objects.filter(action="scoring.score_sheet.start_step").count() == 1


@pytest.mark.parametrize("state", SheetState.values)
def test_start_step_in_each_state(state):
    sheet = sheet_in(state)
    if state in {SheetState.SELF_SUBMITTED, SheetState.IN_STEP}:
        assert reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER).state == SheetState.IN_STEP
    else:
        with pytest.raises(TransitionNotAllowed):
            reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)


# --- One line ------------------------------------------------------------------------------------------


def test_differing_points_need_a_reason_and_change_nothing_without():
    sheet = sheet_in_step()
    line = open_lines(sheet)["A.1"]
    with pytest.raises(ReasonMissing) as error:
        review(line, D("1.25"))
    assert error.value.field == "reason"
    line.refresh_from_db()
    assert (line.points, line.checked_at, line.version) == (D(2), None, 1)


@pytest.mark.parametrize(
    ("reason", "label", "text"),
    [
        ({"reason_code": "no_evidence"}, "Chưa có tài liệu minh chứng", ""),
        ({"reason_text": " Văn bản  ban hành năm trước "}, None, "Văn bản ban hành năm trước"),
        ({"reason_code": "late", "reason_text": "chậm 2 ngày"}, "Thực hiện chậm so với thời hạn", "chậm 2 ngày"),
    ],
)
def test_differing_with_a_reason_chosen_or_typed(reason, label, text):
    sheet = sheet_in_step()
    review(open_lines(sheet)["A.1"], D("1.25"), **reason)
    line = open_lines(sheet)["A.1"]
    assert (line.points, line.base, line.checked_at, line.version) == (D("1.25"), D("1.25"), LATER, 2)
    assert (line.reason and line.reason.label, line.reason_text) == (label, text)


def test_unknown_reason_is_refused():
    line = open_lines(sheet_in_step())["A.1"]
    with pytest.raises(ReasonMissing):
        review(line, D(1), reason_code="nonsense")


def test_saving_the_same_again_changes_nothing():
    sheet = sheet_in_step()
    review(open_lines(sheet)["A.1"], D(1), reason_code="late")
    review(open_lines(sheet)["A.1"], D(1), reason_code="late", expected_version=1)
    assert open_lines(sheet)["A.1"].version == 2
    assert Entry.objects.filter(action="scoring.score_line.review").count() == 1


def test_stale_save_is_refused_and_keeps_the_first():
    sheet = sheet_in_step()
    line = open_lines(sheet)["A.1"]
    review(line, D(1), reason_code="late")
    with pytest.raises(StaleVersion):
        review(line, D(0), reason_code="late", expected_version=1)
    assert open_lines(sheet)["A.1"].points == D(1)


@pytest.mark.parametrize(
    ("points", "error", "field"),
    [(D("2.001"), BeyondRule, "agreed_points"), (D(-1), MeasureError, "points")],
)
def test_points_beyond_the_rule_are_refused(points, error, field):
    line = open_lines(sheet_in_step())["A.1"]
    with pytest.raises(error) as caught:
        review(line, points, reason_code="late")
    assert caught.value.field == field


@pytest.mark.parametrize("state", sorted(set(SheetState.values) - {SheetState.IN_STEP}))
def test_lines_are_saved_only_while_a_step_has_the_sheet(state):
    sheet = sheet_in(state)
    line = sheet.versions.order_by("-pk").first().lines.first()
    for call in (
        lambda: review(line, D(1), reason_code="late"),
        lambda: reviews.agree_line(line_id=line.pk, expected_version=line.version, actor=SYSTEM, now=LATER),
        lambda: reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER),
        lambda: finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER),
    ):
        with pytest.raises(SheetNotInReview):
            call()


def test_a_smaller_count_is_computed_by_the_engine_and_carries_to_lines_that_depend_on_it():
    sheet = counted_sheet()
    line = open_lines(sheet)["A.2"]
    review(line, inputs=replace(stored_inputs(line), count=D(3)), reason_code="count_reduced")
    found = open_lines(sheet)
    assert (found["A.2"].points, found["A.2"].count, found["A.2"].agreed) == (D("1.5"), D(3), False)
    assert (found["A.3"].points, found["A.3"].checked_at) == (D(0), None)
    assert found["A.3"].reason_text == "Tính lại theo tiêu chí 2."


def test_agreeing_again_restores_the_line_and_those_that_depend_on_it():
    sheet = counted_sheet()
    line = open_lines(sheet)["A.2"]
    review(line, inputs=replace(stored_inputs(line), count=D(3)), reason_code="count_reduced")
    line = open_lines(sheet)["A.2"]
    reviews.agree_line(line_id=line.pk, expected_version=line.version, actor=SYSTEM, now=LATER)
    found = open_lines(sheet)
    assert (found["A.2"].points, found["A.2"].reason, found["A.3"].points, found["A.3"].reason_text) == (
        D(2),
        None,
        D(1),
        "",
    )


def test_agreeing_a_line_whose_precondition_fell_keeps_what_the_engine_gives():
    sheet = counted_sheet()
    line = open_lines(sheet)["A.3"]
    review(line, D(0), reason_code="late")
    line = open_lines(sheet)["A.2"]
    review(line, inputs=replace(stored_inputs(line), count=D(0)), reason_code="count_reduced")
    line = open_lines(sheet)["A.3"]
    reviews.agree_line(line_id=line.pk, expected_version=line.version, actor=SYSTEM, now=LATER)
    line = open_lines(sheet)["A.3"]
    assert (line.points, line.reason_text) == (D(0), "Tính lại theo điều kiện của tiêu chí khác.")


def test_points_stated_for_a_counted_line_stand_outright_and_keep_the_claim():
    sheet = counted_sheet()
    line = open_lines(sheet)["A.2"]
    review(line, D("1.2"), reason_text="Thống nhất tại cuộc họp")
    line = open_lines(sheet)["A.2"]
    assert (line.points, line.agreed, line.count, line.points_given) == (D("1.2"), True, D(4), D("1.2"))


def test_agreed_points_above_the_maximum_become_bonus_where_the_rule_has_one():
    criteria_set = criteria_set_of_leaves(1)
    BandFactory(
        criterion=criteria_set.criteria.get(code="A.1"), kind="bonus", label="Sáng kiến", points=D("0.5"), cap=D(1)
    )
    sheet = sheet_in_step(criteria_set, A_1="2")
    review(open_lines(sheet)["A.1"], D("2.5"), reason_code="added")
    line = open_lines(sheet)["A.1"]
    assert (line.base, line.bonus, line.points, line.agreed) == (D(2), D("0.5"), D("2.5"), True)
    with pytest.raises(BeyondRule):
        review(line, D("3.001"), reason_code="added")


def test_a_penalty_may_be_typed_with_or_without_minus():
    criteria_set = criteria_set_of_leaves(1)
    part = criteria_set.criteria.get(code="A")
    CriterionFactory(
        criteria_set=criteria_set,
        parent=part,
        part=part,
        code="A.2",
        position=3,
        method=Method.PENALTY,
        max_points=D(5),
    )
    sheet = sheet_in_step(criteria_set, A_1="2")
    for typed, expected in ((D(-2), D(-2)), (D(3), D(-3))):
        review(open_lines(sheet)["A.2"], typed, reason_code="late")
        assert open_lines(sheet)["A.2"].points == expected
