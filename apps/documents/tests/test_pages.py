"""Pages of papers: list, search, export, filing with a scan, conflicts, files, purge."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.documents.domain.attachments import store
from apps.documents.domain.files import attach_file
from apps.documents.models import Attachment, Document
from apps.documents.tests.factories import NOW, PDF, acting, filed, region

pytestmark = pytest.mark.django_db
SENTENCE = "Không tải lên tài liệu có dấu Mật, Tối mật, Tuyệt mật. Văn bản mật gửi theo đường công văn mật."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def scan(name="ban-quet.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def typed(world, **changes):
    return {
        "owner_code": world.code,
        "symbol": "36/KH-KVTĐ",
        "issued_on": "08/4/2022",
        "issuer_name": world.name,
    } | changes


def with_file(world, user=None):
    document = filed(world)
    attachment = store(scan(), actor=acting(user or world.head), now=NOW)
    file = attach_file(document_id=document.pk, attachment=attachment, actor=acting(world.head), now=NOW)
    return document, file


@pytest.mark.parametrize(
    "query", ["q=36/kh-kvtd", "q=kvtd", "issuer=thanh pho", "kind=plan", "year=2022", "owner=KV-TPTW"]
)
def test_list_finds_the_plan(client, query):
    world = region()
    filed(world)
    filed(
        world, symbol="1860/QĐ-BTP", issuer_name="Bộ Tư pháp", owner="STP-HN", issued_on=NOW.date().replace(year=2021)
    )
    client.force_login(world.head)
    response = client.get(reverse("documents:document-list") + f"?{query}")
    assert [d.symbol for d in response.context["object_list"]] == ["36/KH-KVTĐ"]


def test_numbers_are_sorted_as_numbers(client):
    world = region()
    for number in (100, 9, 36):
        filed(world, symbol=f"{number}/KH-KVTĐ")
    client.force_login(world.head)
    response = client.get(reverse("documents:document-list") + "?o=symbol")
    assert [d.symbol for d in response.context["object_list"]] == ["9/KH-KVTĐ", "36/KH-KVTĐ", "100/KH-KVTĐ"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("route", ["documents:document-list", "dashboard:paper-list"])
def test_list_query_count_does_not_grow(client, count, route, django_assert_num_queries):
    world = region()
    for number in range(count):
        filed(world, symbol=f"{number}/KH", guidance_year=2022)
    client.force_login(world.head)
    with django_assert_num_queries(QUERIES[route]):
        assert len(client.get(reverse(route)).context["object_list"]) == count


QUERIES = {"documents:document-list": 13, "dashboard:paper-list": 14}


def test_export_holds_what_is_seen(client):
    world = region()
    filed(world, abstract="Kế hoạch hoạt động")
    client.force_login(world.member)
    response = client.get(reverse("documents:document-list") + "?q=36/kh&format=xlsx")
    cells = [[c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows()]
    row = next(row for row in cells if row[0] == "36/KH-KVTĐ")
    assert (row[1].date(), row[2], row[4], row[7]) == (filed_on(), "Kế hoạch", "Kế hoạch hoạt động", 0)


def filed_on():
    return Document.objects.get().issued_on


def test_filing_with_a_scan_and_the_second_one_stopped_with_a_link(client):
    world = region()
    client.force_login(world.head)
    page = client.get(reverse("documents:document-create"))
    assert SENTENCE in page.content.decode()
    response = client.post(reverse("documents:document-create"), typed(world, file=scan()))
    document = Document.objects.get()
    assert response.url == document.get_absolute_url()
    assert document.files.get().attachment.used_at is not None
    again = client.post(reverse("documents:document-create"), typed(world, symbol="36/kh-kvtđ", abstract="Gõ lại"))
    html = again.content.decode()
    assert (again.status_code, document.get_absolute_url() in html, "Gõ lại" in html) == (422, True, True)


def test_form_sent_twice_files_once(client):
    world = region()
    client.force_login(world.head)
    token = client.get(reverse("documents:document-create")).context["form_token"]
    for _ in range(2):
        response = client.post(reverse("documents:document-create"), typed(world, form_token=token))
        assert response.url == Document.objects.get().get_absolute_url()


def test_scan_of_a_refused_form_is_kept_and_not_chosen_again(client):
    world = region()
    client.force_login(world.head)
    refused = client.post(reverse("documents:document-create"), typed(world, symbol="(Mật)", file=scan()))
    kept = Attachment.objects.get()
    assert (refused.status_code, str(kept.key) in refused.content.decode()) == (422, True)
    client.post(reverse("documents:document-create"), typed(world, kept=kept.key))
    assert Document.objects.get().files.get().attachment == kept


def test_without_issuer_the_page_warns_and_a_tick_files_it(client):
    world = region()
    first = filed(world)
    client.force_login(world.head)
    warned = client.post(reverse("documents:document-create"), typed(world, issuer_name=""))
    html = warned.content.decode()
    assert (warned.status_code, 'name="confirmed"' in html, first.get_absolute_url() in html) == (422, True, True)
    client.post(reverse("documents:document-create"), typed(world, issuer_name="", confirmed="on"))
    assert Document.objects.count() == 2


def test_only_the_ministry_office_publishes(client):
    world = region()
    client.force_login(world.head)
    client.post(reverse("documents:document-create"), typed(world, for_everyone="on"))
    assert not Document.objects.get().for_everyone
    client.force_login(world.office)
    client.post(
        reverse("documents:document-create"), typed(world, owner_code="BTP", symbol="1/BTP-TCCB", for_everyone="on")
    )
    assert Document.objects.get(symbol="1/BTP-TCCB").for_everyone


def test_conflict_shows_both_values_and_saving_again_decides(client):
    world = region()
    document = filed(world)
    url = reverse("documents:document-change", args=[document.pk])
    client.force_login(world.head)
    assert client.post(url, typed(world, version=1, abstract="Của người trước")).status_code == 302
    late = client.post(url, typed(world, version=1, abstract="Của người sau"))
    html = late.content.decode()
    assert late.status_code == 422
    assert "Của người trước" in html
    assert "Của người sau" in html
    assert (
        client.post(
            url, typed(world, version=late.context["form"]["version"].value(), abstract="Của người sau")
        ).status_code
        == 302
    )
    document.refresh_from_db()
    assert (document.abstract, document.version) == ("Của người sau", 3)


def test_file_is_added_opened_and_taken_off(client):
    world = region()
    document = filed(world)
    client.force_login(world.head)
    page = client.get(reverse("documents:document-attach", args=[document.pk]))
    assert SENTENCE in page.content.decode()
    client.post(reverse("documents:document-attach", args=[document.pk]), {"file": scan(), "note": "bản quét"})
    file = document.files.get()
    response = client.get(reverse("documents:document-content", args=[document.pk, file.pk]))
    assert b"".join(response.streaming_content) == PDF
    client.post(reverse("documents:document-detach", args=[document.pk, file.pk]))
    assert not document.files.exists()
    assert Attachment.objects.get().used_at is None  # nothing refers to it: swept after a day
    assert Entry.objects.filter(action="documents.document.detach").count() == 1


@pytest.mark.parametrize("name", ["bao-cao-Mật.pdf", "toi_mat.pdf", "Tuyệt mật.pdf"])
def test_file_with_a_mark_in_its_name_is_refused(client, name):
    world = region()
    document = filed(world)
    client.force_login(world.head)
    response = client.post(reverse("documents:document-attach", args=[document.pk]), {"file": scan(name)})
    assert (response.status_code, SENTENCE in str(response.context["form"].errors["file"])) == (422, True)
    assert not Attachment.objects.exists()


def test_administrator_removes_a_content_and_the_reader_sees_a_notice(client, django_capture_on_commit_callbacks):
    world = region()
    document, file = with_file(world)
    attachment, admin = file.attachment, UserFactory(is_staff=True)
    client.force_login(admin)
    assert "ban-quet.pdf" in client.get(reverse("documents:attachment-list")).content.decode()
    url = reverse("documents:attachment-purge", args=[attachment.pk])
    assert client.post(url, {"reason": "nhầm"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"reason": "Tải lên nhầm, cần gỡ bỏ."}).status_code == 302
    assert not attachment.file.storage.exists(attachment.file.name)
    attachment.refresh_from_db()
    assert (attachment.purged_by_label, attachment.sha256 != "") == (admin.label, True)
    entry = Entry.objects.get(action="documents.attachment.purge")
    assert (entry.reason, "ban-quet" in entry.target_label) == ("Tải lên nhầm, cần gỡ bỏ.", False)
    client.force_login(world.member)
    response = client.get(reverse("documents:document-content", args=[document.pk, file.pk]))
    assert (response.status_code, "đã được gỡ bỏ" in response.content.decode()) == (410, True)


def test_places_of_use_are_shown_to_whoever_may_open_them(client):
    world = region()
    document = filed(world)
    document.uses.create(app="elsewhere", key="1", label="Nơi không được xem", path="/nowhere/")
    client.force_login(world.member)
    html = client.get(document.get_absolute_url()).content.decode()
    assert "Nơi không được xem" not in html
    assert "1 nơi khác" in html
