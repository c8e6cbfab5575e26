"""The report movement_review, the opening of a year, and what boards read."""

from datetime import date

import pytest

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.core.components import StatusWord
from apps.core.together import answered
from apps.dashboard.papers import movements as papers
from apps.dashboard.papers.kinds import Asked
from apps.movements import opening
from apps.movements.domain import milestones
from apps.movements.enums import ReviewKind
from apps.movements.tests.factories import TITLE, at, launched, sector
from apps.obligations.models import Obligation
from apps.periods.opening import Change
from apps.reports import registry
from apps.reports.entries import movement_review
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


def test_report_names_the_movement_whole_and_who_is_missing():
    found = sector()
    movement = launched(found)
    milestones.add_milestone(
        movement_id=movement.pk,
        kind=ReviewKind.FIRST,
        year=2023,
        due_on=date(2023, 12, 31),
        actor=found.office,
        now=at(2023, 11, 1),
    )
    subject = movement_review.find_movements({"movement": movement.pk, "year": 2023}, found.office)
    (data,) = movement_review.build(subject)
    assert (data.title, data.total, data.year) == (TITLE, 8, 2023)
    assert data.bases == ("10-Ctr/BCS (21/06/2021)", "1116/QĐ-BTP (07/07/2021)")
    (milestone,) = data.milestones
    assert (milestone.sent, milestone.total, len(milestone.missing)) == (0, 8, 8)
    assert movement_review.REPORT.formats == ["pdf", "docx", "xlsx"]


def test_report_is_for_whoever_runs_or_oversees_the_movement():
    found = sector()
    movement = launched(found)
    officer = actor_for(found.officers[found.units[0].pk], date(2023, 1, 5))
    with pytest.raises(registry.NothingToReport):
        movement_review.find_movements({"movement": movement.pk}, officer)


def test_report_is_for_the_auditor_of_the_whole_and_for_commands_too():
    found = sector()
    movement = launched(found)
    auditor = RoleAssignmentFactory(unit=found.ministry, role=Role.AUDITOR).user
    for actor in (actor_for(auditor, date(2023, 1, 5)), SYSTEM):
        assert movement_review.find_movements({"movement": movement.pk}, actor).objects == [movement]


def test_opening_a_year_lists_the_movements_that_go_on_and_asks_the_units():
    found = sector()
    movement = launched(found)
    last, following = (found.ministry.emulation_years.get(year=year) for year in (2022, 2023))
    rows = {row.key: row for row in opening.preview(last, following, SYSTEM)}
    assert rows[f"movement-{movement.pk}"].change == Change.SAME
    chosen = {opening.ASK: {"due_on": date(2023, 2, 10)}}
    assert opening.carry_over(last, following, chosen, actor=SYSTEM, now=at(2023, 1, 4)) == 8
    assert opening.carry_over(last, following, chosen, actor=SYSTEM, now=at(2023, 1, 5)) == 0
    owed = Obligation.objects.filter(duty__year=following, duty__code="movement_launch").select_related("duty")
    assert (owed.count(), owed.first().duty.due_on) == (8, date(2023, 2, 10))


def test_board_reads_how_far_each_unit_is():
    found = sector()
    movement = launched(found)
    year = found.ministry.emulation_years.get(year=2022)
    movement.participations.filter(unit=found.units[0]).update(launched_on=date(2022, 9, 20))
    asked = Asked(
        actor=SYSTEM,
        now=at(2022, 10, 1),
        year_ids=frozenset([year.pk]),
        unit_ids=frozenset(unit.pk for unit in found.units[:2]),
    )
    words = {paper.key.unit_id: paper.word for paper in answered(papers.confirmations(asked))}
    assert words == {found.units[0].pk: StatusWord.DRAFT, found.units[1].pk: StatusWord.NOT_STARTED}
