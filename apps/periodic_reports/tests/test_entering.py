"""Nhập thay: whose draft it is, which day counts, the five days to correct."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from apps.core import tokens
from apps.notifications.models import Notice
from apps.obligations.models import Duty, Obligation
from apps.periodic_reports.domain.consolidating import consolidate
from apps.periodic_reports.domain.entering import NotEntered, ReceivedTooEarly, UnitWrites, cancel_entry, enter_for
from apps.periodic_reports.domain.returns import NoCorrection, correct_report, return_report
from apps.periodic_reports.domain.submissions import submit_report
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.models import ReportVersion
from apps.periodic_reports.tests.factories import (
    DUE,
    NOW,
    SYSTEM,
    acting,
    amount,
    fill,
    issued_template,
    line_of,
    officer_of,
    report_of,
    send,
    text,
)

pytestmark = pytest.mark.django_db
LATE = datetime(2022, 7, 3, 3, 0, tzinfo=UTC)


@pytest.fixture
def report():
    return report_of(issued_template(2), 1)


def enter(report, *, on=DUE, now=LATE):
    return enter_for(report_id=report.pk, received_on=on, basis="Bản giấy", actor=SYSTEM, now=now)


def entered_and_sent(report):
    enter(report)
    fill(report, now=LATE, hoa_giai=amount(3))
    return submit_report(report_id=report.pk, actor=SYSTEM, now=LATE)


def owed(report) -> Obligation:
    return Obligation.objects.select_related("duty").get(unit=report.unit, duty__code=report.template.duty_code)


def test_what_the_unit_sends_itself_counts_from_now_however_somebody_had_begun_to_type(report):
    enter(report)
    fill(report, now=LATE, hoa_giai=amount(3))
    sent = submit_report(report_id=report.pk, actor=acting(officer_of(report)), now=LATE)
    assert (sent.submitted_at, sent.sent_version.entered_by_label) == (LATE, "")
    assert owed(report).days_late(LATE) == 3


def test_draft_of_the_unit_is_not_opened_by_typing_for_it(report):
    fill(report, VBQPPL=text("nội dung đang soạn"))
    with pytest.raises(UnitWrites):
        enter(report)


def test_paper_with_corrections_is_typed_until_the_unit_begins_to_correct(report):
    send(report)
    return_report(report_id=report.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    enter(report)
    cancel_entry(report_id=report.pk, actor=SYSTEM, now=LATE)
    fill(report, now=LATE, hoa_giai=amount(7))
    with pytest.raises(UnitWrites):
        enter(report)


def test_paper_came_within_the_period_and_not_before_what_it_corrects(report):
    with pytest.raises(ReceivedTooEarly):
        enter(report, on=date(2021, 12, 31))
    send(report)
    return_report(report_id=report.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    with pytest.raises(ReceivedTooEarly):
        enter(report, on=NOW.date() - timedelta(days=1))


def test_cancelled_entry_takes_what_was_typed_with_it(report):
    enter(report)
    fill(report, now=LATE, hoa_giai=amount(3))
    cancel_entry(report_id=report.pk, actor=SYSTEM, now=LATE)
    assert not report.versions.exists()
    fill(report, now=LATE)
    with pytest.raises(NotEntered):
        cancel_entry(report_id=report.pk, actor=SYSTEM, now=LATE)


def test_cancelled_entry_leaves_what_the_unit_typed_in_it(report):
    enter(report)
    fill(report, now=LATE, actor=acting(officer_of(report)), hoa_giai=amount(3))
    cancel_entry(report_id=report.pk, actor=SYSTEM, now=LATE)
    version = report.versions.get()
    assert (version.entered_by_label, version.entered_received_on) == ("", None)
    assert line_of(report, "hoa-giai").amount == 3


def test_unit_that_owes_nothing_is_told_who_typed_as_well(report):
    officer = officer_of(report)
    Duty.objects.filter(code=report.template.duty_code).update(code="other:report")
    entered_and_sent(report)
    told = Notice.objects.get(kind="obligations.proxy_entered", recipient=officer).body
    assert f"đã nhập thay {report.template.label} từ bản giấy nhận ngày 30/06/2022 (Bản giấy)." in told
    assert told.endswith("sửa được đến hết ngày 08/07/2022.")


@pytest.mark.parametrize("taken_over", [False, True])
def test_unit_corrects_for_five_days_and_is_not_late(report, taken_over):
    entered_and_sent(report)
    if taken_over:
        consolidate(template_id=report.template_id, actor=SYSTEM, now=LATE)
    again = LATE + timedelta(days=5)
    corrected = correct_report(report_id=report.pk, actor=acting(officer_of(report)), now=again)
    assert (corrected.state, owed(report).is_with_unit_again) == (ReportState.DRAFT, True)
    assert line_of(report, "hoa-giai").amount == 3
    fill(report, now=again, hoa_giai=amount(4))
    submit_report(report_id=report.pk, actor=acting(officer_of(report)), now=again)
    assert owed(report).days_late(again) == 0
    assert [each.entered_received_on for each in ReportVersion.objects.filter(report=report)] == [DUE, None]


def test_after_five_days_or_of_the_own_sending_nothing_is_corrected(report):
    entered_and_sent(report)
    with pytest.raises(NoCorrection):
        correct_report(report_id=report.pk, actor=SYSTEM, now=LATE + timedelta(days=6))
    own = send(report_of(report.template, 0))
    with pytest.raises(NoCorrection):
        correct_report(report_id=own.pk, actor=SYSTEM, now=NOW)


def test_pages_offer_correcting_to_the_unit_and_cancelling_to_whoever_types(client, report):
    today = datetime.now(tz=UTC)
    head, officer = officer_of(report_of(report.template, 0)), officer_of(report)
    enter(report, on=today.date(), now=today)
    client.force_login(head)
    detail = report.get_absolute_url()
    assert "Hủy nhập thay" in client.get(detail).content.decode()
    fill(report, now=today, hoa_giai=amount(3))
    submit_report(report_id=report.pk, actor=SYSTEM, now=today)
    assert "Sửa bản nhập thay" not in client.get(detail).content.decode()
    client.force_login(officer)
    assert "Sửa bản nhập thay" in client.get(detail).content.decode()
    url = reverse("periodic_reports:report-correct", args=[report.pk])
    edit = reverse("periodic_reports:report-edit", args=[report.pk])
    assert client.post(url, {"form_token": tokens.new_token()}).url == edit


def test_head_is_not_offered_to_type_where_the_unit_writes(client, report):
    fill(report, VBQPPL=text("nội dung đang soạn"))
    client.force_login(officer_of(report_of(report.template, 0)))
    assert "Nhập thay" not in client.get(report.get_absolute_url()).content.decode()
    url = reverse("periodic_reports:report-enter-for", args=[report.pk])
    answer = client.post(url, {"received_on": "18/06/2022", "basis": "Bản giấy", "form_token": tokens.new_token()})
    assert answer.status_code == 422
    assert "chỉ đơn vị xem được" in answer.content.decode()
