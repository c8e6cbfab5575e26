"""Pages of a meeting: the list, screen 10."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from apps.conferences.domain.planning import Plan
from apps.conferences.tests.world import NOW, build
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def person_of(unit, role=Role.OFFICER):
    return RoleAssignmentFactory(unit=unit, role=role, starts_on=NOW.date()).user


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_meeting_as_for_three(client, count, django_assert_num_queries):
    world = build()
    for number in range(count):
        world.held(plan=Plan(f"Hội nghị {number}", NOW.date(), "Đồng Nai"))
    client.force_login(person_of(world.units[0]))
    address = reverse("conferences:conference-list")
    with django_assert_num_queries(9):
        page = client.get(address)
    assert len(page.context["object_list"]) == count
    book = load_workbook(BytesIO(client.get(f"{address}?format=xlsx&q=hoi nghi dong nai&o=-day").content))
    assert sum(row[0].value == "Hội nghị 0" for row in book.active.iter_rows()) == 1


def test_screen_10_shows_both_years_the_steps_with_what_is_missing_and_the_way_to_each(client):
    found = build().held()
    client.force_login(person_of(found.organiser, Role.STANDING_OFFICE))
    page = client.get(found.get_absolute_url()).content.decode()
    for text in ("tổng kết năm 2019", "ký giao ước năm 2020", "Có mặt 0/18 đơn vị", "Chưa đủ điều kiện tiến hành"):
        assert text in page
    for text in ("Điểm danh", "Thông qua Tổ kiểm phiếu", "Chưa có báo cáo.", "Công bố Trưởng Cụm năm sau"):
        assert text in page
    assert f"{reverse('pledges:pledge-list')}?cluster_year={found.next_cluster_year_id}" in page
