"""Phân công kiểm tra: who was given what sees and changes only that; progress; what nobody was given; copying."""

import pytest
from django.urls import reverse

from apps.core.actor import system_actor
from apps.scoring.domain import assignments, reviews
from apps.scoring.domain.assignments import AssignmentsChanged, NotAssignable, NothingToCopy, seen_mark
from apps.scoring.domain.tables import load_table
from apps.scoring.models import ReviewAssignment, ReviewStep, ScoreSheet
from apps.scoring.review_policies import can_coordinate, can_decide, can_finish, can_return, lines_in_scope
from apps.scoring.review_progress import missing_groups, progress_of
from apps.scoring.review_scope import given_of, reviewers_by_leaf
from apps.scoring.tests.factories import NOW, CriterionFactory, acting, criteria_set_of_leaves
from apps.scoring.tests.review_cases import D, finish, head_of, open_lines, row_post, sheet_in_step
from apps.scoring.views.assignments import MyReviewsView
from apps.units.enums import Role
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


def give(sheet, **cells):
    """Make the table of the sheet's only step: code of the criterion (``.`` as ``_``) → unit or person."""
    by_code = dict(sheet.criteria_set.criteria.values_list("code", "pk"))
    wanted = [(by_code[code.replace("_", ".")], who._meta.model_name, who.pk) for code, who in cells.items()]
    return assignments.save_assignments(
        cluster_year_id=sheet.cluster_year_id,
        step_id=sheet.criteria_set.steps.get().pk,
        wanted=wanted,
        actor=SYSTEM,
        now=NOW,
    )


@pytest.fixture
def sheet():
    """Two parts of two lines each, in its first step."""
    return sheet_in_step(criteria_set_of_leaves(4, parts=2), A_1="2", A_2="1.5", B_1="1", B_2="2")


@pytest.fixture
def finance(sheet):
    """A unit that was given part B, with its officer."""
    unit = UnitFactory(name="Cục Kế hoạch - Tài chính")
    give(sheet, B=unit)
    unit.officer = RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user
    return unit


def test_a_reviewer_sees_and_changes_only_the_lines_given(client, sheet, finance):
    client.force_login(finance.officer)
    page = client.get(reverse("scoring:review", args=[sheet.pk])).content.decode()
    assert ("Tiêu chí B.1" in page, "Tiêu chí A.1" in page) == (True, False)
    assert "Hoàn thành kiểm tra" not in page
    lines = open_lines(sheet)
    found = {}
    for code in ("A.1", "B.1"):
        url = reverse("scoring:review-row", args=[sheet.pk, lines[code].pk])
        found[code] = client.post(url, row_post(lines[code], agreed_points="0,5", reason="late")).status_code
    assert found == {"A.1": 404, "B.1": 302}
    assert (open_lines(sheet)["A.1"].points, open_lines(sheet)["B.1"].points) == (D(2), D("0.5"))
    for name in ("review-finish", "review-return", "review-start"):
        assert client.get(reverse(f"scoring:{name}", args=[sheet.pk])).status_code == 403
    for name in ("sheet-detail", "sheet-comparison"):
        assert client.get(reverse(f"scoring:{name}", args=[sheet.pk])).status_code == 404


def test_agreeing_with_the_rest_ticks_only_the_lines_given(client, sheet, finance):
    client.force_login(finance.officer)
    client.post(reverse("scoring:review-agree", args=[sheet.pk]), {})
    checked = {code: line.checked_at is not None for code, line in open_lines(sheet).items()}
    assert checked == {"A.1": False, "A.2": False, "B.1": True, "B.2": True}


def test_the_nearest_criterion_counts(sheet):
    outer, inner = UnitFactory(), UnitFactory()
    give(sheet, A=outer, A_2=inner)
    by_leaf = reviewers_by_leaf(load_table(sheet.criteria_set_id), given_of(sheet))
    assert {code: [each.unit_id for each in holders] for code, holders in by_leaf.items()} == {
        "A.1": [outer.pk],
        "A.2": [inner.pk],
        "B.1": [],
        "B.2": [],
    }


def test_the_own_units_sheet_is_refused_to_whoever_was_given_its_criteria(client, sheet):
    give(sheet, B=sheet.unit)
    officer = RoleAssignmentFactory(unit=sheet.unit, role=Role.OFFICER).user
    client.force_login(officer)
    response = client.get(reverse("scoring:review", args=[sheet.pk]))
    assert response.status_code == 403
    assert "Không tự kiểm tra bảng điểm của đơn vị mình" in response.content.decode()
    assert not client.get(reverse("scoring:my-reviews")).context["rows"]


def test_a_person_with_an_account_may_be_given_criteria(sheet):
    person = PersonFactory(user=RoleAssignmentFactory().user)
    give(sheet, B_1=person)
    actor, fresh = acting(person.user), ScoreSheet.objects.get(pk=sheet.pk)
    assert lines_in_scope(actor, fresh, load_table(sheet.criteria_set_id)) == {"B.1"}
    verdicts = [bool(policy(actor, fresh)) for policy in (can_decide, can_coordinate, can_finish, can_return)]
    assert verdicts == [True, False, False, False]


def test_progress_counts_each_reviewer_and_leaves_the_own_sheet_to_whoever_does_the_step(sheet, finance):
    reviews.agree_lines(sheet_id=sheet.pk, part_id=sheet.criteria_set.criteria.get(code="A").pk, actor=SYSTEM, now=NOW)
    [step] = progress_of(sheet.cluster_year)
    [reviewer] = step.reviewers
    assert (reviewer.name, reviewer.lines, reviewer.checked) == (finance.name, 2, 0)
    assert (step.rest.lines, step.rest.checked) == (2, 2)
    assert [row.code for row in step.missing] == ["A"]
    give(sheet, B=sheet.unit)
    [step] = progress_of(sheet.cluster_year)
    assert (step.reviewers[0].lines, step.rest.lines) == (0, 4)


