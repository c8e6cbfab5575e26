"""Conflict of interest: nobody checks a unit of theirs, now or in its year, nor what they scored themselves."""

from datetime import date

import pytest

from apps.scoring.domain import lines
from apps.scoring.domain.inputs import LineInput
from apps.scoring.models import ScoreSheet
from apps.scoring.review_policies import can_receive_paper, can_review
from apps.scoring.review_queries import for_review
from apps.scoring.tests.factories import NOW, acting, open_sheet
from apps.scoring.tests.review_cases import D, open_lines, send, sheet_in_step, standing_office_of
from apps.units.person_enums import PostingKind
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db

# The sheet's year runs 01/01–31/12/2020; the question is asked on 12/11/2020.
ROLES = [
    ("officer, this year until June", "officer", date(2020, 1, 1), date(2020, 6, 30), False),
    ("leader, ended the day before the year", "leader", date(2015, 1, 1), date(2019, 12, 31), True),
    ("leader, ended on the first day of the year", "leader", date(2015, 1, 1), date(2020, 1, 1), False),
    ("officer, begins next year", "officer", date(2021, 1, 1), None, True),
    ("auditor of the unit", "auditor", date(2020, 1, 1), None, True),
]
POSTINGS = [
    (PostingKind.OFFICIAL, date(2019, 1, 1), None, False),
    (PostingKind.SECONDED, date(2020, 12, 1), None, False),
    (PostingKind.OFFICIAL, date(2010, 1, 1), date(2019, 12, 31), True),
    (PostingKind.FORMER, None, None, True),
]


def verdict(user, sheet):
    """The same answer from the sheet alone and from the sheet as pages find it."""
    actor = acting(user)
    alone = can_review(actor, ScoreSheet.objects.get(pk=sheet.pk))
    found = can_review(actor, for_review(actor).get(pk=sheet.pk))
    assert bool(alone) == bool(found)
    return alone


@pytest.mark.parametrize(("case", "role", "starts_on", "ends_on", "may"), ROLES, ids=[row[0] for row in ROLES])
def test_a_role_in_the_unit_now_or_in_the_year(case, role, starts_on, ends_on, may):
    sheet = sheet_in_step()
    user = standing_office_of(sheet)
    RoleAssignmentFactory(unit=sheet.unit, user=user, role=role, starts_on=starts_on, ends_on=ends_on)
    assert bool(verdict(user, sheet)) == may


@pytest.mark.parametrize(("kind", "starts_on", "ends_on", "may"), POSTINGS)
def test_a_post_in_the_unit_now_or_in_the_year(kind, starts_on, ends_on, may):
    sheet = sheet_in_step()
    user = standing_office_of(sheet)
    person = PersonFactory(user=user)
    PostingFactory(person=person, unit=sheet.unit, kind=kind, starts_on=starts_on, ends_on=ends_on)
    answer = verdict(user, sheet)
    assert bool(answer) == may
    if not may:
        assert "trong năm đã công tác" in str(answer.reason)


def test_a_post_in_a_sub_unit_counts_and_one_above_does_not():
    sheet = sheet_in_step()
    user = standing_office_of(sheet)
    above = PostingFactory(person=PersonFactory(user=user), unit=sheet.cluster_year.cluster.organiser)
    assert verdict(user, sheet)
    division = UnitFactory(parent=sheet.unit)
    type(above).objects.filter(pk=above.pk).update(unit=division)
    assert not verdict(user, sheet)


def test_whoever_typed_the_self_score_does_not_check_it():
    sheet = open_sheet()
    user = standing_office_of(sheet)
    line = open_lines(sheet)["A.1"]
    lines.save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=D(1)), actor=acting(user), now=NOW)
    sheet = send(sheet)
    answer = verdict(user, sheet)
    assert not answer
    assert "Bạn đã nhập điểm tự chấm" in str(answer.reason)
    assert not can_receive_paper(acting(user), sheet)
