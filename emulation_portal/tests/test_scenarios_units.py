"""Scenarios S000-5 and S003-1: nested clusters of a Sở, the thirteen units of Cụm số 1."""

from datetime import UTC, datetime

import pytest

from apps.clusters.domain.clusters import form_cluster
from apps.clusters.models import ClusterYear, Member
from apps.clusters.queries import members_in_order
from apps.core.actor import system_actor
from apps.demo.loading.bodies import load_clusters, load_communes, load_units
from apps.periods.domain.years import ensure_year
from apps.units.domain.units import ensure_unit
from apps.units.models import Unit
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
WHO = {"actor": system_actor(), "now": NOW}

THE_13 = [
    "Văn phòng Bộ",
    "Vụ Pháp luật hình sự - hành chính",
    "Vụ Pháp luật dân sự - kinh tế",
    "Vụ Tổ chức cán bộ",
    "Vụ Các vấn đề chung về xây dựng pháp luật",
    "Cục Kế hoạch - Tài chính",
    "Vụ Pháp luật quốc tế",
    "Cục Công tác phía Nam",
    "Vụ Hợp tác quốc tế",
    "Thanh tra Bộ",
    "Cục Công nghệ thông tin",
    "Vụ Thi đua - Khen thưởng",
    "Văn phòng Đảng - Đoàn thể",
]


def test_s003_1_the_13_units():
    cluster_years = load_clusters(load_units(**WHO), **WHO)
    members = list(members_in_order(cluster_years[2020].pk))
    assert [(member.order, member.unit_name) for member in members] == list(enumerate(THE_13, start=1))
    found = [member.order for member in members if member.unit in Unit.objects.search("phap luat quoc te")]
    assert found == [7]
    spellings = ["Cục Kế hoạch – tài chính", "Cục Kế hoạch - Tài chính"]
    assert [list(Unit.objects.search(spelling)) for spelling in spellings] == [[members[5].unit]] * 2
    same = ensure_unit(code="CKHTC", name=spellings[0], kind="ministry_unit", **WHO)
    assert same == members[5].unit


def form(organiser: Unit, year: int, clusters: dict[str, list[Unit]]) -> dict[str, ClusterYear]:
    year_id = ensure_year(organiser_id=organiser.pk, year=year, **WHO).pk
    return {
        code: form_cluster(
            code=code,
            name=f"Cụm thi đua {code}",
            kind="cluster",
            organiser_id=organiser.pk,
            year_id=year_id,
            members=[(unit, order, "") for order, unit in enumerate(units, start=1)],
            **WHO,
        )
        for code, units in clusters.items()
    }


def names(cluster_year: ClusterYear) -> list[str]:
    return [member.unit_name for member in members_in_order(cluster_year.pk)]


def test_s000_5_nested_clusters():
    """Rooms, subordinate units and communes of one Sở, in three clusters by its own decision."""
    ministry = UnitFactory(kind="ministry")
    office = UnitFactory(name="Sở Tư pháp tỉnh Mẫu", kind="justice_department", parent=ministry)
    rooms = [UnitFactory(name=f"Phòng {n}", kind="division", parent=office) for n in range(2)]
    services = [UnitFactory(name=f"Trung tâm {n}", kind="provincial_service_unit", parent=office) for n in range(2)]
    communes = [
        UnitFactory(name=f"Văn phòng HĐND và UBND xã {n}", kind="commune_office", parent=office) for n in range(3)
    ]
    form(office, 2022, {"PHONG": rooms, "DVSN": services, "XA": communes})
    placed = Member.objects.filter(cluster_year__year__year=2022).values_list("unit_id", flat=True)
    assert sorted(placed) == sorted(unit.pk for unit in [*rooms, *services, *communes]), "each in exactly one cluster"
    assert not Member.objects.filter(cluster_year__cluster__organiser=ministry).exists()

    before = {each.cluster.code: names(each) for each in ClusterYear.objects.filter(year__year=2022)}
    moved = communes[2]
    form(office, 2023, {"PHONG": rooms, "DVSN": [*services, moved], "XA": communes[:2]})
    assert {each.cluster.code: names(each) for each in ClusterYear.objects.filter(year__year=2022)} == before
    assert Member.objects.get(cluster_year__year__year=2023, unit=moved).cluster_year.cluster.code == "DVSN"


def test_demo_has_communes_of_one_department_as_the_example_of_today():
    load_units(**WHO)
    cluster_year = load_communes(**WHO)
    assert cluster_year.cluster.organiser.code == "STP-LAO-CAI"
    assert len(names(cluster_year)) == 5
    assert all("minh họa" in name for name in names(cluster_year))
