"""Making templates: lines, copies, shipped ones, issuing."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import reference, tokens
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.obligations.models import Duty
from apps.periodic_reports.domain.templates import (
    CodeTaken,
    NothingToIssue,
    TemplateIssued,
    WrongPeriod,
    change_due,
    change_template,
    create_template,
    delete_template,
    issue_template,
    move_item,
    remove_item,
    save_item,
)
from apps.periodic_reports.enums import TemplateState
from apps.periodic_reports.models import ReportTemplate
from apps.periodic_reports.shipped import shipped_data, shipped_templates
from apps.periodic_reports.tests.factories import (
    NOW,
    SYSTEM,
    cluster_of,
    issued_template,
    office_of,
    officer_of,
    report_of,
    template_data,
)
from apps.units.enums import UnitKind

pytestmark = pytest.mark.django_db
LINE = {"kind": "amount", "label": "Số cuộc", "section": ""}


@pytest.fixture
def draft():
    cluster_year = cluster_of(2)
    return create_template(year_id=cluster_year.year_id, data=template_data(), actor=SYSTEM, now=NOW)


def codes(template):
    return list(template.items.order_by("position").values_list("code", flat=True))


def test_code_is_used_once_in_a_year(draft):
    with pytest.raises(CodeTaken):
        create_template(year_id=draft.year_id, data=template_data(), actor=SYSTEM, now=NOW)


def test_period_and_internal_date_must_follow_each_other(draft):
    with pytest.raises(WrongPeriod):
        create_template(
            year_id=draft.year_id,
            data=template_data(code="x", ends_on=date(2021, 1, 1)),
            actor=SYSTEM,
            now=NOW,
        )
    with pytest.raises(WrongPeriod):
        change_due(
            template_id=draft.pk,
            due_on=date(2022, 6, 1),
            internal_due_on=date(2022, 6, 2),
            basis="",
            actor=SYSTEM,
            now=NOW,
        )


def test_lines_are_added_moved_and_taken_out(draft):
    save_item(template_id=draft.pk, code="cuoc", actor=SYSTEM, now=NOW, **LINE)
    assert codes(draft) == ["hoa-giai", "dung-han", "VBQPPL", "PBGDPL", "cuoc"]
    item = draft.items.get(code="cuoc")
    move_item(item_id=item.pk, up=True, actor=SYSTEM, now=NOW)
    assert codes(draft)[-2:] == ["cuoc", "PBGDPL"]
    with pytest.raises(CodeTaken):
        save_item(template_id=draft.pk, code="cuoc", actor=SYSTEM, now=NOW, **LINE)
    remove_item(item_id=item.pk, actor=SYSTEM, now=NOW)
    assert "cuoc" not in codes(draft)


def test_issued_template_is_frozen(draft):
    issue_template(template_id=draft.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(TemplateIssued):
        save_item(template_id=draft.pk, code="cuoc", actor=SYSTEM, now=NOW, **LINE)
    with pytest.raises(TemplateIssued):
        delete_template(template_id=draft.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        issue_template(template_id=draft.pk, actor=SYSTEM, now=NOW)


def test_template_without_lines_or_units_is_not_issued(draft):
    empty = create_template(year_id=draft.year_id, data=template_data(code="trong", items=[]), actor=SYSTEM, now=NOW)
    with pytest.raises(NothingToIssue):
        issue_template(template_id=empty.pk, actor=SYSTEM, now=NOW)
    nobody = create_template(
        year_id=draft.year_id,
        data=template_data(code="khong", kinds=[UnitKind.DISTRICT_JUSTICE]),
        actor=SYSTEM,
        now=NOW,
    )
    with pytest.raises(NothingToIssue):
        issue_template(template_id=nobody.pk, actor=SYSTEM, now=NOW)
    nobody.refresh_from_db()
    assert nobody.state == TemplateState.DRAFT


def test_another_due_date_moves_the_duty_of_all():
    template = issued_template(2)
    change_due(
        template_id=template.pk,
        due_on=date(2022, 7, 15),
        internal_due_on=None,
        basis="Công văn 12",
        actor=SYSTEM,
        now=NOW,
    )
    duty = Duty.objects.get(code="report:6-thang")
    assert (duty.due_on, duty.obligations.count()) == (date(2022, 7, 15), 2)


def test_lines_of_last_year_come_with_the_copy(draft):
    copy = create_template(
        year_id=draft.year_id,
        data=template_data(code="ban-sao", items=[]),
        copy_of=draft.pk,
        actor=SYSTEM,
        now=NOW,
    )
    assert codes(copy) == codes(draft)


def test_second_editor_is_told(draft):
    data = template_data(label="Tên mới")
    change_template(template_id=draft.pk, expected_version=1, data=data, actor=SYSTEM, now=NOW)
    with pytest.raises(StaleVersion):
        change_template(template_id=draft.pk, expected_version=1, data=data, actor=SYSTEM, now=NOW)


def test_shipped_template_has_the_work_fields_of_its_year_in_order():
    reference.load_all()
    shipped = next(each for each in shipped_templates() if each.code == "bc-nam")
    fields = [row for row in shipped_data(shipped, 2023).items if row.get("field_code")]
    assert len(fields) == 9
    assert fields[0]["label"].startswith("Xây dựng, thẩm định")
    assert all(each.row["source"] for each in shipped_templates())


def test_office_makes_a_template_from_a_shipped_one_and_issues_it(client):
    reference.load_all()
    template = issued_template(2, code="khac")
    client.force_login(office_of(template))
    url = reverse("periodic_reports:template-create") + "?shipped=bc-don-vi-bo"
    form = client.get(url).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None and name != "year"}
    data |= {"year": template.year_id, "form_token": tokens.new_token(), "due_on": "31/12/2022"}
    data["starts_on"], data["ends_on"] = "01/01/2022", "31/12/2022"
    made = client.post(url, data)
    assert made.status_code == 302
    draft = ReportTemplate.objects.get(code="bc-don-vi-bo")
    assert draft.items.filter(kind="rate").exists()
    issue = reverse("periodic_reports:template-issue", args=[draft.pk])
    assert "2 đơn vị phải báo cáo" in client.get(issue).content.decode()
    assert client.post(issue, {"form_token": tokens.new_token()}).status_code == 302
    assert draft.reports.count() == 2


def test_office_edits_lines_on_pages(client, draft):
    client.force_login(office_of(draft))
    add = reverse("periodic_reports:item-create", args=[draft.pk])
    rate = {"kind": "rate", "label": "Tỷ lệ", "code": "ty-le", "form_token": tokens.new_token()}
    assert client.post(add, rate).status_code == 422
    rate |= {"numerator_label": "Xong", "denominator_label": "Tất cả"}
    assert client.post(add, rate).status_code == 302
    item = draft.items.get(code="ty-le")
    edit = reverse("periodic_reports:item-edit", args=[item.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, dict(rate, label="Tỷ lệ xong", form_token=tokens.new_token())).status_code == 302
    assert client.post(reverse("periodic_reports:item-move", args=[item.pk]), {"up": "1"}).status_code == 302
    assert codes(draft)[-2] == "ty-le"
    remove = reverse("periodic_reports:item-remove", args=[item.pk])
    assert client.post(remove, {"form_token": tokens.new_token()}).status_code == 302


def test_draft_template_is_seen_by_its_office_only(client, draft):
    issued = issued_template(1, code="khac", cluster_year=draft.year.clusters.get())
    client.force_login(officer_of(report_of(issued)))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(issued.get_absolute_url()).status_code == 200
    client.force_login(office_of(draft))
    assert client.get(draft.get_absolute_url()).status_code == 200
