"""Pages of reports as people use them: writing with and without JavaScript, sending, receiving."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.core import tokens
from apps.core.dates import local
from apps.obligations.domain.waiving import waive
from apps.obligations.models import Obligation, Reopening
from apps.periodic_reports.domain.lines import save_line
from apps.periodic_reports.domain.returns import return_report
from apps.periodic_reports.domain.submissions import return_to_officer, submit_report
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.models import PeriodicReport
from apps.periodic_reports.tests.factories import (
    ITEMS,
    NOW,
    SYSTEM,
    acting,
    amount,
    fill,
    issued_template,
    leader_of,
    line_of,
    office_of,
    officer_of,
    rate,
    report_of,
    send,
    started,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return started(report_of(issued_template()))


def page(name, report):
    return reverse(f"periodic_reports:{name}", args=[report.pk])


def full_post(client, report, **changed):
    """What a browser without JavaScript sends: every field of the page, some changed (``code__field``)."""
    html = client.get(page("report-edit", report)).content.decode()
    data = {"form_token": tokens.new_token()}
    for tag in re.findall(r"<input[^>]*form=\"report-form\"[^>]*>|<input[^>]*name=\"l\d+-version\"[^>]*>", html):
        name, kind = re.search(r'name="([^"]+)"', tag)[1], re.search(r'type="([^"]+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        if kind == "checkbox":
            if " checked" in tag:
                data[name] = "on"
        else:
            data[name] = value[1] if value else ""
    data |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', html, re.DOTALL))
    for key, value in changed.items():
        code, field = key.split("__")
        data[f"l{line_of(report, code.replace('_', '-')).pk}-{field}"] = value
    return data


def test_officer_starts_writes_and_sends_without_javascript(client):
    report = report_of(issued_template())
    client.force_login(officer_of(report))
    assert client.get(page("report-edit", report)).status_code == 302
    assert client.post(page("report-start", report)).url == page("report-edit", report)
    posted = full_post(client, report, hoa_giai__amount="1.234,5", dung_han__numerator="9", dung_han__denominator="10")
    posted["continue"] = "1"
    assert client.post(page("report-edit", report), posted).url == page("report-check", report)
    check = client.get(page("report-check", report)).content.decode()
    assert "1.234,5" in check
    assert "9/10 = 90,00%" in check
    assert "2 nội dung để trống" in check
    seen = re.search(r'name="seen" value="([^"]+)"', check)[1]
    answer = client.post(page("report-submit", report), {"seen": seen, "form_token": tokens.new_token()})
    assert answer.url == page("report-receipt", report)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.sent_version.receipt_number in client.get(answer.url).content.decode()


def test_full_post_is_all_or_nothing_and_shows_both_values(client, report):
    client.force_login(officer_of(report))
    posted = full_post(client, report, VBQPPL__text="của tôi", hoa_giai__amount="5")
    other = acting(officer_of(report, full_name="Trần Thị Thử"))
    save_line(line_id=line_of(report, "VBQPPL").pk, expected_version=1, inputs=text("của bà Thử"), actor=other, now=NOW)
    answer = client.post(page("report-edit", report), posted)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Trần Thị Thử đã sửa lúc" in html
    assert "của tôi" in html
    assert "của bà Thử" in html
    assert line_of(report, "hoa-giai").amount is None
    again = dict(posted, form_token=tokens.new_token())
    again[f"l{line_of(report, 'VBQPPL').pk}-version"] = "2"
    assert client.post(page("report-edit", report), again).status_code == 302
    assert (line_of(report, "VBQPPL").text, line_of(report, "hoa-giai").amount) == ("của tôi", 5)


def test_lines_nobody_touched_do_not_conflict(client, report):
    client.force_login(officer_of(report))
    posted = full_post(client, report, hoa_giai__amount="5")
    fill(report, VBQPPL=text("người khác"))
    assert client.post(page("report-edit", report), posted).status_code == 302
    assert line_of(report, "VBQPPL").text == "người khác"


def test_autosave_answers_the_new_version_the_conflict_and_the_fault(client, report):
    client.force_login(officer_of(report))
    line = line_of(report, "dung-han")
    url, name = reverse("periodic_reports:line-save", args=[line.pk]), f"l{line.pk}"
    good = {f"{name}-version": 1, f"{name}-numerator": "1", f"{name}-denominator": "4"}
    answer = client.post(url, good)
    assert answer.status_code == 200
    assert "1/4 = 25,00%" in answer.content.decode()
    assert client.post(url, dict(good, **{f"{name}-numerator": "2"})).status_code == 409
    assert client.post(url, dict(good, **{f"{name}-version": 2, f"{name}-numerator": "x"})).status_code == 422
    submit_report(report_id=report.pk, actor=SYSTEM, now=NOW)
    assert client.post(url, dict(good, **{f"{name}-version": 2})).status_code == 409


def test_draft_is_seen_by_the_own_unit_only(client, report):
    fill(report, VBQPPL=text("nội dung đang soạn"))
    client.force_login(office_of(report.template))
    html = client.get(report.get_absolute_url()).content.decode()
    assert "nội dung đang soạn" not in html
    assert "Đơn vị chưa gửi báo cáo này" in html
    client.force_login(officer_of(report))
    assert "nội dung đang soạn" in client.get(report.get_absolute_url()).content.decode()


def test_while_a_report_is_corrected_others_read_what_was_sent(client, report):
    send(report, VBQPPL=text("bản đã gửi"))
    return_report(report_id=report.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    fill(report, VBQPPL=text("bản đang sửa"))
    client.force_login(office_of(report.template))
    html = client.get(report.get_absolute_url()).content.decode()
    assert "bản đã gửi" in html
    assert "bản đang sửa" not in html


def test_head_returns_with_a_remark_on_one_line(client):
    template = issued_template(2)
    head, report = officer_of(report_of(template, 0)), send(report_of(template, 1))
    client.force_login(head)
    line = report.sent_version.lines.get(item__code="hoa-giai")
    assert client.get(page("report-return", report)).status_code == 200
    data = {f"line_{line.pk}": "Đối chiếu lại số liệu", "form_token": tokens.new_token()}
    assert client.post(page("report-return", report), data).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    client.force_login(officer_of(report))
    assert "Đối chiếu lại số liệu" in client.get(page("report-edit", report)).content.decode()


def test_head_types_for_a_unit_from_its_paper(client):
    template = issued_template(2)
    head, report = officer_of(report_of(template, 0)), report_of(template, 1)
    client.force_login(head)
    assert client.get(page("report-enter-for", report)).status_code == 200
    data = {"received_on": "18/06/2022", "basis": "Báo cáo số 12/BC", "form_token": tokens.new_token()}
    assert client.post(page("report-enter-for", report), data).url == page("report-edit", report)
    assert client.post(page("report-edit", report), full_post(client, report, hoa_giai__amount="7")).status_code == 302
    assert client.post(page("report-submit", report), {"form_token": tokens.new_token()}).status_code == 302
    report.refresh_from_db()
    assert f"{local(report.submitted_at):%d/%m/%Y}" == "18/06/2022"
    client.force_login(officer_of(report))
    assert "Nhập thay" in client.get(report.get_absolute_url()).content.decode()


def test_reopened_report_says_why_and_is_owed_again(client):
    report = send(report_of(issued_template(2), 1))
    client.force_login(office_of(report.template))
    assert client.get(page("report-reopen", report)).status_code == 200
    data = {"asked_by": "Bà Thử", "asked_how": "telephone", "reason": "Đơn vị đề nghị sửa", "form_token": ""}
    assert client.post(page("report-reopen", report), data).status_code == 422  # until which hour
    until = timezone.localtime() + timedelta(hours=1)
    data |= {"until_on": f"{until:%d/%m/%Y}", "until_time": f"{until:%H:%M}"}
    assert client.post(page("report-reopen", report), data).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    reopening = Reopening.objects.get()
    assert (reopening.asked_by, reopening.until) == ("Bà Thử", until.replace(second=0, microsecond=0))
    client.force_login(officer_of(report))
    assert "Đơn vị đề nghị sửa" in client.get(page("report-edit", report)).content.decode()


def test_head_does_not_return_the_report_of_the_own_unit(client):
    report = send(report_of(issued_template(2), 0))
    client.force_login(officer_of(report))
    assert client.get(page("report-return", report)).status_code == 403


def test_leader_reads_and_gives_it_back_or_sends(client, report):
    fill(report, hoa_giai=amount(1))
    client.force_login(officer_of(report))
    assert client.post(page("report-to-leader", report)).status_code == 302
    client.force_login(leader_of(report))
    assert client.post(page("report-to-officer", report), {"remark": "x"}).status_code == 422
    assert client.post(page("report-to-officer", report), {"remark": "Sửa lại mục I"}).status_code == 302
    assert client.post(page("report-submit", report)).status_code == 302


def test_versions_are_compared_line_by_line(client, report):
    send(report, hoa_giai=amount(10), VBQPPL=text("giữ nguyên"))
    return_report(report_id=report.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    send(report, hoa_giai=amount(12))
    client.force_login(officer_of(report))
    context = client.get(page("report-comparison", report)).context
    assert [(row.label, row.first, row.second) for row in context["changed"]] == [
        ("Số vụ việc hòa giải thành", "10", "12")
    ]


def test_empty_headings_are_printed_as_khong_phat_sinh(client, report):
    fill(report, VBQPPL=text("Thẩm định 5 dự thảo"))
    client.force_login(officer_of(report))
    html = client.get(page("report-print", report)).content.decode()
    assert html.index("Văn bản quy phạm pháp luật") < html.index("Phổ biến, giáo dục pháp luật")
    assert "Không phát sinh" in html[html.index("Phổ biến, giáo dục pháp luật") :]


QUERIES_OF_LIST = 12


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_does_not_grow(client, count, django_assert_num_queries):
    template = issued_template(count)
    for n in range(count):
        send(report_of(template, n))
    client.force_login(office_of(template))
    client.get(reverse("periodic_reports:report-list"))
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(client.get(reverse("periodic_reports:report-list")).context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_edit_page_query_count_does_not_grow_with_lines(client, count, django_assert_max_num_queries):
    items = [dict(item, code=f"{item['code']}-{n}") for n in range(count) for item in ITEMS]
    report = started(report_of(issued_template(items=items)))
    client.force_login(officer_of(report))
    client.get(page("report-edit", report))
    with django_assert_max_num_queries(20):
        client.get(page("report-edit", report))


def test_list_finds_late_reports_and_exports_what_is_seen(client):
    template = issued_template(2)
    late = send(report_of(template, 0), at=NOW.replace(month=7, day=5))
    send(report_of(template, 1))
    client.force_login(office_of(template))
    url = reverse("periodic_reports:report-list")
    rows = client.get(url, {"late": "on"}).context["rows"]
    assert [(row[0].pk, row[4]) for row in rows] == [(late.pk, 5)]
    assert client.get(url, {"format": "xlsx"}).content[:2] == b"PK"


def test_a_report_that_a_unit_is_let_off_is_not_overdue(client):
    template = issued_template(2)
    left_off, owing = report_of(template, 0), report_of(template, 1)
    excused = Obligation.objects.get(duty__code=template.duty_code, unit_id=left_off.unit_id)
    waive(obligation_id=excused.pk, reason="Mới thành lập", actor=SYSTEM, now=NOW)
    client.force_login(office_of(template))
    page = client.get(reverse("periodic_reports:report-list"))
    assert {row[0].pk: (row[3] is None, row[5]) for row in page.context["rows"]} == {
        left_off.pk: (True, True),
        owing.pk: (False, False),
    }
    assert page.content.decode().count("Được miễn") == 1
    assert "Quá hạn" not in client.get(left_off.get_absolute_url()).content.decode()


def test_totals_show_gap_formula_and_take_over(client):
    template = issued_template(3)
    send(report_of(template, 0), hoa_giai=amount(10, is_estimate=True), dung_han=rate(90, 100))
    send(report_of(template, 1), dung_han=rate(1, 2))
    client.force_login(office_of(template))
    url = reverse("periodic_reports:totals", args=[template.pk])
    html = client.get(url).content.decode()
    assert "Đã gửi 2/3 đơn vị. Còn thiếu:" in html
    assert report_of(template, 2).unit_name in html
    assert "Hồ sơ đúng hạn ÷ hồ sơ đã giải quyết = 91 ÷ 102 = 89,22%" in html
    assert "(ước)" in html
    table = client.get(f"{url}?format=csv").content.decode()
    assert "Số vụ việc hòa giải thành" in table
    assert report_of(template, 1).unit_name in table  # it gave no figure
    answer = client.post(
        reverse("periodic_reports:consolidate", args=[template.pk]), {"form_token": tokens.new_token()}
    )
    made = client.get(answer.url)
    assert "Bản tổng hợp báo cáo, lần 1" in made.content.decode()
    assert f'href="{made.context["csv_url"]}"' in made.content.decode()
    assert "89,22%" in made.content.decode()
    send(report_of(template, 2), hoa_giai=amount(1200))
    again = client.post(reverse("periodic_reports:consolidate", args=[template.pk]))
    sheet = load_workbook(io.BytesIO(client.get(again.url, {"format": "xlsx"}).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "Đã gửi 3/3 đơn vị." in [row[0] for row in rows]
    [row] = [row for row in rows if row[1] == "Số vụ việc hòa giải thành"]
    assert (row[3], row[6], row[-1]) == (1210, 2, 10)  # the last: of the first time
    assert PeriodicReport.objects.filter(state=ReportState.ACCEPTED).count() == 3
    again = client.post(reverse("periodic_reports:consolidate", args=[template.pk]))
    assert again.status_code == 422


def test_s000_3_page_of_the_head_names_late_units_and_keeps_the_lateness(client):
    template = issued_template(4)
    figures = {"hoa_giai": amount(10), "dung_han": rate(9, 10)}
    for n in (0, 1):
        send(report_of(template, n), **figures)
    client.force_login(officer_of(report_of(template, 0)))
    url = reverse("periodic_reports:totals", args=[template.pk])
    html = client.get(url).content.decode()
    assert "2 đơn vị chậm" in html
    assert "Chưa đủ số liệu" in html
    assert all(report_of(template, n).unit_name in html for n in (2, 3))
    for n in (2, 3):
        send(report_of(template, n), at=NOW.replace(month=7, day=3), **figures)
    html = client.get(url).content.decode()
    assert "Đã gửi 4/4 đơn vị." in html
    assert "Chưa đủ số liệu" not in html
    assert html.count("chậm 3 ngày") == 2


def test_head_sees_totals_of_the_own_cluster_only(client):
    template = issued_template(2)
    client.force_login(officer_of(report_of(template, 0)))
    url = reverse("periodic_reports:totals", args=[template.pk])
    assert client.get(url).context["cluster_year"] is not None
    assert client.get(url, {"cluster": "999999"}).status_code == 404
    client.force_login(officer_of(report_of(template, 1)))
    assert client.get(url).status_code == 403


def test_each_figure_opens_the_units_behind_it(client):
    template = issued_template(2)
    send(report_of(template, 0), hoa_giai=amount(10))
    item = template.items.get(code="hoa-giai")
    client.force_login(office_of(template))
    url = reverse("periodic_reports:item-lines", args=[template.pk, item.pk])
    rows = client.get(url).context["rows"]
    assert [row[2] for row in rows] == [("10", "", True), ("", "", False)]
    assert client.get(url, {"format": "xlsx"}).content[:2] == b"PK"


def test_word_of_the_leader_stays_inside_the_unit(client):
    template = issued_template(2)
    report = send(report_of(template, 1))
    return_report(report_id=report.pk, remark="Cụm cần số liệu hòa giải", actor=SYSTEM, now=NOW)
    return_to_officer(report_id=report.pk, remark="Anh viết lại mục I", actor=SYSTEM, now=NOW)
    client.force_login(officer_of(report_of(template, 0)))
    html = client.get(report.get_absolute_url()).content.decode()
    assert "Cụm cần số liệu hòa giải" in html
    assert "Anh viết lại mục I" not in html
    client.force_login(officer_of(report))
    html = client.get(page("report-edit", report)).content.decode()
    assert "Cụm cần số liệu hòa giải" in html
    assert "Anh viết lại mục I" in html


def test_movements_and_reports_lead_to_each_other(client, report):
    client.force_login(officer_of(report))
    reports, movements = reverse("periodic_reports:report-list"), reverse("movements:movement-list")
    assert f'href="{reports}"' in client.get(movements).content.decode()
    assert f'href="{movements}"' in client.get(reports).content.decode()
