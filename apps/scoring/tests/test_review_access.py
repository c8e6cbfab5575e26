"""Who comes into the pages of review."""

import pytest
from django.urls import reverse

from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import HeadTermFactory
from apps.scoring.models import ReviewStep
from apps.scoring.tests.factories import acting, leader_of, officer_of
from apps.scoring.tests.review_cases import D, head_of, open_lines, row_post, sheet_in_step, standing_office_of
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
OK, FORBIDDEN, MISSING = 200, 403, 404
REVIEW = ("review", "review-start", "review-agree", "review-return", "review-finish")
OFFICE = ("sheet-reopen", "sheet-close-unsent")


def url(name, sheet, *more):
    return reverse(f"scoring:{name}", args=[sheet.pk, *more])


@pytest.fixture
def sheet():
    return sheet_in_step()


@pytest.fixture
def head(sheet, client):
    user = head_of(sheet)
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", [*REVIEW, *OFFICE, "sheet-comparison"])
def test_anonymous_is_sent_to_sign_in(client, sheet, name):
    response = client.get(url(name, sheet))
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize("name", [*REVIEW, *OFFICE, "sheet-comparison"])
def test_an_outsider_finds_nothing(client, sheet, name):
    client.force_login(RoleAssignmentFactory().user)
    assert client.get(url(name, sheet)).status_code == MISSING


@pytest.mark.parametrize(
    ("who", "review", "office"),
    [
        (officer_of, FORBIDDEN, FORBIDDEN),
        (leader_of, FORBIDDEN, FORBIDDEN),
        (head_of, OK, FORBIDDEN),
        (lambda sheet: head_of(sheet, HeadRole.DEPUTY), OK, FORBIDDEN),
        (standing_office_of, OK, OK),
        (
            lambda sheet: RoleAssignmentFactory(unit=sheet.cluster_year.cluster.organiser, role=Role.AUDITOR).user,
            FORBIDDEN,
            FORBIDDEN,
        ),
    ],
)
def test_pages_by_role(client, sheet, who, review, office):
    client.force_login(who(sheet))
    assert {client.get(url(name, sheet)).status_code for name in REVIEW} == {review}
    assert {client.get(url(name, sheet)).status_code for name in OFFICE} == {office}
    assert client.get(url("sheet-comparison", sheet)).status_code == OK


def test_the_standing_office_step_is_closed_to_heads(client, sheet):
    ReviewStep.objects.update(role="standing_office")
    client.force_login(head_of(sheet))
    assert client.get(url("review", sheet)).status_code == FORBIDDEN


def test_a_head_does_not_check_the_sheet_of_the_own_unit_and_is_told_who_does(client, sheet):
    HeadTermFactory(cluster_year=sheet.cluster_year, unit=sheet.unit)
    deputy = HeadTermFactory(cluster_year=sheet.cluster_year, unit=UnitFactory(), role=HeadRole.DEPUTY)
    client.force_login(officer_of(sheet))
    response = client.get(url("review", sheet))
    text = response.content.decode()
    assert response.status_code == FORBIDDEN
    assert "Không tự kiểm tra bảng điểm của đơn vị mình" in text
    assert f"Phó Trưởng Cụm ({deputy.unit.name}) hoặc Thường trực Hội đồng" in text


def test_the_standing_office_does_not_check_a_unit_in_which_they_are_officer(client, sheet):
    user = standing_office_of(sheet)
    RoleAssignmentFactory(unit=sheet.unit, user=user)
    client.force_login(user)
    assert client.get(url("review", sheet)).status_code == FORBIDDEN
    line = open_lines(sheet)["A.1"]
    posted = client.post(url("review-row", sheet, line.pk), row_post(line, agreed_points="1", reason="late"))
    assert posted.status_code == FORBIDDEN
    assert open_lines(sheet)["A.1"].points == D(2)


def test_working_in_another_role_does_not_lift_the_conflict_of_interest(sheet):
    from apps.scoring.review_policies import can_review

    user = standing_office_of(sheet)
    RoleAssignmentFactory(unit=sheet.unit, user=user)
    actor = acting(user)
    narrowed = actor.limited_to(grant for grant in actor.grants if grant.role == Role.STANDING_OFFICE)
    assert not can_review(narrowed, sheet)
