"""Sources of self-filling leaves: what they know of many units, in a constant number of queries, with the proof."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.catalog.enums import Subject
from apps.movements.tests.factories import ParticipationFactory
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periods.tests.factories import EmulationYearFactory
from apps.registry.tests.factories import AwardFactory, AwardTypeFactory
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.scoring import sources
from apps.scoring.domain.rules import AdjustmentRule, BandRule, CriterionRule
from apps.scoring.sources import Question
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 12, 20, 5, tzinfo=UTC)
KNOWN_QUERIES = {
    "days_late:report": 1,
    "papers_on_time:report": 1,
    "result:ty_le": 2,
    "target_result:ty_le": 3,
    "targets_met": 2,
    "movement_activities": 2,
    "movements_ticked:launched": 1,
    "awards_held:CTN": 2,
    "awards_cases:CTN;CTDCP": 2,
}


@pytest.fixture
def question():
    year = EmulationYearFactory(year=2020)
    return Question(year, date(2020, 1, 1), date(2020, 12, 31), NOON)


def at(month: int, day: int, hour: int = 3) -> datetime:
    return datetime(2020, month, day, hour, tzinfo=UTC)


def rule(method: str, *bands: BandRule, **options) -> CriterionRule:
    return CriterionRule(code="A.1", label="Tiêu chí", method=method, max_points=Decimal(2), bands=bands, **options)


def test_days_late_takes_the_latest_paper_and_tells_due_received_and_days(question):
    """Hạn 30/11, nhận 02/12: chậm 2 ngày; a paper that is not yet due does not count."""
    unit = UnitFactory()
    half = DutyFactory(year=question.year, code="report:six_months", label="Báo cáo 6 tháng", due_on=date(2020, 6, 15))
    whole = DutyFactory(year=question.year, code="report:year", label="Báo cáo năm", due_on=date(2020, 11, 30))
    later = DutyFactory(year=question.year, code="report:extra", label="Báo cáo thêm", due_on=date(2020, 12, 31))
    ObligationFactory(duty=half, unit=unit, first_fulfilled_at=at(6, 15), fulfilled_at=at(6, 15))
    ObligationFactory(
        duty=whole, unit=unit, first_fulfilled_at=at(12, 2), fulfilled_at=at(12, 2), subject_path="/reports/7/"
    )
    ObligationFactory(duty=later, unit=unit)
    found = sources.ask("days_late:report", [unit.pk], question)[unit.pk]
    assert found.values == {"count": 2, "actual_on": date(2020, 12, 2)}
    assert [(proof.text, proof.path) for proof in found.proof] == [
        ("Báo cáo 6 tháng: hạn 15/06/2020, nhận 15/06/2020, đúng hạn", ""),
        ("Báo cáo năm: hạn 30/11/2020, nhận 02/12/2020, chậm 2 ngày", "/reports/7/"),
        ("Báo cáo thêm: hạn 31/12/2020, chưa gửi, chưa đến hạn", ""),
    ]
    assert sources.ask("papers_on_time:report", [unit.pk], question)[unit.pk].values == {
        "numerator": 1,
        "denominator": 2,
    }
    assert sources.ask("late_papers:report", [unit.pk], question)[unit.pk].values == {"count": 1}


def test_a_paper_that_never_came_counts_until_today_also_when_it_was_closed(question):
    """20/12 after 30/11: 20 days, although the duty was closed as không nộp on 03/12."""
    unit = UnitFactory()
    duty = DutyFactory(year=question.year, code="registration", due_on=date(2020, 11, 30))
    ObligationFactory(duty=duty, unit=unit, closed_unsent_at=at(12, 3))
    assert sources.ask("days_late:registration", [unit.pk], question)[unit.pk].values == {"count": 20}
    assert sources.ask("papers_sent:registration", [unit.pk], question)[unit.pk].yes is False


@pytest.mark.parametrize(
    ("owed", "absent", "missing"),
    [
        ({}, "not_assigned", False),
        ({"due_on": date(2020, 12, 31)}, "", True),
        ({"due_on": date(2020, 11, 30), "waived_at": NOON}, "not_assigned", False),
    ],
    ids=["never asked", "not yet due", "waived"],
)
def test_nothing_asked_is_not_applicable_and_nothing_due_says_so(question, owed, absent, missing):
    unit = UnitFactory()
    if owed:
        duty = DutyFactory(year=question.year, code="pledge", due_on=owed.pop("due_on"))
        ObligationFactory(duty=duty, unit=unit, **owed)
    found = sources.ask("days_late:pledge", [unit.pk], question)[unit.pk]
    assert (found.values, found.absent, bool(found.missing)) == ({}, absent, missing)


def test_s001_8_an_estimate_fills_no_line_until_it_is_confirmed(question):
    """Ước is unusable for ranking: the line stays empty and says what to confirm, with the link to the entry."""
    unit = UnitFactory()
    indicator = IndicatorFactory(code="ty_le", label="Tỷ lệ thi hành xong về việc")
    entry = ResultEntryFactory(unit=unit, indicator=indicator, standing="estimate")
    TargetFactory(unit=unit, indicator=indicator, value=Decimal("83.90"))
    for name in ("result:ty_le", "target_result:ty_le"):
        found = sources.ask(name, [unit.pk], question)[unit.pk]
        assert found.values == {}
        assert found.missing == "Chưa có kết quả xác nhận “Tỷ lệ thi hành xong về việc”: xác nhận số ước."
        assert found.path == entry.get_absolute_url()
    assert sources.ask("targets_met", [unit.pk], question)[unit.pk].missing
    entry.standing = "actual"
    entry.save()
    assert sources.ask("target_result:ty_le", [unit.pk], question)[unit.pk].values == {
        "numerator": 84,
        "denominator": 100,
        "target": Decimal("83.90"),
    }
    met = sources.ask("targets_met", [unit.pk], question)[unit.pk]
    assert (met.values, met.yes) == ({"numerator": 1, "denominator": 1}, True)
    assert met.proof[0].text == "Đạt 1/1 chỉ tiêu"


def test_targets_met_counts_an_unconfirmed_target_as_not_met_and_names_it(question):
    unit = UnitFactory()
    first, second = IndicatorFactory(code="viec"), IndicatorFactory(code="tien", label="Về tiền")
    for indicator, standing in ((first, "actual"), (second, "estimate")):
        TargetFactory(unit=unit, indicator=indicator)
        ResultEntryFactory(unit=unit, indicator=indicator, standing=standing)
    found = sources.ask("targets_met", [unit.pk], question)[unit.pk]
    assert found.values == {"numerator": 1, "denominator": 2}
    assert "Chưa có kết quả xác nhận “Về tiền”: xác nhận số ước." in [proof.text for proof in found.proof]


def test_awards_held_are_cases_of_the_fixed_bonus(question):
    """+10 for a flag of the ministry, +15 for one of the Government; only collective awards of the period count."""
    unit, other = UnitFactory(), UnitFactory()
    ministry, government = AwardTypeFactory(code="CTN"), AwardTypeFactory(code="CTDCP")
    held = AwardFactory(
        award_type=ministry, unit=unit, person=None, subject=Subject.COLLECTIVE, granted_on=date(2020, 2, 1)
    )
    AwardFactory(
        award_type=government, unit=unit, person=None, subject=Subject.COLLECTIVE, granted_on=date(2019, 12, 31)
    )
    found = sources.ask("awards_cases:CTN;CTDCP", [unit.pk, other.pk], question)
    assert [found[pk].cases for pk in (unit.pk, other.pk)] == [(1, 0), (0, 0)]
    assert [proof.path for proof in found[unit.pk].proof] == [held.get_absolute_url()]
    assert sources.ask("awards_held:CTN,CTDCP", [unit.pk], question)[unit.pk].values == {"count": 1}


def test_ticks_of_movements_are_a_share_of_those_the_unit_takes_part_in(question):
    unit = UnitFactory()
    for day in (date(2020, 3, 2), None):
        ParticipationFactory(
            unit=unit,
            launched_on=day,
            movement__starts_on=date(2020, 1, 1),
            movement__ends_on=date(2020, 12, 31),
            movement__launched_at=at(1, 5),
            movement__state="launched",
        )
    found = sources.ask("movements_ticked:launched", [unit.pk], question)[unit.pk]
    assert (found.values, found.yes) == ({"numerator": 1, "denominator": 2}, False)
    assert sources.ask("movement_activities", [unit.pk], question)[unit.pk].values == {"count": 0}
    assert sources.ask("movements_active", [UnitFactory().pk], question).popitem()[1].absent == "not_arising"


@pytest.mark.parametrize("name", KNOWN_QUERIES)
def test_queries_do_not_grow_with_the_units(question, name, django_assert_max_num_queries):
    IndicatorFactory(code="ty_le")
    units = [UnitFactory().pk for _each in range(3)]
    with django_assert_max_num_queries(KNOWN_QUERIES[name]):
        assert set(sources.ask(name, units, question)) == set(units)


@pytest.mark.parametrize(
    ("name", "leaf", "sound"),
    [
        ("days_late:report", rule("lateness_band", BandRule("đúng hạn", Decimal(2), hi=Decimal(0))), True),
        ("days_late:report", rule("count", per_item=Decimal(1)), True),
        ("days_late:report", rule("ratio_band", BandRule("cao", Decimal(2), lo=Decimal(95))), False),
        ("days_late", rule("lateness_band", BandRule("đúng hạn", Decimal(2), hi=Decimal(0))), False),
        ("days_late:gì đó", rule("lateness_band", BandRule("đúng hạn", Decimal(2), hi=Decimal(0))), False),
        ("papers_sent:pledge", rule("choice", BandRule("có", Decimal(2)), BandRule("không", Decimal(0))), True),
        ("target_result:viec", rule("target_best"), True),
        ("targets_met", rule("ratio_band", BandRule("cao", Decimal(2), lo=Decimal(95))), True),
        ("targets_met:sector", rule("proportional"), True),
        ("awards_held:CTN", rule("bonus", per_item=Decimal(10)), True),
        ("awards_cases:CTN", rule("bonus", adjustments=(AdjustmentRule("Cờ", "bonus", Decimal(10)),)), True),
        ("awards_cases:CTN", rule("manual"), False),
        ("khong_co", rule("manual"), False),
    ],
)
def test_a_source_must_give_what_the_method_asks_for(name, leaf, sound):
    assert (sources.problem(name, leaf) == "") is sound


def test_every_choice_is_sound_and_names_its_source():
    IndicatorFactory(code="viec")
    found = sources.choices()
    assert {choice.value for choice in found} >= {
        "days_late:report",
        "result:viec",
        "targets_met",
        "movement_activities",
    }
    assert [choice.value for choice in found if sources.problem(choice.value)] == []
