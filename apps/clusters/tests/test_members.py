"""S000-5: a unit is in exactly one cluster of an organiser and year; other years stay as they are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.audit.models import Entry
from apps.clusters import leaving
from apps.clusters.domain.clusters import (
    MayNotLeave,
    Place,
    UnitElsewhere,
    copy_year,
    form_cluster,
    move_member,
    set_members,
)
from apps.clusters.models import ClusterYear, Member
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.errors import StaleVersion
from apps.obligations.domain.duties import ask
from apps.obligations.models import Obligation, last_moment
from apps.periods.domain.years import YearClosed
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.tests.factories import open_sheet
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def formed(year, code, units, name="Cụm thử"):
    return form_cluster(
        code=code,
        name=name,
        kind="cluster",
        organiser_id=year.organiser_id,
        year_id=year.pk,
        members=[(unit, order, "") for order, unit in enumerate(units, start=1)],
        actor=SYSTEM,
        now=NOW,
    )


def names(cluster_year) -> list[str]:
    return [member.unit_name for member in cluster_year.members.order_by("order")]


def test_s000_5_nested_clusters():
    """Today's example: the communes under one Sở."""
    department = UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT)
    communes = [UnitFactory(parent=department, kind=UnitKind.COMMUNE_OFFICE, name=f"UBND xã {n}") for n in range(4)]
    first_year = EmulationYearFactory(organiser=department, year=2022)
    second_year = EmulationYearFactory(organiser=department, year=2023)
    north, south = formed(first_year, "XA-BAC", communes[:2]), formed(first_year, "XA-NAM", communes[2:])
    with pytest.raises(UnitElsewhere) as error:
        formed(first_year, "XA-DONG", communes[:1])
    assert "UBND xã 0" in str(error.value)
    assert not ClusterYear.objects.filter(cluster__code="XA-DONG").exists(), "nothing of it is kept"

    north_2023, south_2023 = (
        copy_year(cluster_year_id=each.pk, year=2023, actor=SYSTEM, now=NOW) for each in (north, south)
    )
    before = [names(north), names(south)]
    member = north_2023.members.get(unit=communes[0])
    move_member(member_id=member.pk, to_id=south_2023.pk, reason="Sắp xếp lại", actor=SYSTEM, now=NOW)
    assert [names(north), names(south)] == before == [["UBND xã 0", "UBND xã 1"], ["UBND xã 2", "UBND xã 3"]]
    assert [names(north_2023), names(south_2023)] == [["UBND xã 1"], ["UBND xã 2", "UBND xã 3", "UBND xã 0"]]
    assert second_year.clusters.count() == 2
    assert Entry.objects.filter(action="clusters.cluster_year.members").count() == 2


def test_database_keeps_a_unit_out_of_two_clusters_of_a_year():
    member = MemberFactory()
    other = ClusterYearFactory(year=member.cluster_year.year)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.bulk_create([Member(cluster_year=other, unit=member.unit, unit_name="Thử", order=1)])
    another_organiser = MemberFactory(unit=member.unit)
    assert another_organiser.pk


def change(cluster_year, places, version=None, now=NOW):
    return set_members(
        cluster_year_id=cluster_year.pk,
        name=cluster_year.name,
        places=places,
        version=version or cluster_year.version,
        actor=SYSTEM,
        now=now,
    )


def test_members_are_ordered_added_and_removed_in_one_save():
    year, units = EmulationYearFactory(), UnitFactory.create_batch(3)
    cluster_year = formed(year, "C-1", units[:2])
    change(cluster_year, [Place(units[2].pk, 1), Place(units[1].pk, 2, "justice")])
    assert list(cluster_year.members.order_by("order").values_list("unit", "line")) == [
        (units[2].pk, ""),
        (units[1].pk, "justice"),
    ]


