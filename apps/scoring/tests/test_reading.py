"""A sheet in memory: sums, what is empty, what lacks evidence, last year beside."""

from decimal import Decimal

import pytest

from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import save_line
from apps.scoring.domain.reading import read_sheet
from apps.scoring.domain.rules import AdjustmentRule, BandRule, CriterionRule
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.models import ScoreLine, ScoreSheet
from apps.scoring.tests.factories import (
    NOW,
    BandFactory,
    CriteriaSetFactory,
    CriterionFactory,
    criteria_set_of_leaves,
    open_sheet,
)

ME = system_actor()


def save(line, **inputs):
    save_line(line_id=line.pk, expected_version=line.version, inputs=LineInput(**inputs), actor=ME, now=NOW)


def reading_of(sheet, **options):
    return read_sheet(ScoreSheet.objects.for_list().get(pk=sheet.pk), **options)


@pytest.mark.django_db
def test_reading_adds_up_and_tells_what_is_missing():
    sheet = open_sheet(criteria_set_of_leaves(3))
    save(ScoreLine.objects.order_by("criterion__position").first(), points=Decimal("1.5"))
    reading = reading_of(sheet)
    assert (reading.sums.total, reading.sums.applicable_maximum) == (Decimal("1.5"), Decimal(6))
    assert [reading.is_empty(line) for line in reading.leaves("A")] == [False, True, True]
    assert [reading.lacks_evidence(line) for line in reading.leaves("A")] == [True, False, False]


@pytest.mark.django_db
def test_bonus_line_without_cases_is_not_missing():
    criteria_set = CriteriaSetFactory()
    bonus = CriterionFactory(criteria_set=criteria_set, method="bonus", code="C")
    BandFactory(criterion=bonus, kind="bonus")
    reading = reading_of(open_sheet(criteria_set))
    assert not reading.is_empty(reading.lines["C"])


@pytest.mark.django_db
def test_line_left_out_of_the_maximum_lowers_what_can_be_reached():
    criteria_set = CriteriaSetFactory()
    CriterionFactory.create_batch(2, criteria_set=criteria_set, not_applicable="exclude")
    sheet = open_sheet(criteria_set)
    save(ScoreLine.objects.order_by("criterion__position").first(), not_applicable="not_arising")
    assert reading_of(sheet).sums.applicable_maximum == Decimal(2)


@pytest.mark.django_db
def test_last_year_is_the_final_sheet_of_the_same_unit_matched_by_code():
    before = open_sheet(criteria_set_of_leaves(2, steps=0))
    first = ScoreLine.objects.order_by("criterion__position").first()
    save(first, points=Decimal("1.25"))
    submit_sheet(sheet_id=before.pk, way=SigningWay.SCREEN, actor=ME, now=NOW)
    year = EmulationYearFactory(organiser=before.cluster_year.year.organiser, year=2021)
    now_set = criteria_set_of_leaves(3, year=year)
    cluster_year = ClusterYearFactory(cluster=before.cluster_year.cluster, year=year)
    MemberFactory(cluster_year=cluster_year, unit=before.unit)
    sheet = open_sheets(cluster_year_id=cluster_year.pk, criteria_set_id=now_set.pk, actor=ME, now=NOW)[0]
    last = reading_of(sheet, last_year=True).last_year
    assert {code: row.points for code, row in last.items()} == {"A.1": Decimal("1.25"), "A.2": Decimal(0)}


RULES = {
    "manual": CriterionRule(code="M", method="manual", max_points=Decimal(2)),
    "count": CriterionRule(code="C", method="count", max_points=Decimal(2), per_item=Decimal("0.5")),
    "ratio": CriterionRule(
        code="R", method="ratio_band", max_points=Decimal(2), bands=(BandRule("Đạt", Decimal(2), lo=Decimal(0)),)
    ),
    "bonus": CriterionRule(
        code="B", method="bonus", max_points=Decimal(2), adjustments=(AdjustmentRule("Bằng khen", "bonus", Decimal(1)),)
    ),
}


@pytest.mark.parametrize(
    ("rule", "inputs", "text"),
    [
        ("manual", LineInput(points=Decimal("1.50")), "1,5 điểm"),
        ("count", LineInput(count=Decimal(1200)), "Số lượng: 1.200"),
        ("ratio", LineInput(numerator=Decimal(47), denominator=Decimal(50)), "47 / 50"),
        ("ratio", LineInput(numerator=Decimal(47)), ""),
        ("bonus", LineInput(cases={"Bằng khen": 2}), "Bằng khen: 2 trường hợp"),
        ("manual", LineInput(not_applicable="not_function", points=Decimal(1)), "Không thuộc chức năng"),
    ],
)
def test_answer_in_words(rule, inputs, text):
    assert answer_text(RULES[rule], inputs) == text
