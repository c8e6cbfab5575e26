"""Posts of review: one line, many lines, the steps."""

import pytest
from django.urls import reverse

from apps.core.tokens import new_token
from apps.scoring.domain import reviews
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import SheetVersion
from apps.scoring.tests.factories import criteria_set_of_leaves, officer_of
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    counted_sheet,
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


def test_row_saved_by_htmx_answers_the_row_and_the_sums(client, sheet, head):
    line = open_lines(sheet)["A.1"]
    post = row_post(line, agreed_points="1,25", reason="no_evidence")
    response = client.post(url("review-row", sheet, line.pk), post, **HTMX)
    text = response.content.decode()
    assert response.status_code == OK
    assert f'id="line-{line.pk}"' in text
    assert 'id="review-summary"' in text
    assert "2,75" in text
    found = open_lines(sheet)["A.1"]
    assert (found.points, found.reason.code, found.saved_by_label) == (D("1.25"), "no_evidence", head.label)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3", "Điểm 3 vượt mức tối đa 2."),
        ("một", "Nhập một số"),
        ("-1", "nhỏ hơn 0"),
        ("1", "chọn hoặc ghi lý do chênh lệch"),
    ],
)
def test_bad_points_are_refused_beside_the_field_and_kept(client, sheet, head, typed, said):
    line = open_lines(sheet)["A.1"]
    reason = "" if typed == "1" else "late"
    post = row_post(line, agreed_points=typed, reason=reason)
    response = client.post(url("review-row", sheet, line.pk), post, **HTMX)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()
    plain = client.post(url("review-row", sheet, line.pk), post)
    assert plain.status_code == 422
    assert said in plain.content.decode()
    assert f'value="{typed}"' in plain.content.decode()
    assert open_lines(sheet)["A.1"].points == D(2)


def test_stale_row_shows_both_values(client, sheet, head):
    line = open_lines(sheet)["A.1"]
    reviews.save_review_line(
        line_id=line.pk,
        expected_version=1,
        inputs=stored_inputs(line),
        agreed_points=D(1),
        reason_code="late",
        actor=SYSTEM,
        now=LATER,
    )
    post = row_post(line, agreed_points="0,5", reason="no_evidence")
    response = client.post(url("review-row", sheet, line.pk), post, **HTMX)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Nội dung của bạn vẫn còn ở dưới." in text
    assert "<dd>0,5</dd>" in text
    assert "Thực hiện chậm so với thời hạn" in text
    assert f'name="l{line.pk}-version" value="2"' in text


def test_agree_and_save_without_javascript_lead_back_to_the_line(client, sheet, head):
    line = open_lines(sheet)["A.1"]
    response = client.post(url("review-row", sheet, line.pk), row_post(line, agree="") | {"agree": "1"})
    assert (response.status_code, response.url) == (302, f"{url('review', sheet)}#line-{line.pk}")
    assert open_lines(sheet)["A.1"].checked_at is not None
    line = open_lines(sheet)["A.2"]
    client.post(url("review-row", sheet, line.pk), row_post(line, agreed_points="1", reason_text="Họp thống nhất"))
    assert open_lines(sheet)["A.2"].reason_text == "Họp thống nhất"


def test_figures_changed_beside_the_list_are_computed(client):
    sheet = counted_sheet()
    client.force_login(head_of(sheet))
    line = open_lines(sheet)["A.2"]
    post = row_post(line, agreed_points="2", reason="count_reduced", count="3", not_applicable="")
    response = client.post(url("review-line", sheet, line.pk), post, **HTMX)
    assert response.status_code == OK
    found = open_lines(sheet)
    assert (found["A.2"].count, found["A.2"].points, found["A.2"].agreed) == (D(3), D("1.5"), False)
    assert f'id="line-{found["A.3"].pk}"' in response.content.decode()


def test_a_line_of_another_sheet_is_not_found(client, sheet, head):
    other = open_lines(sheet_in_step())["A.1"]
    assert client.post(url("review-row", sheet, other.pk), row_post(other), **HTMX).status_code == MISSING
    assert client.get(url("review-line", sheet, other.pk)).status_code == MISSING


def test_a_direct_post_to_a_final_sheet_changes_nothing(client):
    sheet = sheet_in(SheetState.FINAL)
    client.force_login(head_of(sheet))
    line = sheet.versions.get(stage=Stage.STEP).lines.first()
    response = client.post(url("review-row", sheet, line.pk), row_post(line, agreed_points="0", reason="late"))
    assert response.status_code == MISSING
    line.refresh_from_db()
    assert line.points == D(2)


