"""Assigning targets: who, what, once."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from apps.accounts.grants import actor_for
from apps.catalog.facts import Subject, gather
from apps.core.actor import system_actor
from apps.core.errors import NotAllowed, StaleVersion
from apps.results import queries
from apps.results.domain import indicators, targets
from apps.results.enums import Measure, Origin, Reached
from apps.results.models import Indicator, Target
from apps.results.policies import WORKING
from apps.results.reference import load_indicators
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 2, 3, 2, tzinfo=UTC)
SYSTEM = system_actor()


def assign(unit, indicator, value, actor=SYSTEM, **more) -> Target:
    return targets.assign_target(
        unit_id=unit.pk,
        year=2020,
        indicator_id=indicator.pk,
        value=None if value is None else Decimal(value),
        issuer_name="Tổng cục Thi hành án dân sự",
        actor=actor,
        now=NOW,
        **more,
    )


def test_two_parents_may_each_assign_one():
    unit, indicator = UnitFactory(), IndicatorFactory()
    sector = assign(unit, indicator, "83.9")
    local = assign(unit, indicator, "85", origin=Origin.LOCAL)
    found = queries.targets([unit.pk], 2020, origins=[Origin.SECTOR, Origin.LOCAL])
    assert found == {(unit.pk, indicator.code): sector}
    assert queries.targets([unit.pk], 2020, origins=[Origin.LOCAL]) == {(unit.pk, indicator.code): local}


def test_repeating_changes_nothing_and_another_value_is_refused():
    unit, indicator = UnitFactory(), IndicatorFactory()
    first = assign(unit, indicator, "83.9")
    assert assign(unit, indicator, "83.9") == first
    with pytest.raises(targets.TargetKnown):
        assign(unit, indicator, "84")


def test_empty_and_zero_are_not_assigned():
    unit = UnitFactory()
    assign(unit, IndicatorFactory(), None)
    assign(unit, IndicatorFactory(), "0")
    assert queries.targets([unit.pk], 2020) == {}
    rows = queries.standings([(unit.pk, "Tên")], 2020)
    assert [row.assessment.reached for row in rows] == [Reached.NOT_ASSIGNED] * 2


@pytest.mark.parametrize(("measure", "value"), [(Measure.RATE, "-1"), (Measure.RATE, "101"), (Measure.AMOUNT, "-1")])
def test_impossible_numbers_are_refused(measure, value):
    with pytest.raises(targets.TargetWrong):
        assign(UnitFactory(), IndicatorFactory(measure=measure), value)


def test_the_unit_does_not_change_what_was_assigned_to_it():
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    unit = UnitFactory(parent=ministry)
    target = TargetFactory(unit=unit, issuer=ministry)
    own = actor_for(RoleAssignmentFactory(unit=unit).user, NOW.date())
    office = actor_for(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user, NOW.date())
    change = {"target_id": target.pk, "value": Decimal(70), "issuer_name": "Bộ", "now": NOW}
    with pytest.raises(NotAllowed):
        targets.change_target(version=1, actor=own, **change)
    assert targets.change_target(version=1, actor=office, **change).value == 70
    with pytest.raises(StaleVersion):
        targets.change_target(version=1, actor=office, **change)
    assert assign(unit, IndicatorFactory(), "10", actor=own, origin=Origin.OWN).value == 10


def test_a_unit_sets_no_sector_target_for_itself():
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    unit = UnitFactory(parent=ministry)
    below = UnitFactory(parent=unit)
    for role in WORKING:
        own = actor_for(RoleAssignmentFactory(unit=unit, role=role).user, NOW.date())
        with pytest.raises(NotAllowed):
            assign(unit, IndicatorFactory(), "10", actor=own)
        assert assign(unit, IndicatorFactory(), "10", actor=own, origin=Origin.LOCAL).pk
        assert assign(below, IndicatorFactory(), "10", actor=own).pk
    office = actor_for(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user, NOW.date())
    assert assign(unit, IndicatorFactory(), "10", actor=office).pk


@pytest.mark.parametrize("origin", [Origin.SECTOR, Origin.LOCAL])
@pytest.mark.parametrize("by_itself", [True, False])
def test_a_unit_changes_only_what_it_set_itself(origin, by_itself):
    unit = UnitFactory(parent=UnitFactory(kind=UnitKind.MINISTRY))
    own = actor_for(RoleAssignmentFactory(unit=unit, role=Role.LEADER).user, NOW.date())
    given = TargetFactory(unit=unit, origin=origin, issuer=unit if by_itself else None)
    change = {"version": 1, "value": Decimal(70), "issuer_name": "Bộ", "now": NOW, "actor": own}
    with pytest.raises(NotAllowed):
        targets.change_target(target_id=given.pk, **change)
    mine = TargetFactory(unit=unit, origin=Origin.OWN)
    assert targets.change_target(target_id=mine.pk, **change).value == 70


def test_standings_put_target_result_and_excess_beside_each_other():
    unit, indicator = UnitFactory(), IndicatorFactory()
    TargetFactory(unit=unit, indicator=indicator, value=Decimal("83.90"))
    ResultEntryFactory(unit=unit, indicator=indicator, numerator=Decimal(8427), denominator=Decimal(10000))
    (row,) = queries.standings([(unit.pk, "Cục")], 2020)
    assert (row.target, row.figure.value) == (Fraction("83.9"), Fraction("84.27"))
    assert row.assessment.excess == Fraction("0.37")


@pytest.mark.parametrize(
    ("results", "known"),
    [
        ((), None),  # nothing was assigned
        (((81, "actual"), (79, "actual")), (1, "thiếu 1,00%")),
        (((81, "actual"), (None, "")), (None, "Chưa có kết quả")),
        (((81, "actual"), (85, "estimate")), (None, "Chưa có kết quả")),
        (((81, "actual"), (80, "actual")), (None, "đạt")),  # met is not exceeded
        (((81, "actual"), (85, "actual")), (0, "vượt 2/2 chỉ tiêu")),
        (((81, "actual"), (79, "actual", Origin.LOCAL)), (None, "thiếu 1,00%")),  # the locality's leaves it to people
        (((81, "actual"), (85, "actual", Origin.LOCAL)), (0, "vượt 2/2 chỉ tiêu")),
    ],
)
def test_what_the_eligibility_engine_hears_of_missed_targets(results, known):
    unit = UnitFactory()
    for done, standing, *origin in results:
        indicator = TargetFactory(unit=unit, **({"origin": origin[0]} if origin else {})).indicator
        if done:
            ResultEntryFactory(unit=unit, indicator=indicator, numerator=Decimal(done), standing=standing)
    subject = Subject("collective", unit.pk, 2020)
    found = gather(["targets_missed"], [subject], NOW.date())[subject].get("targets_missed")
    assert (found and (found.value, found.detail.rpartition(": ")[2])) == known


def test_reference_rows_are_loaded_once_and_kept_when_changed_here():
    assert load_indicators() == len(Indicator.objects.all())
    assert load_indicators() == 0
    row = Indicator.objects.get(code="THADS-VIEC")
    kept = {name: getattr(row, name) for name in indicators.KEPT} | {"label": "Tỷ lệ xong về việc"}
    indicators.change_indicator(indicator_id=row.pk, version=1, actor=SYSTEM, now=NOW, **kept)
    assert load_indicators() == 0
    assert Indicator.objects.get(code="THADS-VIEC").label == "Tỷ lệ xong về việc"


def test_a_used_indicator_keeps_its_meaning():
    indicator = ResultEntryFactory().indicator
    with pytest.raises(indicators.MeasureUsed):
        indicators.change_indicator(indicator_id=indicator.pk, version=1, measure=Measure.AMOUNT, actor=SYSTEM, now=NOW)


def test_a_rate_names_its_parts_and_a_code_stands_once():
    told = {"label": "Tỷ lệ", "unit_of_measure": "%", "measure": Measure.RATE}
    with pytest.raises(indicators.ShortOfParts):
        indicators.add_indicator(code="X", owner_id=None, actor=SYSTEM, now=NOW, **told)
    told |= {"measure": Measure.AMOUNT}
    indicators.add_indicator(code="X", owner_id=None, actor=SYSTEM, now=NOW, **told)
    with pytest.raises(indicators.CodeTaken):
        indicators.add_indicator(code="X", owner_id=None, actor=SYSTEM, now=NOW, **told)
