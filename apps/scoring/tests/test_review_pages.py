"""Pages of review and the comparison: what they show."""

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.core.tokens import new_token
from apps.scoring.domain import evidence, finalising, reviews
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ReviewStep
from apps.scoring.tests.factories import criteria_set_of_leaves, officer_of
from apps.scoring.tests.review_cases import (
    LATER,
    NOW,
    SYSTEM,
    D,
    head_of,
    open_lines,
    row_post,
    sheet_in,
    sheet_in_step,
    standing_office_of,
)

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


@pytest.mark.parametrize("leaves", [1, 100])
def test_queries_of_the_page_do_not_grow(client, leaves, django_assert_max_num_queries):
    sheet = sheet_in_step(criteria_set_of_leaves(leaves), A_1="2")
    client.force_login(head_of(sheet))
    client.get(url("review", sheet))
    with django_assert_max_num_queries(13):
        response = client.get(url("review", sheet))
    assert len(response.context["rows"]) == leaves


def test_lines_come_by_risk_with_the_reason_in_words(client, sheet, head):
    line = sheet.versions.get(stage=Stage.SELF).lines.get(criterion__code="A.1")
    assert line.points == D(2)
    response = client.get(url("review", sheet))
    codes = [state.row.criterion.code for state in response.context["rows"]]
    assert codes == ["A.1", "A.2"]
    assert "Nhận đủ điểm chuẩn nhưng chưa có tài liệu minh chứng." in response.content.decode()
    response = client.get(url("review", sheet), {"show": "look", "order": "table"})
    assert [state.row.criterion.code for state in response.context["rows"]] == ["A.1"]


@pytest.mark.parametrize("query", [{"show": "x"}, {"order": "x"}, {"part": "x"}, {"part": "99999999"}])
def test_a_mangled_address_shows_all_lines(client, sheet, head, query):
    assert len(client.get(url("review", sheet), query).context["rows"]) == 2


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (SheetState.SELF_SUBMITTED, "Bảng chưa được tiếp nhận"),
        (SheetState.RETURNED, "Bảng này hiện không ở bước kiểm tra"),
        (SheetState.FINAL, "Bảng này hiện không ở bước kiểm tra"),
    ],
)
def test_the_page_says_when_no_step_has_the_sheet(client, state, text):
    sheet = sheet_in(state)
    client.force_login(head_of(sheet))
    assert text in client.get(url("review", sheet)).content.decode()


def test_the_line_beside_shows_evidence_and_figures(client):
    from apps.scoring.tests.factories import open_sheet
    from apps.scoring.tests.review_cases import send, type_points

    sheet = open_sheet(criteria_set_of_leaves(1))
    type_points(sheet, A_1="2")
    line = open_lines(sheet)["A.1"]
    evidence.cite_document(
        line_id=line.pk, symbol="12/KH-BTP", issued_on=NOW.date(), abstract="Kế hoạch năm", actor=SYSTEM, now=NOW
    )
    sheet = reviews.start_step(sheet_id=send(sheet).pk, actor=SYSTEM, now=NOW)
    client.force_login(head_of(sheet))
    line = open_lines(sheet)["A.1"]
    beside = client.get(url("review-line", sheet, line.pk), **HTMX).content.decode()
    alone = client.get(url("review-line", sheet, line.pk)).content.decode()
    assert "12/KH-BTP" in beside
    assert "<html" not in beside
    assert "12/KH-BTP" in alone
    assert "<html" in alone


def test_the_second_step_says_whose_points_it_starts_from(client):
    sheet = sheet_in_step(criteria_set_of_leaves(2, steps=2))
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    ReviewStep.objects.filter(order=2).update(name="Thẩm định", role="standing_office")
    client.force_login(standing_office_of(sheet))
    reading = client.get(url("review", sheet)).context["reading"]
    assert (reading.step.name, reading.source_label, reading.checked) == ("Thẩm định", "Trưởng Cụm kiểm tra", 0)


@pytest.mark.parametrize(
    ("state", "reopen", "close"),
    [
        (SheetState.SELF_SCORING, False, True),
        (SheetState.IN_STEP, True, False),
        (SheetState.FINAL, True, False),
        (SheetState.NOT_SUBMITTED, True, False),
    ],
)
def test_the_comparison_offers_the_standing_office_what_the_state_allows(client, state, reopen, close):
    sheet = sheet_in(state)
    client.force_login(standing_office_of(sheet))
    context = client.get(url("sheet-comparison", sheet)).context
    assert (context["may_reopen"], context["may_close"]) == (reopen, close)


def test_comparison_shows_locked_versions_side_by_side(client, sheet, head):
    line = open_lines(sheet)["A.1"]
    client.post(url("review-row", sheet, line.pk), row_post(line, agreed_points="1", reason="late"))
    client.force_login(officer_of(sheet))
    comparison = client.get(url("sheet-comparison", sheet)).context["comparison"]
    assert [heading.label for heading in comparison.headings] == ["Tự chấm"]
    client.force_login(head)
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    client.post(url("review-finish", sheet), {"form_token": new_token()})
    client.force_login(officer_of(sheet))
    comparison = client.get(url("sheet-comparison", sheet), {"show": "different"}).context["comparison"]
    labels = [(heading.label, heading.version.total, heading.change) for heading in comparison.headings]
    assert labels == [
        ("Tự chấm", D("3.5"), D(0)),
        ("Trưởng Cụm kiểm tra", D("2.5"), D(-1)),
        ("Điểm chốt", D("2.5"), D(0)),
    ]
    (part,) = comparison.parts
    cells = [(cell.points, cell.change, cell.reason) for cell in part.rows[0].cells]
    assert cells == [(D(2), D(0), ""), (D(1), D(-1), "Thực hiện chậm so với thời hạn"), (D(1), D(0), "")]
    assert (comparison.lines, comparison.different) == (2, 1)


@pytest.mark.parametrize("leaves", [1, 30])
def test_queries_of_the_comparison_do_not_grow(client, leaves, django_assert_max_num_queries):
    sheet = sheet_in_step(criteria_set_of_leaves(leaves), A_1="2")
    client.force_login(UserFactory() and head_of(sheet))
    with django_assert_max_num_queries(13):
        client.get(url("sheet-comparison", sheet))