def test_who_comes_owes_what_the_organiser_asks_of_the_members_and_who_goes_owes_it_no_more():
    """With time where the date has passed: of all members 1/10, of the northern cluster alone 1/12."""
    year, (stays, comes) = EmulationYearFactory(year=2026), UnitFactory.create_batch(2)
    north, south = formed(year, "BAC", [stays]), formed(year, "NAM", [])
    for code, due_on, asked_of in (
        ("registration", date(2026, 10, 1), ["all:members"]),
        ("other", date(2026, 12, 1), ["cluster:BAC", "kind:nonsense"]),
        ("other:heads", date(2026, 12, 1), ["all:heads"]),
    ):
        about = {"year_id": year.pk, "code": code, "label": code, "due_on": due_on, "audience": asked_of}
        ask(unit_ids=[stays.pk] if code != "other:heads" else [], actor=SYSTEM, now=NOW, **about)

    def owed() -> dict:
        return dict(Obligation.objects.open().filter(unit=comes).values_list("duty__code", "extended_to"))

    registration = {"registration": last_moment(date(2026, 12, 12))}
    change(north, [Place(stays.pk, 1), Place(comes.pk, 2)])
    assert owed() == registration | {"other": None}
    member = north.members.get(unit=comes)
    moved = move_member(member_id=member.pk, to_id=south.pk, reason="Sắp xếp lại", actor=SYSTEM, now=NOW)
    assert owed() == registration
    south.refresh_from_db()
    change(south, [])
    assert owed() == {}
    new = formed(year, "MOI", [comes], name=moved.unit_name)
    assert owed() == registration, "in a cluster made after the asking, too"
    change(new, [])
    new.refresh_from_db()
    change(new, [Place(comes.pk, 1)], now=NOW + timedelta(days=60))
    assert owed() == {"registration": last_moment(date(2027, 2, 10))}, "back again after its date, it has time, too"


def test_second_of_two_who_save_is_told():
    cluster_year = formed(EmulationYearFactory(), "C-1", UnitFactory.create_batch(2))
    change(cluster_year, [])
    with pytest.raises(StaleVersion):
        change(cluster_year, [], version=1)


def test_unit_with_a_sheet_stays_and_a_closed_year_does_not_change():
    sheet = open_sheet()
    cluster_year = sheet.cluster_year
    with pytest.raises(MayNotLeave) as error:
        change(cluster_year, [])
    assert "bảng tự chấm điểm" in str(error.value)
    assert leaving.reasons(cluster_year.pk, [sheet.unit_id]).keys() == {sheet.unit_id}
    type(cluster_year.year).objects.update(state="closed")
    with pytest.raises(YearClosed):
        change(cluster_year, [])


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_does_not_grow(client, count, django_assert_num_queries):
    year = EmulationYearFactory()
    for number in range(count):
        formed(year, f"C-{number}", UnitFactory.create_batch(2))
    client.force_login(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user)
    url = reverse("clusters:cluster-year-list")
    client.get(url)
    with django_assert_num_queries(11):
        assert len(client.get(url).context["rows"]) == count


def test_page_forms_a_cluster_and_moves_a_unit(client):
    year = EmulationYearFactory(year=2023)
    office = RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user
    units = UnitFactory.create_batch(2)
    client.force_login(office)
    answer = client.post(
        reverse("clusters:cluster-form"),
        {
            "organiser": year.organiser_id,
            "kind": "region",
            "code": "KV-THU",
            "name": "Khu vực thử",
            "year": 2023,
            "line": "justice",
            "units": f"{units[0].name}\n{units[1].code}",
        },
    )
    cluster_year = ClusterYear.objects.get(cluster__code="KV-THU")
    assert (answer.status_code, answer.headers["Location"]) == (302, cluster_year.get_absolute_url())
    assert names(cluster_year) == [unit.name for unit in units]
    page = client.get(cluster_year.get_absolute_url()).content.decode()
    assert "Khối Sở Tư pháp" in page
    again = client.post(
        reverse("clusters:cluster-year-members", args=[cluster_year.pk]),
        {"name": "Khu vực thử", "version": 1, "units": "Đơn vị không có"},
    )
    assert again.status_code == 422
    assert "Đơn vị không có" in again.content.decode()
