"""The pages of the imports: what a person sees and does."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.core.spreadsheets import read_table
from apps.core.verdict import ALLOWED
from apps.documents.domain import sheet_imports
from apps.documents.models import SheetImport
from apps.documents.sheet_import_forms import SheetForm
from apps.documents.tests.sheet_kinds import SymbolImport, example_kind

pytestmark = pytest.mark.django_db
GOOD = "Số, ký hiệu;Số trang\n36/KH;2,5\n"
DOUBTFUL = "Số, ký hiệu;Số trang\n36/KH;2.790\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kind(monkeypatch):
    kind = example_kind()
    monkeypatch.setattr(kind, "may", lambda actor: ALLOWED, raising=False)
    return kind


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def begun(user, text=GOOD):
    now = timezone.now()
    file = ContentFile(text.encode(), name="so.csv")
    return sheet_imports.start(kind=SymbolImport.name, upload=file, actor=actor_for(user, now.date()), now=now)


def create_url():
    return reverse("documents:import-create", args=[SymbolImport.name])


def url(name, found):
    return reverse(f"documents:import-{name}", args=[found.pk])


def test_list_offers_the_kinds_and_their_templates(client, user, kind):
    page = client.get(reverse("documents:import-list")).content.decode()
    assert create_url() in page
    assert reverse("documents:import-template", args=[kind.name]) in page
    assert "Bạn chưa nhập bảng nào" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_does_not_grow(client, user, kind, count, django_assert_num_queries):
    for _each in range(count):
        begun(user)
    client.get(reverse("documents:import-list"))
    with django_assert_num_queries(6):
        assert len(client.get(reverse("documents:import-list")).context["object_list"]) == count


def test_list_is_taken_as_a_workbook(client, user, kind):
    begun(user)
    response = client.get(reverse("documents:import-list"), {"format": "xlsx"})
    table = read_table(io.BytesIO(response.content), name="x.xlsx", columns=["Tệp", "Trạng thái"])
    assert [(row.text("Tệp"), row.text("Trạng thái")) for row in table] == [("so.csv", "Đã kiểm tra, chưa ghi")]


@pytest.mark.parametrize(
    "posted",
    [
        {"file": SimpleUploadedFile("so.csv", GOOD.encode())},
        {"cells": "Số, ký hiệu\tSố trang\n36/KH\t2,5\n"},
    ],
)
def test_a_file_or_pasted_cells_lead_to_the_result(client, user, kind, posted):
    response = client.post(create_url(), posted)
    found = SheetImport.objects.get()
    assert response.url == found.get_absolute_url()
    page = client.get(response.url).content.decode()
    assert "Tệp đọc được hết, có thể ghi" in page
    assert "36/KH" in page
    assert url("write", found) in page


def test_pasted_cells_are_known_as_such_whatever_the_language_they_were_pasted_in(user, kind):
    form = SheetForm({"cells": "Số, ký hiệu\tSố trang\n36/KH\tnhiều\n"})
    with translation.override("en"):
        assert form.is_valid()
    assert form.cleaned_data["upload"].name == "Bảng dán.csv"  # the title of its page
    now = timezone.now()
    who = {"actor": actor_for(user, now.date()), "now": now}
    found = sheet_imports.start(kind=SymbolImport.name, upload=form.cleaned_data["upload"], **who)
    assert [each["sheet"] for each in found.report["problems"]] == ["Bảng dán"]


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({}, "Chọn tệp Excel hoặc CSV"),
        ({"cells": "a", "file": SimpleUploadedFile("a.csv", b"a")}, "Chỉ chọn một cách"),
        ({"file": SimpleUploadedFile("a.pdf", b"a")}, "không thuộc loại được nhận"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "trống"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(client, user, kind, posted, message):
    response = client.post(create_url(), posted)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_the_same_form_sent_twice_begins_one_import(client, user, kind):
    token = client.get(create_url()).context["form_token"]
    answers = [client.post(create_url(), {"cells": GOOD, "form_token": token}).url for _each in range(2)]
    assert answers[0] == answers[1]
    assert SheetImport.objects.count() == 1


def test_mistakes_stand_in_a_table_and_in_a_workbook(client, user, kind):
    found = begun(user, "Số, ký hiệu;Số trang\n36/KH;x\n")
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Nhập một số, ví dụ 2,5." in page
    assert "B – Số trang" in page
    assert url("write", found) not in page
    table = read_table(io.BytesIO(client.get(url("problems", found)).content), name="x.xlsx", columns=["Dòng", "Cột"])
    assert [(row.integer("Dòng"), row.text("Cột")) for row in table] == [(2, "B – Số trang")]


def test_questions_are_answered_on_the_page(client, user, kind):
    found = begun(user, DOUBTFUL)
    page = client.get(found.get_absolute_url()).content.decode()
    assert 'name="answer:mark:pages:dot"' in page
    assert url("write", found) not in page
    posted = {"answer:mark:pages:dot": "decimal", "answer:column:symbol": "A", "answer:strange": "x"}
    assert client.post(url("answer", found), posted).url == found.get_absolute_url()
    found.refresh_from_db()
    assert found.answers == {"mark:pages:dot": "decimal"}
    assert url("write", found) in client.get(found.get_absolute_url()).content.decode()


def test_what_a_column_was_taken_for_is_corrected_on_the_page(client, user, kind):
    found = begun(user, "Số, ký hiệu;Khác\n36/KH;7\n")
    client.post(url("answer", found), {"answer:column:symbol": "A", "answer:column:pages": "B"})
    found.refresh_from_db()
    assert found.answers == {"column:pages": "B"}
    assert found.report["preview"]["rows"][0]["cells"] == ["36/KH", "7"]


def test_writing_asks_first_and_writes_once(client, user, kind):
    found = begun(user)
    asking = client.get(url("write", found))
    assert "Thêm mới 1, thay đổi 0, giữ nguyên 0 dòng." in asking.content.decode()
    for _each in range(2):
        posted = client.post(url("write", found), {"form_token": asking.context["form_token"]})
        assert posted.url == found.get_absolute_url()
    assert kind.written == 1
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Đã ghi vào hệ thống" in page
    assert url("replace", found) not in page
    assert client.get(url("replace", found)).status_code == 403


def test_a_corrected_file_and_giving_up(client, user, kind):
    found = begun(user, "Số, ký hiệu;Số trang\n36/KH;x\n")
    response = client.post(url("replace", found), {"file": SimpleUploadedFile("moi.csv", GOOD.encode())})
    assert response.url == found.get_absolute_url()
    assert "moi.csv" in client.get(response.url).content.decode()
    assert b"".join(client.get(url("source", found)).streaming_content) == GOOD.encode()
    assert client.post(url("abandon", found)).url == found.get_absolute_url()
    assert "Lần nhập này đã bỏ" in client.get(found.get_absolute_url()).content.decode()


def test_the_import_of_somebody_else_is_not_found(client, user, kind):
    found = begun(UserFactory())
    for name in ("detail", "replace", "write", "problems", "source"):
        assert client.get(url(name, found)).status_code == 404


@pytest.mark.parametrize("value", ["\x00", "x\x00decimal", "một câu trả lời không ai hỏi"])
def test_answers_that_no_question_offers_are_left_out(client, user, kind, value):
    found = begun(user, DOUBTFUL)
    (doubt,) = found.report["doubts"]
    posted = {f"answer:{doubt['key']}": value, "answer:column:symbol": value, "answer:\x00": value}
    assert client.post(url("answer", found), posted).status_code == 302
    assert SheetImport.objects.get(pk=found.pk).answers == {}
