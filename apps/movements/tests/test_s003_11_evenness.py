"""S003-11: 13 units × live movements, who lacks a themed movement on top, highest, median and lowest activity."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.movements.evenness_exports import evenness_report
from apps.movements.tests.model_factories import NOW, TODAY, ActivityFactory, MovementFactory, ParticipationFactory
from apps.notifications.models import Notice
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cluster():
    """Cụm số 1: 13 units in protocol order; the first one heads. Units 3 and 8 pay no heed to the themed movement."""
    cluster_year = ClusterYearFactory(year__year=2026)
    units = [UnitFactory(protocol_order=n, name=f"Đơn vị thứ {n:02d}") for n in range(1, 14)]
    themed = MovementFactory(organiser=cluster_year.cluster.organiser, themed=True, short_name="Chuyên đề")
    plain = MovementFactory(organiser=cluster_year.cluster.organiser, short_name="Thường xuyên")
    for n, unit in enumerate(units, start=1):
        MemberFactory(cluster_year=cluster_year, unit=unit, order=n)
        RoleAssignmentFactory(unit=unit, role=Role.OFFICER)
        heeds = n not in {3, 8}
        ParticipationFactory(movement=themed, unit=unit, launched_on=date(2026, 2, 1) if heeds else None)
        place = ParticipationFactory(movement=plain, unit=unit, launched_on=date(2026, 2, 1))
        ActivityFactory.create_batch(n, participation=place)
    HeadTermFactory(cluster_year=cluster_year, unit=units[0])
    return cluster_year


def head(cluster_year):
    return cluster_year.head_terms.get().unit.roles.get().user


def board(client, cluster_year, **query):
    return client.get(reverse("movements:evenness"), {"cluster": cluster_year.pk, **query})


def test_s003_11_rows_columns_order_and_spread(client, cluster):
    client.force_login(head(cluster))
    page = board(client, cluster)
    rows = page.context["rows"]
    assert len(rows) == 13
    assert [movement.short_name for movement in page.context["movements"]] == ["Chuyên đề", "Thường xuyên"]
    assert [unit.name for unit, _cells in rows[:3]] == ["Đơn vị thứ 03", "Đơn vị thứ 08", "Đơn vị thứ 01"]
    assert [unit.themed for unit, _cells in rows].count(False) == 2
    spread = page.context["spread"]
    assert (spread.units, spread.without_theme) == (13, 2)
    assert (spread.highest, spread.median, spread.lowest) == (13, 7.0, 1)
    third = rows[0][1]
    assert [(cell.entries, cell.launched) for cell in third] == [(0, False), (3, True)]
    text = page.content.decode()
    assert text.count("Chưa có phong trào chuyên đề<") >= 2
    assert '<table class="data-table">' in text  # the table beside the chart


def test_s003_11_a_head_begins_with_the_own_cluster(client, cluster):
    client.force_login(head(cluster))
    assert client.get(reverse("movements:evenness")).url.endswith(f"?cluster={cluster.pk}")


def test_s003_11_an_activity_is_heed_too(client, cluster):
    unit = Unit.objects.get(name="Đơn vị thứ 08")
    ActivityFactory(participation=unit.participations.get(movement__themed=True))
    client.force_login(head(cluster))
    assert board(client, cluster).context["spread"].without_theme == 1


def test_s003_11_the_reminder_goes_to_units_without_a_themed_movement_once_a_day(client, cluster):
    client.force_login(head(cluster))
    address = reverse("movements:evenness-remind")
    asked = client.get(address, {"cluster": cluster.pk, "all": "1"})
    assert asked.context["count"] == 2
    data = {"cluster": cluster.pk, "all": "1", "counted": "2"}
    assert client.post(address, data).status_code == 302
    told = Notice.objects.filter(kind="movements.without_theme")
    units = {notice.about_label for notice in told}
    assert units == {"Đơn vị thứ 03", "Đơn vị thứ 08"}
    again = client.post(address, data)
    assert again.status_code == 422
    assert told.count() == 2


def test_units_do_not_compare_themselves_with_others(client, cluster):
    client.force_login(Unit.objects.get(name="Đơn vị thứ 05").roles.get().user)
    assert [unit.name for unit, _cells in board(client, cluster).context["rows"]] == ["Đơn vị thứ 05"]
    assert client.get(reverse("movements:evenness-remind"), {"all": "1"}).status_code == 403


def test_the_board_costs_the_same_whatever_there_is(client, cluster, django_assert_max_num_queries):
    client.force_login(head(cluster))
    board(client, cluster)
    with django_assert_max_num_queries(30) as two:
        board(client, cluster)
    for unit in list(Unit.objects.filter(name__startswith="Đơn vị"))[:5]:
        place = ParticipationFactory(unit=unit, movement=MovementFactory(organiser=cluster.cluster.organiser))
        ActivityFactory(participation=place, on=TODAY)
    with django_assert_max_num_queries(30) as seven:
        board(client, cluster)
    assert len(two) == len(seven)


def test_filters_and_export(client, cluster):
    client.force_login(head(cluster))
    assert len(board(client, cluster, theme="none").context["rows"]) == 2
    assert board(client, cluster, format="xlsx")["Content-Type"].endswith("sheet")


def test_s003_11_the_report_says_who_lacks_a_themed_movement(cluster):
    report = evenness_report([cluster])[0]
    assert report.movements == ("Chuyên đề", "Thường xuyên")
    assert [(row.unit_name, row.themed, row.cells, row.entries) for row in report.rows[:3]] == [
        ("Đơn vị thứ 03", False, (0, 3), 3),
        ("Đơn vị thứ 08", False, (0, 8), 8),
        ("Đơn vị thứ 01", True, (0, 1), 1),
    ]


def test_the_report_is_for_heads_and_the_organiser_not_for_members(cluster):
    member = Unit.objects.get(name="Đơn vị thứ 05").roles.get().user
    office = RoleAssignmentFactory(unit=cluster.cluster.organiser, role=Role.STANDING_OFFICE).user
    seen = [ClusterYear.objects.watched_by(actor_for(user, TODAY)).count() for user in (head(cluster), office, member)]
    assert seen == [1, 1, 0]