# --- Steps -----------------------------------------------------------------------------------------------


def test_start_by_button(client):
    sheet = sheet_in(SheetState.SELF_SUBMITTED)
    client.force_login(head_of(sheet))
    response = client.post(url("review-start", sheet), {"form_token": new_token()})
    assert (response.status_code, response.url) == (302, url("review", sheet))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IN_STEP


def test_agree_all_asks_first_and_states_count_and_sum(client, sheet, head):
    asked = client.get(url("review-agree", sheet))
    assert (asked.context["count"], asked.context["points"]) == (2, D("3.5"))
    assert not any(line.checked_at for line in open_lines(sheet).values())
    answered = client.post(url("review-agree", sheet), {"form_token": new_token()}, follow=True)
    assert "Đã đồng ý 2 dòng." in answered.content.decode()
    assert all(line.checked_at for line in open_lines(sheet).values())


def test_agree_all_of_one_part(client):
    sheet = sheet_in_step(criteria_set_of_leaves(2, parts=2), A_1="2", B_1="1")
    client.force_login(head_of(sheet))
    part = open_lines(sheet)["B.1"].criterion.part_id
    asked = client.get(url("review-agree", sheet), {"part": part})
    assert (asked.context["count"], asked.context["points"]) == (1, D(1))
    client.post(url("review-agree", sheet), {"form_token": new_token(), "part": part})
    assert {code: line.checked_at is not None for code, line in open_lines(sheet).items()} == {
        "A.1": False,
        "B.1": True,
    }


def test_finish_is_refused_with_the_number_of_open_lines(client, sheet, head):
    response = client.post(url("review-finish", sheet), {"form_token": new_token()})
    assert response.status_code == 422
    assert "Còn 2 dòng chưa kiểm tra" in response.content.decode()


def test_finish_sent_twice_is_done_once(client, sheet, head):
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    token = {"form_token": new_token()}
    first, second = client.post(url("review-finish", sheet), token), client.post(url("review-finish", sheet), token)
    assert first.url == second.url == url("sheet-comparison", sheet)
    assert SheetVersion.objects.filter(stage=Stage.FINAL).count() == 1


def test_finish_page_lists_all_differences_with_their_reasons(client, sheet, head):
    line = open_lines(sheet)["A.1"]
    client.post(
        url("review-row", sheet, line.pk), row_post(line, agreed_points="1", reason="late", reason_text="2 ngày")
    )
    text = client.get(url("review-finish", sheet)).content.decode()
    assert "Thực hiện chậm so với thời hạn; 2 ngày" in text


def test_the_unit_sees_what_is_asked_on_the_line(client, sheet, head):
    line = open_lines(sheet)["A.1"]
    post = {"form_token": new_token(), "remark": "", f"line_{line.pk}": "Thiếu kế hoạch năm 2020"}
    response = client.post(url("review-return", sheet), post)
    assert (response.status_code, response.url) == (302, url("sheet-comparison", sheet))
    client.force_login(officer_of(sheet))
    assert "Thiếu kế hoạch năm 2020" in client.get(url("sheet-comparison", sheet)).content.decode()
    assert "Thiếu kế hoạch năm 2020" in client.get(reverse("scoring:sheet-part", args=[sheet.pk, 1])).content.decode()


def test_return_without_any_remark_is_refused(client, sheet, head):
    response = client.post(url("review-return", sheet), {"form_token": new_token(), "remark": ""})
    assert response.status_code == 422
    assert "Ghi yêu cầu chung hoặc yêu cầu cho ít nhất một dòng." in response.content.decode()


def test_reopen_and_close_by_the_standing_office(client):
    final, unsent = sheet_in(SheetState.FINAL), sheet_in(SheetState.SELF_SCORING)
    for sheet, name, state in (
        (final, "sheet-reopen", SheetState.SELF_SCORING),
        (unsent, "sheet-close-unsent", SheetState.NOT_SUBMITTED),
    ):
        client.force_login(standing_office_of(sheet))
        short = client.post(url(name, sheet), {"form_token": new_token(), "reason": "ngắn"})
        assert short.status_code == 422
        client.post(url(name, sheet), {"form_token": new_token(), "reason": "Đơn vị nhầm số liệu"})
        sheet.refresh_from_db()
        assert sheet.state == state
