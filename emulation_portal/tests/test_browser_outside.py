"""The link to a body outside of the portal in a real browser: only that sends the origin that is checked."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.scoring.domain import confirmations
from apps.scoring.enums import ConfirmationState, StepRole
from apps.scoring.tests.factories import criteria_set_of_leaves
from apps.scoring.tests.review_cases import SYSTEM, sent_sheet
from emulation_portal.tests.browser import PHONE, overflow, session_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_signer_outside_answers_from_a_telephone(live_server, browser):
    criteria_set = criteria_set_of_leaves(2, steps=2)
    criteria_set.steps.filter(order=1).update(role=StepRole.OUTSIDE)
    sheet = sent_sheet(criteria_set)
    made = confirmations.make_link(sheet_id=sheet.pk, body_name="UBND tỉnh", days=7, actor=SYSTEM, now=timezone.now())
    page = session_in(browser, viewport=PHONE).new_page()
    page.goto(live_server.url + reverse("scoring:outside", args=[made.token]))
    assert overflow(page) == 0
    page.check("input[name=answer][value=confirm]")
    page.fill("[name=name]", "Nguyễn Văn Mẫu")
    page.fill("[name=post]", "Phó Chủ tịch")
    page.fill("[name=code]", made.code)
    page.click("main button[type=submit]")
    assert "Đã ghi nhận trả lời" in page.inner_text("h1")
    page.context.close()
    made.confirmation.refresh_from_db()
    assert made.confirmation.state == ConfirmationState.CONFIRMED
