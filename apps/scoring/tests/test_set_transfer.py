"""Sheets of a replaced version go over to the version in force when asked, never by themselves."""

from dataclasses import replace
from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.domain.checking import sheet_faults
from apps.scoring.domain.criteria_sets import import_criteria, issue_set
from apps.scoring.domain.drafting import replace_criteria
from apps.scoring.domain.set_making import correct_set
from apps.scoring.domain.set_transfer import bring_sheets_over, replaced_sheets
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import NOW
from apps.scoring.tests.review_cases import send, type_points
from apps.scoring.tests.rules_for_tests import group, leaf

pytestmark = pytest.mark.django_db

THERE = {"actor": system_actor(), "now": NOW}
RULES = [
    group("A", 6),
    leaf("manual", 2, code="A.1", parent_code="A"),
    leaf("manual", 2, code="A.2", parent_code="A"),
    leaf("manual", 2, code="A.3", parent_code="A"),
]
# A.2 counts more, A.3 is gone, A.4 is new; only the words of A.1 changed.
CORRECTED = [
    group("A", 6),
    replace(RULES[1], label="Tên khác"),
    replace(RULES[2], max_points=Decimal(3)),
    leaf("manual", 1, code="A.4", parent_code="A"),
]


@pytest.fixture
def old():
    year = EmulationYearFactory()
    made = import_criteria(rules=RULES, code="BTC", year_id=year.pk, kinds=[], **THERE).criteria_set
    return issue_set(criteria_set_id=made.pk, **THERE)


def correct(old):
    draft = correct_set(criteria_set_id=old.pk, reason="Sai điểm A.2", **THERE)
    replace_criteria(criteria_set_id=draft.pk, rules=CORRECTED, seen_hash=draft.content_hash, **THERE)
    return issue_set(criteria_set_id=draft.pk, **THERE)


def sheet_of(old) -> ScoreSheet:
    cluster_year = ClusterYearFactory(year=old.year)
    MemberFactory(cluster_year=cluster_year)
    return open_sheets(cluster_year_id=cluster_year.pk, criteria_set_id=old.pk, **THERE)[0]


def points_of(version) -> dict:
    return {line.criterion.code: line.points for line in version.lines.select_related("criterion")}


@pytest.mark.parametrize("sent", [False, True])
def test_lines_follow_their_code_and_what_was_sent_stays_by_the_old_set(old, sent):
    sheet = sheet_of(old)
    type_points(sheet, A_1="2", A_2="1.5", A_3="1")
    if sent:
        send(sheet)
    new = correct(old)
    assert ScoreSheet.objects.get().criteria_set == old
    assert bring_sheets_over(criteria_set_id=new.pk, **THERE) == 1
    sheet = ScoreSheet.objects.get()
    current = sheet.versions.get(locked_at=None)
    assert (sheet.criteria_set, sheet.state) == (new, "self_scoring")
    assert points_of(current) == {"A.1": 2, "A.2": None, "A.4": None}
    assert current.lines.get(criterion__code="A.2").points_given == Decimal("1.5")
    assert {line.criterion.criteria_set_id for line in current.lines.all()} == {new.pk}
    trail = Entry.objects.get(action="scoring.score_sheet.bring_over")
    assert trail.before["set_aside"]["A.3"] == {"points": "1.000"}
    if sent:
        assert sheet.reopened_reason.endswith("Sai điểm A.2")
        earlier = sheet.versions.get(locked_at__isnull=False)
        assert points_of(earlier) == {"A.1": 2, "A.2": Decimal("1.5"), "A.3": 1}
    assert list(sheet_faults()) == []
    assert not replaced_sheets(new).exists()


def test_repeating_changes_nothing(old):
    sheet_of(old)
    new = correct(old)
    bring_sheets_over(criteria_set_id=new.pk, **THERE)
    entries = Entry.objects.count()
    assert bring_sheets_over(criteria_set_id=new.pk, **THERE) == 0
    assert Entry.objects.count() == entries
