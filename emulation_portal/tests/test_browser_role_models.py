"""A good deed is suggested from a phone: how many taps and keys it takes, with scripts and without."""

import pytest
from django.urls import reverse

from apps.movements.models import RoleModel
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Nguyễn Văn Mẫu"
DEED = "Đưa thủ tục hộ tịch về tận thôn, cấp 45 giấy khai sinh trong một ngày."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer():
    role = RoleAssignmentFactory()
    PostingFactory(unit=role.unit, person=PersonFactory(full_name=NAME))
    return role.user


def suggest(page) -> tuple[int, int]:
    """Fill and send; answers taps and keys."""
    taps = keys = 0
    for field, text in (("name", NAME), ("deed", DEED)):
        box = page.locator(f"[name='{field}']")
        box.click()
        box.press_sequentially(text)
        taps, keys = taps + 1, keys + len(text)
    page.get_by_role("button", name="Gửi giới thiệu").click()
    page.get_by_role("heading", name=NAME, level=1).wait_for()
    return taps + 1, keys


def test_a_good_deed_takes_three_taps_on_a_phone(page, live_server, client, officer):
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, client, officer)
    page.goto(live_server.url + reverse("movements:role-model-create"))
    assert axe_violations(page) == []
    assert overflow(page) == 0
    taps, keys = suggest(page)
    assert (taps, keys) == (3, len(NAME) + len(DEED))
    made = RoleModel.objects.get()
    assert (made.name, made.deed, made.days_to_suggestion) == (NAME, DEED, 0)
    assert made.person.full_name == NAME
    assert overflow(page) == 0
    assert axe_violations(page) == []


def test_the_same_without_scripts(page_without_scripts, live_server, client, officer):
    sign_in(page_without_scripts, live_server, client, officer)
    page_without_scripts.goto(live_server.url + reverse("movements:role-model-create"))
    assert suggest(page_without_scripts)[0] == 3
    assert RoleModel.objects.count() == 1
