"""Entering, correcting, confirming: S001-8, conflicts, closed years, who may."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.errors import NotAllowed, StaleVersion
from apps.documents.domain.citing import file_document
from apps.documents.models import Use
from apps.obligations.models import Obligation
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.tests.factories import EmulationYearFactory
from apps.results import policies, queries
from apps.results.domain import entries
from apps.results.domain.confirming_tasks import DUTY
from apps.results.domain.entries import Index, Result
from apps.results.domain.figures_given import FigureWrong, Given
from apps.results.domain.whole_years import EstimateTooEarly
from apps.results.enums import Measure, Period, Standing
from apps.results.models import ResultEntry
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2023, 10, 12, 2, tzinfo=UTC)
JANUARY = datetime(2024, 1, 8, 2, tzinfo=UTC)
SYSTEM = system_actor()


@pytest.fixture
def year():
    return EmulationYearFactory(year=2023)


@pytest.fixture
def unit(year):
    return MemberFactory(cluster_year=ClusterYearFactory(year=year)).unit


def officer_of(unit, now=OCTOBER):
    return actor_for(RoleAssignmentFactory(unit=unit).user, now.date())


def estimate(indicator, value=90, **more) -> Result:
    return Result(
        happened_on=date(2023, 10, 12),
        indicator=indicator,
        given=Given(numerator=Decimal(value), denominator=Decimal(100)),
        standing=Standing.ESTIMATE,
        **more,
    )


def enter(unit, result, now=OCTOBER, actor=SYSTEM) -> ResultEntry:
    return entries.enter_result(unit_id=unit.pk, year=2023, result=result, actor=actor, now=now)


def test_s001_8_an_estimate_waits_for_january_and_ranks_only_when_confirmed(unit, year):
    indicator = IndicatorFactory()
    entry = enter(unit, estimate(indicator), actor=officer_of(unit))
    found = queries.figures([unit.pk], 2023)[unit.pk, indicator.code]
    assert found.is_estimate
    assert queries.figures([unit.pk], 2023, for_ranking=True) == {}

    task = Obligation.objects.select_related("duty").get(unit=unit, duty__code=DUTY, duty__year=year)
    assert (task.duty.opens_on, task.duty.due_on) == (date(2024, 1, 1), date(2024, 1, 31))
    assert task.fulfilled_at is None
    assert task.subject_path == "/results/?standing=estimate&year=2023"

    given = Given(numerator=Decimal(93), denominator=Decimal(100))
    officer = officer_of(unit, JANUARY)
    entries.confirm_estimate(
        entry_id=entry.pk, version=1, given=given, as_of=date(2023, 12, 31), actor=officer, now=JANUARY
    )
    entry.refresh_from_db()
    assert (entry.standing, entry.confirmed_by_label, entry.confirmed_at) == ("actual", officer.label, JANUARY)
    assert (entry.numerator, entry.estimated_numerator) == (93, 90)
    assert queries.figures([unit.pk], 2023, for_ranking=True)[unit.pk, indicator.code].value == Fraction(93)
    task.refresh_from_db()
    assert task.fulfilled_at == JANUARY
    assert task.days_late(JANUARY) == 0


def test_the_task_is_done_with_the_last_estimate_and_owed_again_with_a_new_one(unit):
    first, second = (enter(unit, estimate(IndicatorFactory())) for _n in range(2))
    confirm(first)
    assert Obligation.objects.get(unit=unit).fulfilled_at is None
    confirm(second)
    assert Obligation.objects.get(unit=unit).fulfilled_at == JANUARY
    enter(unit, estimate(IndicatorFactory()), now=JANUARY)
    assert Obligation.objects.get(unit=unit).fulfilled_at is None


def confirm(entry, now=JANUARY):
    given = Given(numerator=entry.numerator, denominator=entry.denominator)
    return entries.confirm_estimate(
        entry_id=entry.pk, version=entry.version, given=given, as_of=None, actor=SYSTEM, now=now
    )


def test_a_whole_year_is_not_confirmed_before_it_is_over(unit):
    entry = enter(unit, estimate(IndicatorFactory()))
    with pytest.raises(EstimateTooEarly):
        confirm(entry, now=datetime(2023, 12, 31, 16, 59, tzinfo=UTC))
    confirm(entry, now=datetime(2023, 12, 31, 17, tzinfo=UTC))  # 00:00 of 1 January in Việt Nam


def test_a_whole_year_is_no_fact_before_it_is_over_whatever_the_way(unit):
    indicator = IndicatorFactory()
    fact = replace(estimate(indicator), standing=Standing.ACTUAL)
    with pytest.raises(EstimateTooEarly):
        enter(unit, fact)
    entry = enter(unit, estimate(indicator))
    with pytest.raises(EstimateTooEarly):
        correct(entry, fact, version=1)
    correct(entry, replace(fact, period=Period.HALF), version=1)  # half a year may be known in October
    with pytest.raises(EstimateTooEarly):
        correct(entry, fact, version=2)
    assert enter(unit, fact, now=JANUARY).standing == Standing.ACTUAL
    assert enter(unit, Result(happened_on=date(2023, 10, 1), text="Hoàn thành đề án")).pk  # words are no sum of a year


def test_the_enforcement_work_year_is_known_on_1_october(unit):
    unit.kind = UnitKind.ENFORCEMENT_PROVINCE
    unit.save()
    fact = Result(happened_on=date(2023, 9, 30), indicator=IndicatorFactory(), given=Given(value=Decimal(80)))
    with pytest.raises(EstimateTooEarly):
        enter(unit, fact, now=datetime(2023, 9, 30, 16, 59, tzinfo=UTC))
    assert enter(unit, fact, now=datetime(2023, 9, 30, 17, tzinfo=UTC)).pk


def test_only_the_units_own_people_confirm_and_in_person(unit, year):
    entry = enter(unit, estimate(IndicatorFactory()))
    office = actor_for(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user, JANUARY.date())
    own = officer_of(unit, JANUARY)
    told = {"entry_id": entry.pk, "version": 1, "now": JANUARY}
    given = Given(numerator=Decimal(90), denominator=Decimal(100))
    fact = replace(estimate(entry.indicator), standing=Standing.ACTUAL)
    for actor in (office, replace(own, impersonated_by=1)):
        with pytest.raises(NotAllowed):
            entries.confirm_estimate(**told, given=given, as_of=None, actor=actor)
        with pytest.raises(NotAllowed):
            entries.correct_result(**told, result=fact, actor=actor)
    assert entries.correct_result(**told, result=fact, actor=own).confirmed_by_label == own.label


def test_an_actual_figure_is_not_confirmed_again(unit):
    entry = confirm(enter(unit, estimate(IndicatorFactory())))
    with pytest.raises(entries.NoEstimate):
        confirm(entry)


def test_the_same_figure_is_entered_once(unit):
    indicator = IndicatorFactory()
    first = enter(unit, estimate(indicator))
    with pytest.raises(entries.FigureKnown) as error:
        enter(unit, estimate(indicator, 91))
    assert error.value.entry == first
    assert ResultEntry.objects.count() == 1


def test_the_second_of_two_writers_is_told(unit):
    indicator = IndicatorFactory()
    entry = enter(unit, estimate(indicator))
    correct(entry, estimate(indicator, 91), version=1)
    with pytest.raises(StaleVersion):
        correct(entry, estimate(indicator, 95), version=1)
    entry.refresh_from_db()
    assert (entry.numerator, entry.version) == (91, 2)


def correct(entry, result, *, version):
    return entries.correct_result(entry_id=entry.pk, version=version, result=result, actor=SYSTEM, now=OCTOBER)


def test_nothing_is_written_in_a_closed_year(unit, year):
    entry = enter(unit, estimate(IndicatorFactory()))
    year.state = YearState.CLOSED
    year.save()
    for act in (
        lambda: enter(unit, estimate(IndicatorFactory())),
        lambda: correct(entry, estimate(entry.indicator), version=1),
        lambda: confirm(entry),
        lambda: entries.remove_result(entry_id=entry.pk, reason="Nhập nhầm", actor=SYSTEM, now=OCTOBER),
    ):
        with pytest.raises(YearClosed):
            act()


@pytest.mark.parametrize(
    ("measure", "given", "field"),
    [
        (Measure.RATE, Given(), "numerator"),
        (Measure.RATE, Given(numerator=Decimal(1)), "denominator"),
        (Measure.RATE, Given(denominator=Decimal(1)), "numerator"),
        (Measure.RATE, Given(numerator=Decimal(1), denominator=Decimal(0)), "denominator"),
        (Measure.RATE, Given(numerator=Decimal(-1), denominator=Decimal(1)), "numerator"),
        (Measure.RATE, Given(value=Decimal(9), numerator=Decimal(1), denominator=Decimal(1)), "value"),
        (Measure.AMOUNT, Given(), "value"),
        (Measure.AMOUNT, Given(value=Decimal(1), numerator=Decimal(1)), "numerator"),
    ],
)
def test_a_figure_fits_its_indicator(unit, measure, given, field):
    indicator = IndicatorFactory(measure=measure)
    with pytest.raises(FigureWrong) as error:
        enter(unit, Result(happened_on=date(2023, 10, 1), indicator=indicator, given=given), now=JANUARY)
    assert error.value.field == field


def test_free_achievements_and_ranks_need_no_indicator(unit):
    done = enter(unit, Result(happened_on=date(2023, 10, 1), text="Hoàn thành hồ sơ Luật Thủ đô", field_code="VBQPPL"))
    rank = enter(
        unit,
        Result(
            happened_on=date(2023, 4, 19),
            index=Index("PAR INDEX 2022", "Bộ Nội vụ", 2022, 3, 63, "https://caicachhanhchinh.gov.vn"),
        ),
    )
    assert (done.field_code, rank.field_code) == ("VBQPPL", "")
    with pytest.raises(entries.NothingSaid):
        enter(unit, Result(happened_on=date(2023, 10, 1)))
    with pytest.raises(FigureWrong):
        enter(unit, Result(happened_on=date(2023, 10, 1), index=Index("PCI", rank=64, of=63)))


def test_the_paper_is_cited_and_let_go(unit):
    paper = file_document(
        symbol="12/BC-STP",
        issued_on=date(2023, 10, 10),
        issuer_name=unit.name,
        owner_code=unit.code,
        actor=SYSTEM,
        now=OCTOBER,
    )
    indicator = IndicatorFactory()
    entry = enter(unit, estimate(indicator, document=paper))
    assert Use.objects.get(app="results").key == f"result:{entry.pk}"
    correct(entry, estimate(indicator), version=1)
    assert not Use.objects.filter(app="results").exists()


def test_only_the_unit_and_the_office_above_enter(unit, year):
    indicator = IndicatorFactory()
    with pytest.raises(NotAllowed):
        enter(unit, estimate(indicator), actor=officer_of(UnitFactory()))
    office = actor_for(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user, OCTOBER.date())
    assert enter(unit, estimate(indicator), actor=office).pk
    assert Entry.objects.filter(action="results.result.enter").count() == 1


def test_an_estimate_that_waits_is_taken_out_by_the_unit_alone_so_that_nobody_above_makes_it_a_fact(unit, year):
    entry = enter(unit, estimate(IndicatorFactory()))
    office = actor_for(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user, OCTOBER.date())
    removing = {"entry_id": entry.pk, "reason": "", "now": OCTOBER}
    with pytest.raises(NotAllowed, match="chính đơn vị"):
        entries.remove_result(**removing, actor=office)
    ResultEntry.objects.update(standing="actual")
    assert policies.can_remove(office, ResultEntry.objects.get())
    ResultEntry.objects.update(standing="estimate")
    entries.remove_result(**removing, actor=officer_of(unit))
    assert not ResultEntry.objects.exists()


def test_removing_leaves_the_trail_and_ends_the_task(unit):
    entry = enter(unit, estimate(IndicatorFactory()))
    entries.remove_result(entry_id=entry.pk, reason="Nhập nhầm năm", actor=SYSTEM, now=OCTOBER)
    assert not ResultEntry.objects.exists()
    assert Entry.objects.get(action="results.result.remove").reason == "Nhập nhầm năm"
    assert Obligation.objects.get(unit=unit).fulfilled_at == OCTOBER


def test_heads_see_their_members_until_their_year_and_neighbours_do_not(unit, year):
    cluster_year = unit.memberships.get().cluster_year
    head = MemberFactory(cluster_year=cluster_year)
    HeadTermFactory(cluster_year=cluster_year, unit=head.unit, starts_on=date(2023, 1, 1))
    neighbour = MemberFactory(cluster_year=cluster_year)
    mine, before, later = (ResultEntryFactory(unit=unit, year=number) for number in (2023, 2022, 2024))
    seen = ResultEntry.objects.visible_to(officer_of(head.unit))
    assert set(seen) == {mine, before}
    assert set(ResultEntry.objects.visible_to(officer_of(neighbour.unit))) == set()
    assert set(ResultEntry.objects.visible_to(officer_of(unit))) == {mine, before, later}


@pytest.mark.parametrize("count", [1, 3])
def test_bulk_questions_cost_the_same_for_one_and_three(count, django_assert_num_queries):
    indicator = IndicatorFactory()
    units = [ResultEntryFactory(indicator=indicator, year=2020).unit.pk for _n in range(count)]
    with django_assert_num_queries(1):
        assert len(queries.figures(units, 2020)) == count
    with django_assert_num_queries(2):
        assert len(queries.series(units, [indicator.code], range(2018, 2021))) == count
    with django_assert_num_queries(2):
        queries.standings([(pk, "Tên") for pk in units], 2020)


def test_s004_8_the_line_over_the_years_says_better_or_worse():
    unit = UnitFactory()
    backlog = IndicatorFactory(code="TON", measure=Measure.AMOUNT, better="down")
    rate = IndicatorFactory(code="VIEC")
    for year, left, done in ((2022, 900, 80), (2023, 850, 82), (2025, 870, 85)):
        ResultEntryFactory(
            unit=unit, year=year, indicator=backlog, value=Decimal(left), numerator=None, denominator=None
        )
        ResultEntryFactory(unit=unit, year=year, indicator=rate, numerator=Decimal(done))
    found = queries.series([unit.pk], ["TON", "VIEC"], range(2022, 2026))
    assert [point.trend for point in found[unit.pk, "TON"].points] == ["", "better", "", "worse"]
    assert found[unit.pk, "TON"].trend == "better"  # 900 → 870
    assert [point.trend for point in found[unit.pk, "VIEC"].points] == ["", "better", "", "better"]
    assert [point.year for point in found[unit.pk, "VIEC"].points] == [2022, 2023, 2024, 2025]