def test_missing_groups_are_said_before_the_step_starts(client, sheet, finance):
    table, given = load_table(sheet.criteria_set_id), given_of(sheet)
    assert [row.code for row in missing_groups(table, given)] == ["A"]
    assert missing_groups(table, []) == []
    client.force_login(head_of(sheet))
    text = client.get(reverse("scoring:review-start", args=[sheet.pk])).content.decode()
    assert "Có tiêu chí chưa phân công người kiểm tra" in text


def test_the_table_is_saved_whole_by_the_page_and_the_second_writer_is_told(client, sheet, finance):
    client.force_login(head_of(sheet))
    step = sheet.criteria_set.steps.get()
    url = reverse("scoring:assignments", args=[sheet.cluster_year_id, step.pk])
    part_a, part_b = (sheet.criteria_set.criteria.get(code=code).pk for code in "AB")
    seen = seen_mark(assignments.assignments_of(sheet.cluster_year_id, step.pk))
    cell = f"c{part_a}-unit-{finance.pk}"
    assert client.post(url, {"seen": seen, cell: "on"}).status_code == 302
    assert list(ReviewAssignment.objects.values_list("criterion_id", "unit_id")) == [(part_a, finance.pk)]
    stale = client.post(url, {"seen": seen, f"c{part_b}-unit-{finance.pk}": "on"})
    assert stale.status_code == 422
    assert "Phân công đã được người khác sửa" in stale.content.decode()
    assert stale.context["form"][f"c{part_b}-unit-{finance.pk}"].value()
    added = client.get(url, {"unit": sheet.unit.code})
    assert sheet.unit.name in added.content.decode()


def test_saving_the_same_again_changes_nothing_and_foreign_criteria_are_refused(sheet, finance):
    assert give(sheet, B=finance) == 0
    foreign = CriterionFactory()
    step = sheet.criteria_set.steps.get()
    with pytest.raises(NotAssignable):
        assignments.save_assignments(
            cluster_year_id=sheet.cluster_year_id,
            step_id=step.pk,
            wanted=[(foreign.pk, "unit", finance.pk)],
            actor=SYSTEM,
            now=NOW,
        )
    with pytest.raises(AssignmentsChanged):
        assignments.save_assignments(
            cluster_year_id=sheet.cluster_year_id, step_id=step.pk, wanted=[], seen="", actor=SYSTEM, now=NOW
        )


def test_last_years_table_and_the_sets_own_names_are_taken_over(sheet, finance):
    criteria = sheet.criteria_set.criteria
    criteria.filter(code="A").update(review_by="cuc ke hoach – tai chinh")
    step = sheet.criteria_set.steps.get()
    where = {"cluster_year_id": sheet.cluster_year_id, "step_id": step.pk, "actor": SYSTEM, "now": NOW}
    assert assignments.take_from_set(**where) == 1
    assert set(ReviewAssignment.objects.values_list("criterion__code", "unit_id")) == {
        ("A", finance.pk),
        ("B", finance.pk),
    }
    with pytest.raises(NothingToCopy):
        assignments.copy_last_year(**where)
    year = sheet.cluster_year.year
    last = criteria_set_of_leaves(
        4,
        parts=2,
        year=type(year).objects.create(
            organiser=year.organiser, year=year.year - 1, starts_on=year.starts_on, ends_on=year.ends_on
        ),
    )
    before = type(sheet.cluster_year).objects.create(
        cluster=sheet.cluster_year.cluster, year=last.year, name=sheet.cluster_year.name
    )
    other = UnitFactory()
    part = last.criteria.get(code="A")
    ReviewAssignment.objects.create(cluster_year=before, step=last.steps.get(), criterion=part, unit=other)
    assert assignments.copy_last_year(**where) == 1
    assert ReviewAssignment.objects.filter(cluster_year=sheet.cluster_year, criterion__code="A", unit=other).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_reviewers_asks_the_same_whatever_their_number(client, sheet, count, django_assert_max_num_queries):
    give(sheet, **{code: UnitFactory() for code in ("A", "B", "A_1")[:count]})
    client.force_login(head_of(sheet))
    with django_assert_max_num_queries(15):
        client.get(reverse("scoring:reviewers", args=[sheet.cluster_year_id]))


def test_my_reviews_are_those_of_the_step_in_hand_counted_and_paged(client, sheet, finance, monkeypatch):
    """Given in a later step, or with a conflict: neither counted nor leaving a page half empty."""
    later = ReviewStep.objects.create(
        criteria_set=sheet.criteria_set, order=2, name="Thẩm định", role="standing_office"
    )
    part = sheet.criteria_set.criteria.get(code="A")
    other = UnitFactory()
    ReviewAssignment.objects.create(cluster_year=sheet.cluster_year, step=later, criterion=part, unit=other)
    reader = RoleAssignmentFactory(unit=other, role=Role.OFFICER).user
    monkeypatch.setattr(MyReviewsView, "paginate_by", 1)
    page = reverse("scoring:my-reviews")

    def counted(user):
        client.force_login(user)
        context = client.get(page).context
        return context["paginator"].count, len(context["rows"])

    assert (counted(finance.officer), counted(reader)) == ((1, 1), (0, 0))
    PostingFactory(person=PersonFactory(user=finance.officer), unit=sheet.unit)
    assert counted(finance.officer) == (0, 0)
    finish(sheet)
    assert counted(reader) == (1, 1)
