from datetime import UTC, date, datetime

import pytest

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.domain.clusters import appoint_head, form_cluster
from apps.clusters.models import ClusterYear
from apps.clusters.queries import members_in_order
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_forming_keeps_the_order_and_the_names_of_the_year():
    year = EmulationYearFactory()
    units = UnitFactory.create_batch(3)
    for _ in range(2):
        cluster_year = form_cluster(
            code="CUM-1",
            name="Cụm thi đua số 1",
            kind="cluster",
            organiser_id=year.organiser_id,
            year_id=year.pk,
            members=[(unit, order, "") for order, unit in enumerate(reversed(units), start=1)],
            actor=system_actor(),
            now=NOW,
        )
    assert [member.unit for member in members_in_order(cluster_year.pk)] == units[::-1]
    assert cluster_year.members.count() == 3


def test_unit_that_joins_later_stands_in_the_trail():
    year, units = EmulationYearFactory(), UnitFactory.create_batch(2)
    for count in (1, 2, 2):
        form_cluster(
            code="CUM-1",
            name="Cụm thi đua số 1",
            kind="cluster",
            organiser_id=year.organiser_id,
            year_id=year.pk,
            members=[(unit, order, "") for order, unit in enumerate(units[:count], start=1)],
            actor=system_actor(),
            now=NOW,
        )
    joined = [
        entry.after["joined"] for entry in Entry.objects.filter(action="clusters.cluster_year.form").order_by("pk")
    ]
    assert joined == [[units[0].name], [units[1].name]]


def test_moving_a_unit_next_year_leaves_this_year_untouched():
    member = MemberFactory(unit_name="Vụ Pháp luật quốc tế")
    member.unit.name = "Cục Pháp luật quốc tế"
    member.unit.save()
    assert members_in_order(member.cluster_year_id)[0].unit_name == "Vụ Pháp luật quốc tế"


def test_word_of_the_head_follows_the_kind():
    term = HeadTermFactory(cluster_year__cluster__kind="region")
    assert str(term.title) == "Trưởng Khu vực"


def test_cluster_is_seen_by_members_heads_and_organiser_only():
    cluster_year = ClusterYearFactory()
    member = RoleAssignmentFactory(unit=MemberFactory(cluster_year=cluster_year).unit)
    head = RoleAssignmentFactory()
    appoint_head(
        cluster_year_id=cluster_year.pk,
        unit_id=head.unit_id,
        role="cluster_head",
        starts_on=date(2020, 1, 1),
        actor=system_actor(),
        now=NOW,
    )
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role="standing_office")
    outsider = RoleAssignmentFactory()
    seen = [
        ClusterYear.objects.visible_to(actor_for(role.user, date(2021, 1, 1))).count()
        for role in (member, head, office, outsider)
    ]
    assert seen == [1, 1, 1, 0]


def test_auditor_sees_what_is_organised_in_and_below_the_own_unit():
    ministry, elsewhere = UnitFactory(), UnitFactory()
    below = UnitFactory(parent=ministry)
    for organiser in (ministry, below, elsewhere):
        ClusterYearFactory(year__organiser=organiser)
    seen = {
        unit: set(
            ClusterYear.objects.visible_to(
                actor_for(RoleAssignmentFactory(unit=unit, role="auditor").user, date(2021, 1, 1))
            ).values_list("cluster__organiser_id", flat=True)
        )
        for unit in (ministry, below, elsewhere)
    }
    assert seen == {ministry: {ministry.pk, below.pk}, below: {below.pk}, elsewhere: {elsewhere.pk}}
