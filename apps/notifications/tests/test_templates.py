from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.core.errors import StaleVersion
from apps.notifications.domain.kinds import kind_of, load_kinds
from apps.notifications.domain.sending import notify
from apps.notifications.domain.templates import (
    BeginsInThePast,
    TextMissing,
    UnknownPlaceholder,
    reset_template,
    save_template,
)
from apps.notifications.models import MailTemplate, OutboxMail
from apps.notifications.placeholders import NOTICE, fill, unknown_names
from apps.notifications.queries import mail_text
from apps.notifications.tests.factories import NOW, ReaderFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db

KIND = "scoring.sheet_returned"
TODAY = date(2026, 11, 12)
OFFICE = Actor(1, "Bà Phạm Thị Giả Định")


def save(subject="{tieu_de}", body="Xem {duong_dan}", starts_on=TODAY, expected_number=0, **values):
    kind_of(KIND)
    return save_template(
        kind_code=KIND,
        subject=subject,
        body=body,
        starts_on=starts_on,
        expected_number=expected_number,
        actor=OFFICE,
        now=NOW,
        **values,
    )


def test_new_words_hold_from_their_day_on():
    save(subject="Lời mới: {tieu_de}", starts_on=TODAY + timedelta(days=1))
    subjects = [mail_text(kind_of(KIND), TODAY + timedelta(days=days)).subject for days in (0, 1, 2)]
    assert subjects == ["{tieu_de}", "Lời mới: {tieu_de}", "Lời mới: {tieu_de}"]


def test_the_last_version_made_wins_once_it_has_begun():
    save(subject="Sau: {tieu_de}", starts_on=TODAY + timedelta(days=9))
    save(subject="Nay: {tieu_de}", expected_number=1)
    assert mail_text(kind_of(KIND), TODAY + timedelta(days=20)).subject == "Nay: {tieu_de}"


def test_mails_carry_the_ministrys_words_and_values_stay_as_they_are():
    save(subject="[Bộ] {tieu_de}", body="{noi_dung}\n\n{duong_dan}")
    notify(KIND, to=[ReaderFactory().pk], title="Sửa {noi_dung} giúp", body="Cột {I.2}", now=NOW)
    mail = OutboxMail.objects.get()
    assert mail.subject == "[Bộ] Sửa {noi_dung} giúp"
    assert mail.text.startswith("Cột {I.2}\n\nhttp")


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"subject": "{ten_la}"}, UnknownPlaceholder, "subject"),
        ({"subject": "a\r\nBcc: x@y.example"}, TextMissing, "subject"),
        ({"subject": " "}, TextMissing, "subject"),
        ({"body": "{duong_dan} {nguoi_nhan.password}"}, UnknownPlaceholder, "body"),
        ({"body": "{duong_dan} {nguoi_nhan!r}"}, UnknownPlaceholder, "body"),
        ({"body": "{duong_dan} {"}, UnknownPlaceholder, "body"),
        ({"body": "Không có địa chỉ"}, TextMissing, "body"),
        ({"starts_on": TODAY - timedelta(days=1)}, BeginsInThePast, "starts_on"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_beside_their_field(values, error, field):
    with pytest.raises(error) as refused:
        save(**values)
    assert refused.value.field == field
    assert not MailTemplate.objects.exists()
    assert not Entry.objects.exists()


def test_saving_the_same_again_changes_nothing_and_the_second_writer_is_told():
    first = save()
    assert save(expected_number=0) == first
    with pytest.raises(StaleVersion) as refused:
        save(subject="Khác: {tieu_de}", expected_number=0)
    assert refused.value.who == OFFICE.label
    assert Entry.objects.filter(action="notifications.mail_template.save").count() == 1


def test_back_to_the_shipped_text_also_where_a_later_version_would_begin():
    save(subject="Sau: {tieu_de}", starts_on=TODAY + timedelta(days=9))
    reset = reset_template(kind_code=KIND, expected_number=1, actor=OFFICE, now=NOW)
    assert (reset.number, reset.shipped) == (2, True)
    assert mail_text(kind_of(KIND), TODAY + timedelta(days=20)).subject == "{tieu_de}"
    assert reset_template(kind_code=KIND, expected_number=2, actor=OFFICE, now=NOW) == reset


def test_filling_leaves_no_heap_of_empty_lines_and_knows_only_its_words():
    assert fill("a\n\n{noi_dung}\n\nb", {"noi_dung": ""}) == "a\n\nb"
    assert unknown_names("{tieu_de} {x} {x} }", NOTICE) == ["{x}", "}"]


@pytest.fixture
def office(client):
    load_kinds()
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    user = RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE, starts_on=date(2020, 1, 1)).user
    client.force_login(user)
    return user


def url(name, *arguments):
    return reverse(f"notifications:{name}", args=arguments)


def test_wrong_placeholder_on_the_page_is_shown_beside_the_field_with_what_was_typed(client, office):
    data = {"subject": "Chào {ten_la}", "body": "{duong_dan}", "starts_on": "01/01/2099", "expected_number": 0}
    response = client.post(url("template-edit", KIND), data)
    assert response.status_code == 422
    assert "Không có chỗ điền {ten_la}" in response.context["form"].errors["subject"][0]
    assert "Chào {ten_la}" in response.content.decode()


def test_preview_fills_the_typed_text_and_saves_nothing(client, office):
    data = {"subject": "Thư: {tieu_de}", "body": "{nguoi_nhan} {duong_dan}", "starts_on": "01/01/2099"}
    response = client.post(url("template-edit", KIND), data | {"expected_number": 0, "preview": "1"})
    assert "Thư: Yêu cầu bổ sung: Bảng tự chấm điểm năm 2026, Vụ Minh họa" in response.content.decode()
    assert not MailTemplate.objects.exists()


def test_saving_and_going_back_on_the_page(client, office):
    data = {"subject": "Thư: {tieu_de}", "body": "{duong_dan}", "starts_on": "01/01/2099", "expected_number": 0}
    assert client.post(url("template-edit", KIND), data).status_code == 302
    assert "Phiên bản 1, dùng từ 01/01/2099" in client.get(url("template-edit", KIND)).content.decode()
    assert client.get(url("template-reset", KIND)).status_code == 200
    client.post(url("template-reset", KIND), {"expected_number": 1})
    assert MailTemplate.objects.latest("number").shipped
    assert client.get(url("template-reset", KIND)).status_code == 302


def test_list_of_kinds_is_found_without_diacritics_and_exported(client, office):
    page = client.get(url("template-list") + "?search=bang diem duoc mo lai")
    assert [kind.label for kind, *_rest in page.context["rows"]] == ["Bảng điểm được mở lại"]
    assert client.get(url("template-list") + "?format=xlsx").status_code == 200
    wording = url("template-edit", page.context["rows"][0][0].code)
    client.force_login(UserFactory(is_staff=True))
    read = client.get(url("template-list") + "?search=bang diem duoc mo lai").content.decode()
    assert [wording in page.content.decode(), wording in read] == [True, False], "technical staff reads the list only"


@pytest.mark.parametrize("name", ["mail-list", "template-list"])
def test_standing_office_of_another_organiser_does_not_run_the_ministrys_mail(client, name):
    department = UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT)
    client.force_login(RoleAssignmentFactory(unit=department, role=Role.STANDING_OFFICE).user)
    response = client.get(url(name))
    assert response.status_code == 403
    assert "Thường trực Hội đồng của Bộ" in response.content.decode()
