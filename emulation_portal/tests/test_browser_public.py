"""The search box by keyboard, and a file compared on the reader's own machine, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.core.actor import system_actor
from apps.documents.domain.issuing import About, issue
from apps.scoring.tests.factories import NOW
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTENT = b"%PDF-1.7 noi dung"
PUBLIC = ("dashboard:public", "dashboard:public-movements", "dashboard:public-rankings", "registry:public-list")


def test_the_search_box_is_reached_and_left_by_keyboard(page, live_server, client):
    unit = UnitFactory(name="Sở Tư pháp tỉnh Lào Cai")
    sign_in(page, live_server, client, RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user)
    page.goto(live_server.url + reverse("dashboard:my-rights"))
    box = page.locator("#wide-search")
    page.keyboard.press("/")
    with page.expect_response(lambda answer: answer.url.endswith("lao%20cai")):  # what came for "lao" goes again
        page.keyboard.type("lao cai")
    offered = page.locator("#wide-suggestions a").first
    offered.wait_for()
    assert axe_violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(offered).to_be_focused()
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=lao+cai")
    assert page.locator("#units a", has_text="Lào Cai").first.get_attribute("href") == unit.get_absolute_url()
    page.set_viewport_size(PHONE)
    assert (axe_violations(page), overflow(page)) == ([], 0)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+k")
    expect(page.locator("#narrow-search")).to_be_focused()


def test_a_file_is_compared_here_and_nothing_is_sent(page, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    issued = issue(
        about=About("registry_letter", "letter=1", [0], "Phiếu"),
        file_name="phieu.pdf",
        content_type="application/pdf",
        content=CONTENT,
        verification_code="ABCD-EFGH-JKLM",
        data_at=NOW,
        actor=system_actor(),
        now=NOW,
    )
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(live_server.url + reverse("verify-index"))
    page.get_by_label("Mã tra cứu").fill("abcd efgh jklm")
    page.get_by_role("button", name="Tra cứu", exact=True).click()
    answers = {
        CONTENT: "Đúng nguyên bản",
        CONTENT + b"+": "Nguyên bản có phần thêm vào sau",
        CONTENT[1:]: "Không phải tệp đã phát hành",
    }
    for content, answer in answers.items():
        page.locator("#verify-file").set_input_files(
            {"name": "x.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        page.get_by_text(answer, exact=True).wait_for()
        assert page.locator("[data-verify-answer]:visible").count() == 1
    assert "POST" not in sent
    assert issued.sha256 in page.content()
    page.set_viewport_size(PHONE)
    assert (axe_violations(page), overflow(page)) == ([], 0)


def test_public_pages_are_read_on_a_phone(page, live_server):
    page.set_viewport_size(PHONE)
    for name in PUBLIC:
        page.goto(live_server.url + reverse(name))
        assert (name, axe_violations(page), overflow(page)) == (name, [], 0)
