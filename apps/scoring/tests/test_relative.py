"""target_best: one figure changes, and every sheet of the ClusterYear is computed again in the same transaction.

The figures are those of the 1000-point table in which three stored scores had gone stale (6.25 for 5.56, 10 for 7.22).
"""

from decimal import Decimal

import pytest

from apps.core.actor import system_actor
from apps.scoring.domain import finalising, reviews, submissions
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import save_line
from apps.scoring.domain.relative import settle
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, CriterionFactory, criteria_set_of_leaves, open_sheet
from apps.scoring.tests.test_score_imports import FULL, cluster_year, load, stored  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
ACTOR = system_actor("Người thử")


@pytest.fixture
def sheets():
    found = criteria_set_of_leaves(1)
    found.criteria.filter(is_leaf=True).update(method="target_best", max_points=10)
    open_sheet(found, members=3)
    return list(ScoreSheet.objects.in_protocol_order())


def newest(sheet):
    return ScoreLine.objects.filter(sheet_version__sheet=sheet).order_by("-sheet_version_id").first()


def type_result(sheet, result):
    line = newest(sheet)
    return save_line(
        line_id=line.pk,
        expected_version=line.version,
        inputs=LineInput(target=Decimal(1), actual=Decimal(result)),
        actor=ACTOR,
        now=NOW,
    )


def points(sheets):
    return [newest(sheet).points for sheet in sheets]


def test_one_units_figure_changes_the_points_of_all_that_are_open(sheets):
    assert type_result(sheets[0], 5).points == 10
    assert type_result(sheets[1], 2).points == Decimal("6.25")
    assert type_result(sheets[2], 10).points == 10
    assert points(sheets) == [Decimal("7.222"), Decimal("5.556"), 10]


def test_reviewer_who_cuts_the_best_raises_the_others(sheets):
    for sheet, result in zip(sheets, (5, 2, 10), strict=True):
        type_result(sheet, result)
    for sheet in sheets:
        submissions.submit_sheet(sheet_id=sheet.pk, way="screen", actor=ACTOR, now=NOW)
        reviews.start_step(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
    line = newest(sheets[2])
    reviews.save_review_line(
        line_id=line.pk,
        expected_version=line.version,
        inputs=LineInput(target=Decimal(1), actual=Decimal(5)),
        reason_text="Chỉ 5 có minh chứng.",
        actor=ACTOR,
        now=NOW,
    )
    assert points(sheets) == [10, Decimal("6.25"), 10]
    assert newest(sheets[0]).reason_text == "Tính lại theo kết quả của cả Cụm."
    sent = SheetVersion.objects.filter(sheet=sheets[0], stage=Stage.SELF).get()
    assert sent.lines.get().points == Decimal("7.222")  # what was sent stays as it was sent


def test_final_versions_never_change_but_are_followed_by_ones_that_stand(sheets):
    for sheet, result in zip(sheets, (5, 2, 10), strict=True):
        if sheet is sheets[2]:
            assert points(sheets[:2]) == [10, Decimal("6.25")]
        type_result(sheet, result)
        submissions.submit_sheet(sheet_id=sheet.pk, way="screen", actor=ACTOR, now=NOW)
        reviews.start_step(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
        reviews.agree_lines(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
        finalising.finish_step(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
    assert points(sheets) == [Decimal("7.222"), Decimal("5.556"), 10]
    first, *_between, last = SheetVersion.objects.filter(sheet=sheets[0], stage=Stage.FINAL).order_by("pk")
    assert (first.total, last.total) == (10, Decimal("7.222"))
    assert ScoreSheet.objects.filter(state=SheetState.FINAL).count() == 3


def test_file_that_names_one_unit_measures_the_others_anew(load):  # noqa: F811
    load(FULL, "final")
    assert (stored("V1", "final")["A.2"], stored("V2", "final")["A.2"]) == ("1.500", "2.000")
    load("V1,A.1,3\nV1,A.2,,,10,40\nV1,D,\n", "final")
    newest_of_v2 = SheetVersion.objects.filter(sheet__unit__code="V2", stage="final").order_by("-pk").first()
    assert newest_of_v2.lines.get(criterion__code="A.2").points == Decimal("1.333")
    out, _err = load("V1,A.1,3\nV1,A.2,,,10,40\nV1,D,\n", "final")
    assert out == "CUM 2020 final: unchanged"


def test_step_opened_after_others_changed_is_computed_anew_and_so_is_what_is_ticked_in_bulk(sheets):
    for sheet, result in zip(sheets, (5, 2, 10), strict=True):
        type_result(sheet, result)
    for sheet in sheets[:2]:
        submissions.submit_sheet(sheet_id=sheet.pk, way="screen", actor=ACTOR, now=NOW)
    type_result(sheets[2], 5)  # while the two others are locked
    for sheet in sheets[:2]:
        reviews.start_step(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
    assert points(sheets) == [10, Decimal("6.25"), 10]
    ScoreLine.objects.filter(pk=newest(sheets[1]).pk).update(points=1, base=1)
    reviews.agree_lines(sheet_id=sheets[1].pk, actor=ACTOR, now=NOW)
    assert newest(sheets[1]).points == Decimal("6.25")


def test_settling_computes_dependents_once_each_and_asks_as_often_whatever_the_units(sheets, django_assert_num_queries):
    """A second relative leaf must not write an old copy of what depends on the first."""
    found = sheets[0].criteria_set
    part = found.criteria.get(code="A")
    shared = {"criteria_set": found, "parent": part, "part": part, "depth": 1, "max_points": 10}
    rows = [
        CriterionFactory(**shared, code="A.2", number="2", position=3, method="target_best"),
        CriterionFactory(**shared, code="A.3", number="3", position=4, requires="A.1"),
    ]
    for version in SheetVersion.objects.all():
        ScoreLine.objects.bulk_create(ScoreLine(sheet_version=version, criterion=row) for row in rows)
    lines = ScoreLine.objects.filter(sheet_version__sheet=sheets[0])
    lines.filter(criterion__code__in=["A.1", "A.2"]).update(target=1, actual=5, base=1, bonus=0, penalty=0, points=1)
    lines.filter(criterion__code="A.3").update(points_given=4, base=0, bonus=0, penalty=0, points=0)
    with django_assert_num_queries(6):  # versions, lines, one update (with its savepoint), no longer as printed
        assert settle(sheets[0], load_table(found.pk)) == 3
    assert [line.points for line in lines.order_by("criterion__position")] == [10, 10, 4]
