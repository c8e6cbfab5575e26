"""Writing, sending, returning; the second of the due date; what is frozen stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.notifications.models import Notice
from apps.obligations.models import Obligation
from apps.periodic_reports.domain.carrying import NothingToCarry, carry_over
from apps.periodic_reports.domain.entering import NotYetReceived, enter_for
from apps.periodic_reports.domain.lines import (
    LineRefused,
    LinesRefused,
    ReportNotEditable,
    save_line,
    start_report,
)
from apps.periodic_reports.domain.returns import ReasonNeeded, RemarkMissing, reopen_report, return_report
from apps.periodic_reports.domain.submissions import (
    ChangedMeanwhile,
    NothingWritten,
    fingerprint,
    return_to_officer,
    send_to_leader,
    submit_report,
)
from apps.periodic_reports.enums import ReportKind, ReportState
from apps.periodic_reports.models import ReportLine, ReportVersion
from apps.periodic_reports.tests.factories import (
    DUE,
    NOW,
    SYSTEM,
    acting,
    amount,
    cluster_of,
    fill,
    issued_template,
    line_of,
    officer_of,
    rate,
    report_of,
    send,
    started,
    text,
)
from apps.periodic_reports.workflow import REPORT_FLOW
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.tests.factories import EmulationYearFactory

pytestmark = pytest.mark.django_db
LAST_SECOND = datetime(2022, 6, 30, 16, 59, 59, tzinfo=UTC)  # 23:59:59 of the due date in Việt Nam


def owed(report) -> Obligation:
    return Obligation.objects.select_related("duty").get(unit=report.unit, duty__code=report.template.duty_code)


def test_issuing_asks_every_unit_of_the_kinds_once():
    template = issued_template(3)
    assert template.reports.count() == 3
    assert owed(report_of(template)).duty.due_on == DUE


def test_starting_makes_a_line_for_each_of_the_template_and_repeating_changes_nothing():
    report = report_of(issued_template())
    first = start_report(report_id=report.pk, actor=SYSTEM, now=NOW)
    assert start_report(report_id=report.pk, actor=SYSTEM, now=NOW) == first
    assert [line.item.code for line in first.lines.order_by("item__position")] == [
        "hoa-giai",
        "dung-han",
        "VBQPPL",
        "PBGDPL",
    ]


def test_second_officer_is_told_who_was_first_and_nothing_is_overwritten():
    report = started(report_of(issued_template()))
    line = line_of(report, "VBQPPL")
    first, second = officer_of(report, full_name="Trần Thị Thử"), officer_of(report)
    save_line(line_id=line.pk, expected_version=1, inputs=text("một"), actor=acting(first), now=NOW)
    with pytest.raises(StaleVersion) as refused:
        save_line(line_id=line.pk, expected_version=1, inputs=text("hai"), actor=acting(second), now=NOW)
    assert "Trần Thị Thử" in str(refused.value)
    assert line_of(report, "VBQPPL").text == "một"


def test_same_text_saved_again_changes_nothing():
    report = started(report_of(issued_template()))
    fill(report, VBQPPL=text("một"))
    line = line_of(report, "VBQPPL")
    entries = Entry.objects.count()
    save_line(line_id=line.pk, expected_version=1, inputs=text(" một "), actor=SYSTEM, now=NOW)
    assert line_of(report, "VBQPPL").version == line.version
    assert Entry.objects.count() == entries


def test_lines_of_one_post_are_saved_all_or_none():
    report = started(report_of(issued_template()))
    with pytest.raises(LinesRefused):
        fill(report, hoa_giai=amount(5), VBQPPL=text("có", nothing_arose=True))
    assert line_of(report, "hoa-giai").amount is None


@pytest.mark.parametrize("inputs", [rate(1, 0), rate(1, 2, nothing_arose=True)])
def test_rate_that_cannot_be_is_refused(inputs):
    report = started(report_of(issued_template()))
    with pytest.raises(LineRefused):
        save_line(line_id=line_of(report, "dung-han").pk, expected_version=1, inputs=inputs, actor=SYSTEM, now=NOW)


def test_sending_freezes_the_version_with_number_and_hash():
    report = send(report_of(issued_template()), hoa_giai=amount(12), VBQPPL=text("Đã thẩm định 5 dự thảo"))
    version = report.sent_version
    assert report.state == ReportState.SUBMITTED
    assert version.receipt_number == f"BC-2022-{version.pk:06d}"
    assert len(version.sha256) == 64
    with pytest.raises(ReportNotEditable):
        save_line(line_id=line_of(report, "VBQPPL").pk, expected_version=2, inputs=text("khác"), actor=SYSTEM, now=NOW)


def test_same_content_has_the_same_hash_whatever_the_ids():
    template = issued_template()
    one, other = (send(report_of(template, n), hoa_giai=amount("12.50")) for n in (0, 1))
    assert one.sent_version.sha256 == other.sent_version.sha256


def test_empty_report_is_not_sent():
    report = started(report_of(issued_template()))
    with pytest.raises(NothingWritten):
        submit_report(report_id=report.pk, actor=SYSTEM, now=NOW)


def test_what_was_read_is_what_is_sent():
    report = report_of(issued_template())
    fill(report, hoa_giai=amount(1))
    seen = fingerprint(ReportLine.objects.filter(report_version__report=report))
    fill(report, hoa_giai=amount(2))
    with pytest.raises(ChangedMeanwhile):
        submit_report(report_id=report.pk, actor=SYSTEM, now=NOW, seen=seen)


@pytest.mark.parametrize(("at", "late"), [(LAST_SECOND, 0), (LAST_SECOND + timedelta(seconds=1), 1)])
def test_the_second_of_the_due_date_is_decided_by_when_the_request_was_received(at, late):
    report = send(report_of(issued_template()), at=at)
    assert owed(report).days_late(at + timedelta(days=30)) == late


def test_lateness_stays_when_the_report_comes_back_and_is_sent_again():
    report = send(report_of(issued_template()), at=LAST_SECOND + timedelta(days=2))
    return_report(report_id=report.pk, remark="Bổ sung số liệu", actor=SYSTEM, now=NOW + timedelta(days=13))
    assert owed(report).fulfilled_at is None
    submit_report(report_id=report.pk, actor=SYSTEM, now=NOW + timedelta(days=20))
    assert owed(report).days_late(NOW + timedelta(days=99)) == 2


def test_returned_report_opens_a_new_version_and_the_sent_one_stays():
    report = send(report_of(issued_template()), hoa_giai=amount(12))
    sent = report.sent_version
    line = sent.lines.get(item__code="hoa-giai")
    report = return_report(report_id=report.pk, line_remarks={line.pk: "Xem lại"}, actor=SYSTEM, now=NOW)
    again = line_of(report, "hoa-giai")
    assert (report.state, again.return_remark, again.amount) == (ReportState.RETURNED, "Xem lại", 12)
    fill(report, hoa_giai=amount(15))
    submit_report(report_id=report.pk, actor=SYSTEM, now=NOW)
    line.refresh_from_db()
    assert line.amount == 12
    assert [each.number for each in ReportVersion.objects.filter(report=report)] == [1, 2]


def test_return_needs_a_remark_and_reopening_a_reason():
    report = send(report_of(issued_template()))
    with pytest.raises(RemarkMissing):
        return_report(report_id=report.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(ReasonNeeded):
        reopen_report(report_id=report.pk, reason=" ", actor=SYSTEM, now=NOW)


def test_reopened_report_is_owed_again():
    report = send(report_of(issued_template()))
    report = reopen_report(report_id=report.pk, reason="Đơn vị đề nghị sửa", actor=SYSTEM, now=NOW)
    assert (report.state, owed(report).fulfilled_at) == (ReportState.DRAFT, None)


def test_leader_is_asked_and_may_give_it_back():
    report = report_of(issued_template())
    fill(report, hoa_giai=amount(1))
    assert send_to_leader(report_id=report.pk, actor=SYSTEM, now=NOW).sent_to_leader_at == NOW
    back = return_to_officer(report_id=report.pk, remark="Sửa mục II", actor=SYSTEM, now=NOW)
    assert (back.sent_to_leader_at, back.inner_remark, back.remark) == (None, "Sửa mục II", "")


def test_paper_typed_by_the_next_body_counts_from_the_day_it_came():
    template = issued_template()
    report = report_of(template, 1)
    officer = officer_of(report)
    late = LAST_SECOND + timedelta(days=3)
    enter_for(report_id=report.pk, received_on=DUE, basis="Bản giấy gửi bưu điện", actor=SYSTEM, now=late)
    fill(report, now=late, hoa_giai=amount(3))
    submit_report(report_id=report.pk, actor=SYSTEM, now=late)
    assert owed(report).days_late(late) == 0
    assert Notice.objects.filter(recipient=officer, kind__code="obligations.proxy_entered").exists()


def test_paper_cannot_arrive_tomorrow():
    report = report_of(issued_template())
    with pytest.raises(NotYetReceived):
        enter_for(report_id=report.pk, received_on=date(2022, 6, 21), basis="Bản giấy", actor=SYSTEM, now=NOW)


def test_nothing_is_written_in_a_closed_year():
    template = issued_template()
    report = started(report_of(template))
    line = line_of(report, "VBQPPL")
    type(template.year).objects.filter(pk=template.year_id).update(state=YearState.CLOSED)
    with pytest.raises(YearClosed):
        save_line(line_id=line.pk, expected_version=1, inputs=text("một"), actor=SYSTEM, now=NOW)


def test_texts_of_last_year_fill_empty_lines_only_and_figures_stay_empty(client):
    """The newest year with a report is not always the one before: pages name it."""
    last = cluster_of(1, year=2020)
    unit = last.members.get().unit
    before = issued_template(
        cluster_year=last, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30), due_on=date(2020, 6, 30)
    )
    send(report_of(before), hoa_giai=amount(9), VBQPPL=text("năm trước"), PBGDPL=text("tuyên truyền"))
    year = EmulationYearFactory(year=2022, organiser=last.year.organiser)
    this = ClusterYearFactory(cluster=last.cluster, year=year)
    MemberFactory(cluster_year=this, unit=unit)
    report = report_of(issued_template(cluster_year=this))
    fill(report, PBGDPL=text("năm nay"))
    filled = carry_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    assert [line.item.code for line in filled] == ["VBQPPL"]
    assert line_of(report, "hoa-giai").amount is None
    assert line_of(report, "PBGDPL").text == "năm nay"
    client.force_login(officer_of(report))
    said = client.get(reverse("periodic_reports:report-edit", args=[report.pk])).content.decode()
    assert "Kỳ trước (năm 2020): 9" in said
    assert "Lấy từ báo cáo năm 2020" in said  # 2020 is not last year of 2022
    assert "Kỳ trước (2020)" in client.get(report.get_absolute_url()).content.decode()


def test_nothing_to_carry_is_said():
    report = started(report_of(issued_template()))
    with pytest.raises(NothingToCarry):
        carry_over(report_id=report.pk, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("transition", REPORT_FLOW.transitions, ids=lambda each: each.action)
def test_whole_flow(transition, state):
    if state in transition.sources:
        assert REPORT_FLOW.target(transition.action, state) == transition.target
    else:
        with pytest.raises(TransitionNotAllowed):
            REPORT_FLOW.target(transition.action, state)


def test_kinds_are_named_as_in_the_glossary():
    assert [str(label) for label in ReportKind.labels] == ["Sơ kết 6 tháng", "Tổng kết năm", "Chuyên đề"]


def test_reason_of_a_reopening_is_gone_when_the_report_is_sent_again():
    report = send(report_of(issued_template()))
    reopen_report(report_id=report.pk, reason="Đơn vị đề nghị sửa", actor=SYSTEM, now=NOW)
    assert submit_report(report_id=report.pk, actor=SYSTEM, now=NOW).reopened_reason == ""
