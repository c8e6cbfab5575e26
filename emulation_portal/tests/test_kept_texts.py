"""An English reader leaves no English in what is kept, signed or sent."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.dashboard.tests import world as dashboard
from apps.scoring.tests.factories import officer_of, open_sheet

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_trail_names_things_in_vietnamese():
    version = open_sheet().versions.get()
    with override("en"), operation():
        entry = record("scoring.sheet_version.show", actor=Actor(7, "Bà Thử"), target=version, at=NOW)
        in_english = str(version)
    with override("vi"):
        assert entry.target_label == str(version) != in_english


def test_the_paper_to_sign_is_vietnamese(client):
    sheet = open_sheet()
    client.force_login(officer_of(sheet), backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    paper = client.get(reverse("scoring:sheet-print", args=[sheet.pk])).content.decode()
    screen = client.get(reverse("scoring:sheet-check", args=[sheet.pk])).content.decode()
    assert ('lang="vi"' in paper, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper) == (True, True)
    assert ('lang="en"' in screen, "Check before submitting" in screen) == (True, True)


def test_the_reminder_to_units_is_vietnamese(client):
    with time_machine.travel(dashboard.NOW, tick=False):
        world = dashboard.build()
        client.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        response = client.get(reverse("dashboard:board-reminder", args=[world.cluster_year.pk]) + "?all=1")
    page = response.content.decode()
    assert ("Kính gửi: " in page, "Còn thiếu:" in page) == (True, True)
    assert "Text of the reminder" in page
