"""Pages of lines that fill themselves: proof, remark, answer, taking figures anew, the figure never retyped."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.scoring.domain import figure_remarks, reviews, submissions
from apps.scoring.models import FigureRemark, ScoreLine
from apps.scoring.tests.factories import acting, leader_of, officer_of
from apps.scoring.tests.review_cases import head_of
from apps.scoring.tests.test_assignments import give
from apps.scoring.tests.test_filling import NOW, criteria_set, lines_of, opened, report_of  # noqa: F401
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(criteria_set):  # noqa: F811
    """A sheet whose report came two days late, and what is owed."""
    unit = UnitFactory()
    owed = report_of(unit, criteria_set.year, datetime(2020, 12, 2, 3, tzinfo=UTC))
    return opened(criteria_set, unit), owed


def test_the_part_shows_figure_points_and_proof_and_asks_for_no_figure(client, late):
    sheet, _owed = late
    client.force_login(officer_of(sheet))
    page = client.get(reverse("scoring:sheet-part", args=[sheet.pk, 1])).content.decode()
    line = lines_of(sheet)["A.1"]
    assert "Báo cáo năm: hạn 30/11/2020, nhận 02/12/2020, chậm 2 ngày" in page
    assert f'name="l{line.pk}-count"' not in page
    assert f'name="l{line.pk}-note"' in page
    assert "Lấy lại số liệu" not in page


def test_a_full_post_keeps_the_figure_whatever_it_carries(client, late):
    sheet, _owed = late
    client.force_login(officer_of(sheet))
    url = reverse("scoring:sheet-part", args=[sheet.pk, 1])
    form = client.get(url).context["line_rows"][0].form
    data = {f"l{form.line_id}-version": 1, f"l{form.line_id}-seen": form["seen"].value(), f"l{form.line_id}-count": 0}
    other = client.get(url).context["line_rows"][1].form
    data |= {f"l{other.line_id}-version": 1, f"l{other.line_id}-points": "90", f"l{other.line_id}-seen": "x"}
    assert client.post(url, data).status_code == 302
    assert {code: line.points for code, line in lines_of(sheet).items() if code != "B"} == {
        "A.1": Decimal("1.5"),
        "A.2": 90,
    }


def test_a_changed_source_is_told_and_taken_anew_on_demand(client, late):
    sheet, owed = late
    owed.first_fulfilled_at = datetime(2020, 11, 30, 3, tzinfo=UTC)
    owed.save()
    client.force_login(officer_of(sheet))
    part = reverse("scoring:sheet-part", args=[sheet.pk, 1])
    assert "Nguồn đã đổi, nay là: Số ngày chậm: 0" in client.get(part).content.decode()
    answer = client.post(reverse("scoring:sheet-refresh", args=[sheet.pk]), {"part": "1"}, follow=True)
    assert answer.redirect_chain[0][0] == part
    assert "dòng A.1" in answer.content.decode()
    assert lines_of(sheet)["A.1"].points == 2


def test_the_unit_remarks_and_whoever_checks_answers(client, late):
    sheet, _owed = late
    leader, line = leader_of(sheet), lines_of(sheet)["A.1"]
    client.force_login(leader)
    url = reverse("scoring:figure-remark", args=[line.pk])
    assert "chậm 2 ngày" in client.get(url).content.decode()
    client.post(url, {"text": "Trục liên thông nhận ngày 30/11."})
    remark = FigureRemark.objects.get()
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=acting(leader), now=NOW)
    head = head_of(sheet)
    reviews.start_step(sheet_id=sheet.pk, actor=acting(head), now=NOW)
    client.force_login(head)
    page = client.get(reverse("scoring:review", args=[sheet.pk])).content.decode()
    assert "Đơn vị có ý kiến về số liệu hệ thống điền" in page
    checked = ScoreLine.objects.get(sheet_version__stage="step", criterion=line.criterion)
    detail = client.get(reverse("scoring:review-line", args=[sheet.pk, checked.pk])).content.decode()
    assert "Trục liên thông nhận ngày 30/11." in detail
    answer = reverse("scoring:figure-answer", args=[remark.pk])
    assert answer in detail
    client.post(answer, {"text": "Đã đối chiếu: nhận ngày 02/12."})
    remark.refresh_from_db()
    assert remark.answer == "Đã đối chiếu: nhận ngày 02/12."
    client.force_login(leader)
    assert remark.answer in client.get(reverse("scoring:sheet-part", args=[sheet.pk, 1])).content.decode()


@pytest.mark.parametrize(("given", "status"), [("A.1", 302), ("A.2", 404)])
def test_whoever_was_given_the_line_answers_and_nobody_who_was_given_another(client, late, given, status):
    sheet, _owed = late
    leader, line = acting(leader_of(sheet)), lines_of(sheet)["A.1"]
    remark = figure_remarks.say(line_id=line.pk, text="Nhận ngày 30/11.", actor=leader, now=NOW)
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=leader, now=NOW)
    reviews.start_step(sheet_id=sheet.pk, actor=system_actor(), now=NOW)
    reviewer = RoleAssignmentFactory(unit=UnitFactory(), role=Role.OFFICER)
    give(sheet, **{given.replace(".", "_"): reviewer.unit})
    client.force_login(reviewer.user)
    url = reverse("scoring:figure-answer", args=[remark.pk])
    assert client.post(url, {"text": "Đã đối chiếu."}).status_code == status
    remark.refresh_from_db()
    assert bool(remark.answer) == (status == 302)


def test_finishing_points_out_remarks_without_an_answer(client, late):
    sheet, _owed = late
    leader, line = acting(leader_of(sheet)), lines_of(sheet)["A.1"]
    remark = figure_remarks.say(line_id=line.pk, text="Nhận ngày 30/11.", actor=leader, now=NOW)
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=leader, now=NOW)
    reviews.start_step(sheet_id=sheet.pk, actor=system_actor(), now=NOW)
    client.force_login(head_of(sheet))
    url, title = reverse("scoring:review-finish", args=[sheet.pk]), "Đơn vị có ý kiến chưa được trả lời"
    page = client.get(url).content.decode()
    assert (title in page, reverse("scoring:figure-answer", args=[remark.pk]) in page) == (True, True)
    figure_remarks.answer(remark_id=remark.pk, text="Đã đối chiếu.", actor=system_actor(), now=NOW)
    assert title not in client.get(url).content.decode()
