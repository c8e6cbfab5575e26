"""Theo dõi đúng hạn as PDF, Word and workbook: the figures of the page, for those who may read them."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.accounts.grants import actor_for
from apps.clusters.lateness_exports import lateness_report
from apps.clusters.models import ClusterYear
from apps.core.pdf import Verification
from apps.dashboard.tests.world import NOW, build
from apps.obligations.models import Obligation
from apps.reports import registry
from apps.reports.entries.lateness import REPORT
from apps.reports.renderers.lateness import xlsx

pytestmark = pytest.mark.django_db


def test_lateness_report_counts_what_came_due_and_lists_what_was_late(client):
    world = build(3)
    world.send(1, at=NOW - timedelta(days=5))
    world.send(2, at=NOW - timedelta(days=1))
    Obligation.objects.filter(unit=world.units[1]).update(fulfilled_at=None)  # sent back: it was sent nevertheless
    report = lateness_report(ClusterYear.objects.for_list().get(pk=world.cluster_year.pk), NOW)
    assert [(u.due, u.in_time, u.owing, u.days, u.percent) for u in report.units] == [
        (1, 0, 1, 2, 0.0),
        (1, 1, 0, 0, 100.0),
        (1, 0, 0, 1, 0.0),
    ]
    assert [(p.unit_name, p.days, p.sent_at is None) for p in report.papers] == [
        (world.units[0].name, 2, True),
        (world.units[2].name, 1, False),
    ]
    with time_machine.travel(NOW, tick=False):
        client.force_login(world.standing_office)
        page = client.get(reverse("dashboard:lateness-unit-list"))
        assert [(row["late"], row["owing"]) for row in page.context["page_obj"]] == [(1, 1), (0, 0), (1, 0)]
        behind = client.get(f"{page.context['page_obj'][1]['url']}&counted=owing")
        assert behind.context["page_obj"].paginator.count == 0
    printing = registry.Printing(Verification("MINH-HOA-1", "http://localhost/verify/x"), NOW)
    book = load_workbook(io.BytesIO(xlsx(report, printing)))
    assert [sheet.title for sheet in book] == ["Đơn vị", "Việc chậm"]
    assert [row[1] for row in book["Đơn vị"].values if row[1] in {u.name for u in world.units}] == [
        unit.name for unit in world.units
    ]
    for name in (registry.PDF, registry.DOCX):
        assert len(REPORT.renderers[name](report, printing)) > 1000


def test_lateness_report_is_for_head_office_and_auditor():
    world = build(3)
    with time_machine.travel(NOW, tick=False):
        today = timezone.localdate()
        params = {"cluster_year": world.cluster_year.pk}
        for user in (world.head, world.standing_office, world.auditor):
            assert REPORT.find(params, actor_for(user, today)).ids == [world.cluster_year.pk]
        with pytest.raises(registry.NothingToReport):
            REPORT.find(params, actor_for(world.officers[1], today))
