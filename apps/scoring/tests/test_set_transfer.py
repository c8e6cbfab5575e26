"""Sheets of a replaced version go over to the version in force when asked, never by themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.documents.models import Use
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.domain.checking import sheet_faults
from apps.scoring.domain.criteria_sets import import_criteria, issue_set
from apps.scoring.domain.drafting import replace_criteria
from apps.scoring.domain.evidence import cite_document, remove_evidence
from apps.scoring.domain.set_making import correct_set
from apps.scoring.domain.set_transfer import bring_sheets_over, replaced_sheets
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.models import EvidenceLink, FigureRemark, ReviewAssignment, ScoreSheet
from apps.scoring.review_scope import given_of
from apps.scoring.tests.factories import NOW
from apps.scoring.tests.review_cases import open_lines, send, type_points
from apps.scoring.tests.rules_for_tests import group, leaf
from apps.scoring.tests.test_assignments import give
from apps.units.tests.factories import UnitFactory

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


@pytest.mark.parametrize("begun_anew", [False, True])
def test_who_was_given_a_criterion_keeps_it_by_its_code(old, begun_anew):
    """A.3 is gone; where somebody already gave out criteria of the new version, nothing is added."""
    sheet, finance, other = sheet_of(old), UnitFactory(), UnitFactory()
    give(sheet, A_1=finance, A_3=finance)
    new = correct(old)
    if begun_anew:
        sheet.criteria_set = new
        give(sheet, A_2=other)
    bring_sheets_over(criteria_set_id=new.pk, **THERE)
    sheet.refresh_from_db()
    codes = dict(new.criteria.values_list("pk", "code"))
    given = [(codes[each.criterion_id], each.unit_id) for each in given_of(sheet)]
    assert given == ([("A.2", other.pk)] if begun_anew else [("A.1", finance.pk)])
    assert ReviewAssignment.objects.filter(step__criteria_set=old).count() == 2


def test_papers_cited_before_are_taken_off_by_code_and_those_of_a_criterion_that_is_gone_at_once(old):
    sheet = sheet_of(old)
    for code, line in open_lines(sheet).items():
        cite_document(line_id=line.pk, symbol=f"{code}/KH", issued_on=date(2020, 4, 8), **THERE)
    bring_sheets_over(criteria_set_id=correct(old).pk, **THERE)
    assert {use.key for use in Use.objects.all()} == {f"sheet:{sheet.pk}:{code}" for code in ("A.1", "A.2")}
    for link in EvidenceLink.objects.all():
        remove_evidence(evidence_id=link.pk, **THERE)
    assert not Use.objects.exists()


def test_a_remark_on_a_figure_follows_its_criterion(old):
    sheet = sheet_of(old)
    criterion = old.criteria.get(code="A.1")
    FigureRemark.objects.create(sheet=sheet, criterion=criterion, text="Sai", said_by_label="Bà Thử", said_at=NOW)
    new = correct(old)
    bring_sheets_over(criteria_set_id=new.pk, **THERE)
    assert FigureRemark.objects.get().criterion.criteria_set == new
