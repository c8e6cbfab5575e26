"""Agreeing many lines at once, finishing a step."""

import pytest

from apps.audit.models import Entry
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.scoring.domain import finalising, reviews
from apps.scoring.domain.finalising import LinesUnchecked
from apps.scoring.domain.reviews import SheetNotInReview
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import SheetVersion
from apps.scoring.tests.factories import criteria_set_of_leaves
from apps.scoring.tests.review_cases import LATER, SYSTEM, D, finish, open_lines, review, sent_sheet, sheet_in_step

pytestmark = pytest.mark.django_db


def test_agree_lines_ticks_only_the_unchecked_ones_of_the_part():
    sheet = sheet_in_step(criteria_set_of_leaves(4, parts=2), A_1="2", A_2="1", B_1="2", B_2="2")
    review(open_lines(sheet)["A.1"], D(1), reason_code="late")
    part = open_lines(sheet)["A.1"].criterion.part_id
    assert reviews.agree_lines(sheet_id=sheet.pk, part_id=part, actor=SYSTEM, now=LATER) == 1
    assert {code for code, line in open_lines(sheet).items() if line.checked_at} == {"A.1", "A.2"}
    assert reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER) == 2
    assert reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER) == 0
    assert {code: line.points for code, line in open_lines(sheet).items()} == {
        "A.1": D(1),
        "A.2": D(1),
        "B.1": D(2),
        "B.2": D(2),
    }
    assert Entry.objects.filter(action="scoring.score_sheet.agree_lines").count() == 2


def test_agree_lines_makes_a_page_opened_before_stale():
    sheet = sheet_in_step()
    line = open_lines(sheet)["A.1"]
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    with pytest.raises(StaleVersion):
        review(line, D(1), reason_code="late")


def test_finish_is_refused_while_lines_are_unchecked_and_says_how_many():
    sheet = sheet_in_step()
    with pytest.raises(LinesUnchecked) as error:
        finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert error.value.remaining == 2
    assert "Còn 2 dòng chưa kiểm tra" in str(error.value)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IN_STEP


def test_finish_of_the_last_step_makes_the_sheet_final_with_its_own_lines_and_hash():
    sheet = sheet_in_step()
    review(open_lines(sheet)["A.1"], D("1.25"), reason_code="no_evidence")
    sheet = finish(sheet)
    assert sheet.state == SheetState.FINAL
    versions = list(sheet.versions.order_by("pk"))
    assert [(v.stage, v.total) for v in versions] == [
        (Stage.SELF, D("3.5")),
        (Stage.STEP, D("2.75")),
        (Stage.FINAL, D("2.75")),
    ]
    assert versions[1].sha256 == versions[2].sha256 != versions[0].sha256
    final = versions[2].lines.get(criterion__code="A.1")
    assert (final.points, final.reason.code, final.checked_at) == (D("1.25"), "no_evidence", LATER)


def test_finish_twice_does_it_once():
    sheet = finish(sheet_in_step())
    with pytest.raises(SheetNotInReview):
        finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert SheetVersion.objects.filter(stage=Stage.FINAL).count() == 1


def test_the_next_step_starts_unchecked_from_the_points_of_the_step_before():
    sheet = sheet_in_step(criteria_set_of_leaves(2, steps=2))
    review(open_lines(sheet)["A.1"], D(1), reason_code="late")
    sheet = finish(sheet)
    assert (sheet.state, sheet.step) == (SheetState.IN_STEP, 2)
    assert {code: (line.points, line.checked_at) for code, line in open_lines(sheet).items()} == {
        "A.1": (D(1), None),
        "A.2": (D("1.5"), None),
    }
    sheet = finish(sheet)
    assert sheet.state == SheetState.FINAL
    assert list(sheet.versions.values_list("stage", "step_order", "total").order_by("pk")) == [
        (Stage.SELF, 0, D("3.5")),
        (Stage.STEP, 1, D("2.5")),
        (Stage.STEP, 2, D("2.5")),
        (Stage.FINAL, 0, D("2.5")),
    ]


def test_a_set_without_steps_is_never_taken_over():
    sheet = sent_sheet(criteria_set_of_leaves(2, steps=0))
    with pytest.raises(TransitionNotAllowed):
        reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
