"""Văn bản in the browser: S000-1 filed, stopped with a link, found without diacritics; with and without scripts."""

import pytest
from django.urls import reverse

from apps.documents.models import Document
from apps.documents.tests.factories import PDF, filed, region
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "Không tải lên tài liệu có dấu Mật, Tối mật, Tuyệt mật. Văn bản mật gửi theo đường công văn mật."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def fill(page, world, *, symbol: str):
    page.get_by_label("Vào sổ của").select_option(world.code)
    page.get_by_label("Số, ký hiệu").fill(symbol)
    page.get_by_label("Ngày ban hành").fill("08/4/2022")
    page.get_by_label("Cơ quan ban hành").fill(world.name)


def file_plan_twice_and_find_it(page, live_server, client):
    """What the head's officer does in S000-1."""
    world = region()
    sign_in(page, live_server, client, world.head)
    page.goto(live_server.url + reverse("documents:document-list"))
    page.get_by_role("link", name="Vào sổ văn bản").first.click()
    assert page.get_by_text(SENTENCE).first.is_visible()
    fill(page, world, symbol="36/KH-KVTĐ")
    page.get_by_label("Bản quét").set_input_files(
        {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Đã vào sổ văn bản.").wait_for()
    document = Document.objects.get()
    assert page.get_by_text("08/04/2022").first.is_visible()
    assert page.get_by_role("link", name="ke-hoach.pdf", exact=True).is_visible()

    page.goto(live_server.url + reverse("documents:document-create"))
    fill(page, world, symbol="36/kh-kvtđ")
    page.get_by_label("Trích yếu").fill("Gõ lại lần nữa")
    page.get_by_role("button", name="Lưu").click()
    link = page.get_by_role("link", name="Mở văn bản 36/KH-KVTĐ")
    link.wait_for()
    assert page.get_by_label("Trích yếu").input_value() == "Gõ lại lần nữa"
    link.click()
    page.wait_for_url(f"**{document.get_absolute_url()}")
    assert Document.objects.count() == 1

    page.goto(live_server.url + reverse("documents:document-list"))
    page.get_by_label("Số, ký hiệu, trích yếu, cơ quan").fill("36/kh-kvtd")
    page.get_by_role("button", name="Lọc").click()
    assert page.get_by_role("link", name="36/KH-KVTĐ").is_visible()


def test_s000_1_document_in_the_browser(page, live_server, client):
    file_plan_twice_and_find_it(page, live_server, client)


def test_s000_1_document_without_scripts(page_without_scripts, live_server, client):
    file_plan_twice_and_find_it(page_without_scripts, live_server, client)


def test_pages_are_accessible_and_fit_a_phone(page, live_server, client):
    world = region()
    document = filed(world, abstract="Kế hoạch của Khu vực thi đua năm 2022", guidance_year=2022)
    sign_in(page, live_server, client, world.head)
    routes = [
        reverse("documents:document-list"),
        reverse("dashboard:paper-list"),
        reverse("dashboard:cluster-paper-list", args=[world.cluster_year.pk]),
        document.get_absolute_url(),
        reverse("documents:document-create"),
        reverse("documents:document-change", args=[document.pk]),
        reverse("documents:document-attach", args=[document.pk]),
        reverse("documents:document-remove", args=[document.pk]),
    ]
    for route in routes:
        page.goto(live_server.url + route)
        assert axe_violations(page) == [], route
    page.set_viewport_size(PHONE)
    for route in routes:
        page.goto(live_server.url + route)
        assert overflow(page) <= 0, route
