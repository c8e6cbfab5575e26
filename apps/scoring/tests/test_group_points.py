"""Points that stand on a whole group: every page shows them, reviewers state them, files bring them back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.scoring.domain import reviews
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import criteria_set_of_leaves, leader_of, officer_of, open_sheet
from apps.scoring.tests.review_cases import LATER, SYSTEM, finish, head_of, open_lines, row_post, sheet_in_step

pytestmark = pytest.mark.django_db
OK = 200


def on_group(sheet: ScoreSheet, points: str = "3") -> None:
    """Points on part A instead of its lines, as a file leaves them, in every version."""
    group = sheet.criteria_set.criteria.get(code="A")
    for version in SheetVersion.objects.filter(sheet=sheet):
        version.lines.all().delete()
        given = Decimal(points)
        ScoreLine.objects.create(
            sheet_version=version, criterion=group, points_given=given, agreed=True, complete=True,
            base=given, bonus=0, penalty=0, points=given,
        )  # fmt: skip


@pytest.fixture
def sheet():
    sheet = sheet_in_step(criteria_set_of_leaves(2))
    on_group(sheet)
    return sheet


def test_pages_of_review_show_points_on_a_group(client, sheet):
    client.force_login(head_of(sheet))
    line = open_lines(sheet)["A"]
    names = ("review", "review-agree", "review-return", "review-finish", "sheet-comparison", "sheet-detail",
             "sheet-part", "sheet-print")  # fmt: skip
    for name in names:
        more = [1] if name == "sheet-part" else []
        assert client.get(reverse(f"scoring:{name}", args=[sheet.pk, *more])).status_code == OK, name
    url = reverse("scoring:review-line", args=[sheet.pk, line.pk])
    assert client.get(url).status_code == OK
    client.post(url, row_post(line, agreed_points="2,5", reason_text="Theo biên bản họp Cụm"))
    line.refresh_from_db()
    assert (line.points, line.agreed, line.checked_at is not None) == (Decimal("2.5"), True, True)


def test_points_on_a_group_are_agreed_or_stated_and_become_final(sheet):
    line = open_lines(sheet)["A"]
    reviews.save_review_line(
        line_id=line.pk, expected_version=line.version, inputs=stored_inputs(line), actor=SYSTEM, now=LATER
    )
    assert open_lines(sheet)["A"].agreed
    assert finish(sheet).versions.order_by("-pk").first().total == 3


def test_pages_of_the_unit_show_points_on_a_group(client):
    sheet = open_sheet(criteria_set_of_leaves(2))
    on_group(sheet)
    for user in (officer_of(sheet), leader_of(sheet)):
        client.force_login(user)
        for name in ("sheet-detail", "sheet-check", "sheet-print"):
            assert client.get(reverse(f"scoring:{name}", args=[sheet.pk])).status_code == OK, name
        assert client.get(reverse("scoring:sheet-part", args=[sheet.pk, 1])).status_code == OK
