"""The printed report: nine fields in fixed order, "Không phát sinh", figures with (ước)."""

from datetime import date

import pytest

from apps.core import reference
from apps.core.pdf import Verification, numbered
from apps.periodic_reports.domain.returns import return_report
from apps.periodic_reports.domain.templates import TemplateData, create_template, issue_template
from apps.periodic_reports.exports import reports_data
from apps.periodic_reports.shipped import find_shipped, shipped_data
from apps.periodic_reports.tests.factories import (
    NOW,
    SYSTEM,
    acting,
    amount,
    cluster_of,
    fill,
    issued_template,
    office_of,
    officer_of,
    rate,
    report_of,
    send,
    text,
)
from apps.periods.models import WorkField
from apps.reports.entries.periodic_report import REPORT
from apps.reports.registry import Printing
from apps.reports.renderers.periodic_report import RENDERERS, compose

pytestmark = pytest.mark.django_db
PRINTING = Printing(Verification("ABCD-EFGH-JKLM", "https://example.vn/verify/ABCD-EFGH-JKLM"), NOW)


def yearly_2023():
    """The shipped year report of 2023 owed by one unit."""
    reference.load_all()
    cluster_year = cluster_of(1, year=2023)
    unit = cluster_year.members.get().unit
    data = shipped_data(find_shipped("bc-nam"), 2023)
    columns = data.columns() | {"kinds": [unit.kind], "due_on": date(2023, 12, 31)}
    made = create_template(
        year_id=cluster_year.year_id, data=TemplateData(**columns, items=data.items), actor=SYSTEM, now=NOW
    )
    return report_of(issue_template(template_id=made.pk, actor=SYSTEM, now=NOW))


def test_s001_9_nine_fields_in_fixed_order_and_an_empty_one_prints_khong_phat_sinh():
    report = yearly_2023()
    fill(report, vbqppl=text("Thẩm định 42 dự thảo"), pbgdpl=text("Tổ chức 120 cuộc tuyên truyền"))
    (data,) = reports_data([report], own_unit_ids=[report.unit_id])
    fields = [line for line in data.lines if line.section.startswith("II.")]
    expected = list(WorkField.objects.of(2023, "justice_department").values_list("label", flat=True))
    assert [line.label for line in fields] == expected
    assert len(fields) == 9
    assert fields[0].text == "Thẩm định 42 dự thảo"
    assert [line.text for line in fields if line.label not in (expected[0], expected[3])] == ["Không phát sinh"] * 7
    closing = list(compose([data], PRINTING).closing)
    printed_labels = [each.partition(". ")[2] for each in closing if each.partition(". ")[0].isdecimal()]
    assert printed_labels[:9] == expected


def test_s001_8_an_estimate_is_printed_with_its_mark():
    report = report_of(issued_template())
    fill(report, hoa_giai=amount(12, is_estimate=True), dung_han=rate(9, 10, is_estimate=True))
    (data,) = reports_data([report], own_unit_ids=[report.unit_id])
    assert [line.text for line in data.lines[:2]] == ["12 (ước)", "9/10 = 90,00% (ước)"]
    assert [compose(each, PRINTING).document.number for each in ([data], [data] * 2)] == [numbered(None, "BC")] * 2


def test_all_formats_are_made():
    template = issued_template(2)
    reports = [send(report_of(template, n), hoa_giai=amount(5), VBQPPL=text("xong")) for n in range(2)]
    for chosen in (reports[:1], reports):
        data = reports_data(chosen)
        assert RENDERERS["pdf"](data, PRINTING)[:4] == b"%PDF"
        assert RENDERERS["docx"](data, PRINTING)[:2] == b"PK"
        assert RENDERERS["xlsx"](data, PRINTING)[:2] == b"PK"


def test_number_of_queries_does_not_grow_with_reports(django_assert_max_num_queries):
    template = issued_template(3)
    reports = [send(report_of(template, n)) for n in range(3)]
    loaded = list(type(reports[0]).objects.for_list())
    with django_assert_max_num_queries(2):
        assert len(reports_data(loaded)) == 3


def test_catalogue_prints_drafts_to_their_unit_only():
    template = issued_template(2)
    report = send(report_of(template, 1), VBQPPL=text("bản đã gửi"))
    return_report(report_id=report.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    fill(report, VBQPPL=text("bản đang sửa"))
    chosen = {"periodic_report": report.pk}
    head, officer = officer_of(report_of(template, 0)), officer_of(report)
    said = [
        next(line.text for line in REPORT.build(REPORT.find(chosen, acting(user)))[0].lines if line.is_text)
        for user in (head, office_of(template), officer)
    ]
    assert said == ["bản đã gửi", "bản đã gửi", "bản đang sửa"]
