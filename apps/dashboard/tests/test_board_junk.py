"""Junk in the addresses of boards and lateness: a page or a refusal, never a fault."""

import pytest
import time_machine
from django.urls import reverse

from apps.dashboard.tests.world import NOW, build
from emulation_portal.tests.junk import JUNK

pytestmark = pytest.mark.django_db
NAMES = ("page", "o", "late", "missing", "duty", "unit", "cluster", "year", "q", "all", "status", "incomplete")


def test_any_query_of_a_board_is_no_bug(client):
    world = build(2)
    client.force_login(world.standing_office)
    cluster = world.cluster_year.pk
    pages = [
        reverse("dashboard:board-list"),
        reverse("dashboard:board-detail", args=[cluster]),
        reverse("dashboard:board-duty", args=[cluster, "score_sheet"]),
        reverse("dashboard:board-reminder", args=[cluster]),
        reverse("dashboard:lateness-list"),
        reverse("dashboard:lateness-unit-list"),
        reverse("obligations:duty-list"),
    ]
    with time_machine.travel(NOW, tick=False):
        for url in pages:
            for junk in JUNK[::3]:
                client.get(url, dict.fromkeys(NAMES, junk))
            for name in NAMES:
                client.get(url, {name: "٣"})
        for code in ("x", "report:%", "'", "ư" * 90):
            assert client.get(reverse("dashboard:board-duty", args=[cluster, code])).status_code == 404
