"""A pledge in a real browser: the leader signs on screen, an officer sends the scan, the head sees who is missing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.clusters.domain import plans
from apps.clusters.enums import ItemKind
from apps.dashboard.tests.world import SYSTEM, build
from apps.pledges.domain import opening, texts
from apps.pledges.models import Signature
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in
from emulation_portal.tests.matrix_world import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return build(3, year=timezone.localdate().year, sheets=False)


@pytest.fixture
def pledge(world):
    """Open for signing, with one commitment, and the plan of the year issued."""
    now, today = timezone.now(), timezone.localdate()
    facts = {"actor": SYSTEM, "now": now}
    found = texts.create_pledge(cluster_year_id=world.cluster_year.pk, line="", **facts)
    texts.save_draft(
        pledge_id=found.pk,
        title="Giao ước thi đua",
        text="Thi đua hoàn thành xuất sắc nhiệm vụ năm.\nĐoàn kết, kỷ cương, sáng tạo.",
        commitments=[texts.Promised("Gửi báo cáo đúng hạn", due_on=today)],
        version=found.version,
        **facts,
    )
    items = [
        plans.ItemFacts("Ký giao ước thi đua", ItemKind.PLEDGE, today, asks_members=True),
        plans.ItemFacts("Gửi tham luận hội nghị tổng kết", ItemKind.CONFERENCE, today, asks_members=True),
    ]
    year_id = world.cluster_year.pk
    plans.save_plan(cluster_year_id=year_id, title="Kế hoạch hoạt động", intro="", items=items, version=0, **facts)
    plans.issue_plan(cluster_year_id=year_id, paper=plans.PaperFacts("36/KH-CTĐ", today), **facts)
    return opening.open_for_signing(pledge_id=found.pk, due_on=today, **facts)


def looks(page):
    assert axe_violations(page) == [], page.url
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def test_s001_3_leader_signs_and_the_head_sees_who_is_missing(page, live_server, client, world, pledge):
    own = [pledge.pk, world.units[1].pk]
    sign_in(page, live_server, client, world.leaders[1])
    page.goto(live_server.url + reverse("pledges:pledge-sign", args=own))
    looks(page)
    page.get_by_role("button", name="Ký giao ước").click()
    expect(page.get_by_text(re.compile("XN-GU-")).first).to_be_visible()
    looks(page)

    sign_in(page, live_server, client, world.leaders[0])
    page.goto(live_server.url + reverse("pledges:pledge-sign", args=[pledge.pk, world.units[0].pk]))
    page.get_by_role("button", name="Ký giao ước").click()
    page.goto(live_server.url + pledge.get_absolute_url())
    expect(page.get_by_text("còn 1 đơn vị chưa ký").first).to_be_visible()
    looks(page)
    page.get_by_role("link", name=re.compile(f"Nhắc đơn vị {world.units[2].name}")).first.click()
    looks(page)
    for name, arguments in [
        ("pledges:pledge-list", []),
        ("pledges:pledge-commitments", [pledge.pk]),
        ("pledges:commitment-list", []),
        ("clusters:plan-detail", [world.cluster_year.pk]),
    ]:
        page.goto(live_server.url + reverse(name, args=arguments))
        looks(page)


def test_officer_sends_the_signed_copy_without_scripts(
    page_without_scripts, live_server, client, world, pledge, tmp_path
):
    page = page_without_scripts
    sign_in(page, live_server, client, world.officers[1])
    page.goto(live_server.url + reverse("pledges:pledge-sign", args=[pledge.pk, world.units[1].pk]))
    page.get_by_role("link", name="Tải lên bản ký, đóng dấu").click()
    page.locator("input[type=file]").set_input_files({"name": "ky.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("[name=number]").fill("12/GU")
    page.locator("[name=signed_on]").fill(timezone.localdate().strftime("%d/%m/%Y"))
    page.locator("[name=signer_name]").fill("Lê Văn Mẫu")
    page.locator("[name=signer_post]").fill("Giám đốc")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text(re.compile("XN-GU-")).first).to_be_visible()
    assert Signature.objects.get().signer_name == "Lê Văn Mẫu"
