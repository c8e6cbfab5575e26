"""The page "Lịch sử" of a record, and the way to it."""

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.dashboard.histories import own_score_only
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.scoring.enums import Stage
from apps.scoring.models import SheetVersion

pytestmark = pytest.mark.django_db


def url(obj) -> str:
    return reverse("dashboard:history", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


def test_sheet_page_links_to_its_history_which_tells_what_was_done(client):
    world = build()
    world.send(0)
    sheet = world.sheet(0)
    client.force_login(world.officers[0])
    assert url(sheet) in client.get(sheet.get_absolute_url()).content.decode()
    page = client.get(url(sheet)).content.decode()
    assert "Gửi" in page
    assert "Hệ thống" in page
    assert "Đã gửi bảng tự chấm" in page


def test_reason_and_difference_stand_on_the_page(client):
    world = build()
    unit = world.units[0]
    with operation():
        type(unit).objects.filter(pk=unit.pk).update(short_name="Sở Thử")
        record("units.unit.found", actor=Actor(1, "Ông Thử"), target=unit, at=NOW, reason="Theo Quyết định")
    client.force_login(world.auditor)
    page = client.get(url(unit)).content.decode()
    for text in ("Ông Thử", "Theo Quyết định", "Tên ngắn", "Sở Thử"):
        assert text in page


def test_change_without_a_line_is_shown_as_such(client):
    world = build(sheets=False)
    client.force_login(world.auditor)
    assert "Thay đổi không có dòng nhật ký" in client.get(url(world.units[0])).content.decode()


def test_history_link_is_absent_for_those_who_may_not_read_it(client):
    world = build()
    run_page = reverse("scoring:sheet-detail", args=[world.sheet(1).pk])
    client.force_login(UserFactory())
    assert client.get(run_page).status_code == 404


def test_unit_reads_its_own_score_only_while_the_sheet_is_checked():
    world = build()
    sheet = world.sheet(1)
    version = SheetVersion.objects.create(
        sheet=sheet, stage=Stage.STEP, step_order=1, locked_at=NOW, total=1, sha256="x"
    )
    own = own_score_only(Actor(1, "", grants=()), sheet)
    assert version.pk not in own["scoring.SheetVersion"].children[0][1]
    sheet.state = "final"
    assert own_score_only(Actor(1, "", grants=()), sheet) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(client, count, django_assert_num_queries):
    world = build(units=3)
    unit = world.units[0]
    for number in range(count):
        with operation():
            type(unit).objects.filter(pk=unit.pk).update(short_name=f"Sở {number}")
            record("units.unit.found", actor=SYSTEM, target=unit, at=NOW)
    client.force_login(world.auditor)
    client.get(url(unit))
    with django_assert_num_queries(15):
        assert len(client.get(url(unit)).context["moments"]) == count + 1
