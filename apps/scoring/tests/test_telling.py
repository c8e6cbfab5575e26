"""Whom the steps of a sheet tell, and what."""

import pytest

from apps.notifications.models import Notice, OutboxMail
from apps.scoring.domain import finalising, returns, reviews, submissions
from apps.scoring.domain.returns import ReasonNeeded
from apps.scoring.tests.factories import NOW, acting, criteria_set_of_leaves, leader_of, officer_of, open_sheet
from apps.scoring.tests.review_cases import LATER, SYSTEM, head_of, open_lines, sent_sheet, sheet_in_step

pytestmark = pytest.mark.django_db


def told() -> list[tuple]:
    """(kind, receiver) in the order of telling."""
    return list(Notice.objects.order_by("pk").values_list("kind_id", "recipient_id"))


def test_leader_hears_of_the_officers_work_and_the_officer_of_the_leaders_remark():
    sheet = open_sheet()
    officer, leader = officer_of(sheet), leader_of(sheet)
    submissions.send_to_leader(sheet_id=sheet.pk, actor=acting(officer), now=NOW)
    submissions.send_to_leader(sheet_id=sheet.pk, actor=acting(officer), now=NOW)
    submissions.return_to_officer(sheet_id=sheet.pk, remark="Sửa dòng I.2", actor=acting(leader), now=LATER)
    assert told() == [("scoring.sheet_to_leader", leader.pk), ("scoring.sheet_to_officer", officer.pk)]
    assert Notice.objects.latest("pk").body == "Sửa dòng I.2"


def test_unit_hears_what_was_asked_of_it_with_a_mail_for_each():
    sheet = sheet_in_step(criteria_set_of_leaves(2), A_1="2")
    officer, leader = officer_of(sheet, email="cb@minhhoa.example"), leader_of(sheet, email="ld@minhhoa.example")
    line = open_lines(sheet)["A.1"]
    returns.return_sheet(
        sheet_id=sheet.pk, remark="Thiếu tài liệu", line_remarks={line.pk: "Bổ sung"}, actor=SYSTEM, now=LATER
    )
    assert sorted(told()) == sorted(("scoring.sheet_returned", each.pk) for each in (officer, leader))
    assert Notice.objects.first().body == "Thiếu tài liệu\n1 dòng có yêu cầu riêng."
    assert Notice.objects.first().path == sheet.get_absolute_url()
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {"cb@minhhoa.example", "ld@minhhoa.example"}


def test_a_refused_step_tells_nobody():
    sheet = sheet_in_step(criteria_set_of_leaves(2), A_1="2")
    officer_of(sheet)
    with pytest.raises(ReasonNeeded):
        returns.reopen_sheet(sheet_id=sheet.pk, reason=" ", actor=SYSTEM, now=LATER)
    assert told() == []


def test_unit_hears_that_its_sheet_was_taken_over_and_is_final():
    sheet = sent_sheet(criteria_set_of_leaves(2), A_1="2")
    officer = officer_of(sheet)
    reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert told() == [("scoring.sheet_received", officer.pk), ("scoring.sheet_final", officer.pk)]


def test_head_of_the_cluster_hears_that_a_sheet_was_sent_and_the_unit_itself_does_not():
    sheet = open_sheet()
    officer, head = officer_of(sheet), head_of(sheet)
    submissions.submit_sheet(sheet_id=sheet.pk, way="screen", actor=acting(officer), now=NOW)
    assert told() == [("scoring.sheet_submitted", head.pk)]
