from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.dashboard.tests.world import build
from apps.dashboard.workplace import ROLE_KEY, YEAR_KEY
from apps.periods.enums import YearState
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
HOME = "/"


def shell_of(client, user, url=HOME):
    client.force_login(user)
    return client.get(url).context["shell"]


def labels(items) -> list[str]:
    return [str(item.label) for item in items]


def test_officer_sees_own_menu_year_and_whom_to_call(client):
    world = build(sheets=False)
    shell = shell_of(client, world.officers[1])
    assert shell.current_year == "2020"
    assert shell.current_role == f"Cán bộ TĐKT – {world.units[1].name}"
    assert [(c.name, c.phone) for c in shell.contacts] == [(world.standing_office.label, "024 0000 0000")]
    assert "Việc cần làm" in labels(shell.nav)


def test_officer_of_the_heads_unit_may_choose_between_two_roles(client):
    world = build(sheets=False)
    shell = shell_of(client, world.head)
    unit = world.units[0].name
    assert labels(shell.role_choices) == [f"Trưởng Cụm – {unit}", f"Cán bộ TĐKT – {unit}"]
    client.post(reverse("dashboard:working-role-choose"), {"role": shell.role_choices[1].value})
    assert client.get(HOME).context["shell"].current_role == f"Cán bộ TĐKT – {unit}"


@pytest.mark.parametrize(("kind", "title"), [("region", "Trưởng Khu vực"), ("bloc", "Trưởng Khối")])
def test_title_of_the_head_follows_the_kind_of_cluster(client, kind, title):
    world = build(sheets=False)
    type(world.cluster_year.cluster).objects.update(kind=kind)
    assert shell_of(client, world.head).current_role == f"{title} – {world.units[0].name}"


def test_head_of_another_year_is_officer_in_this_one(client):
    world = build(sheets=False)
    later = ClusterYearFactory(year=EmulationYearFactory(year=2021, organiser=world.ministry))
    MemberFactory(cluster_year=later, unit=world.units[0])
    shell = shell_of(client, world.head)
    assert (shell.current_year, shell.current_role) == ("2021", f"Cán bộ TĐKT – {world.units[0].name}")
    client.post(reverse("dashboard:working-year-choose"), {"year": "2020"})
    shell = client.get(HOME).context["shell"]
    assert (shell.current_year, shell.current_role) == ("2020", f"Trưởng Cụm – {world.units[0].name}")


def test_first_year_is_the_newest_at_work(client):
    world = build(sheets=False)
    EmulationYearFactory(year=2021, organiser=world.ministry, state=YearState.PREPARING)
    shell = shell_of(client, world.standing_office)
    assert (labels(shell.year_choices), shell.current_year) == (["2021", "2020"], "2020")


def test_year_opened_ahead_waits_until_it_begins(client):
    """At the closing conference year N is still worked on, though N+1 is open for its pledge."""
    world = build(sheets=False)
    now = timezone.localdate().year
    for year in (now, now + 1):
        EmulationYearFactory(year=year, organiser=world.ministry)
    assert shell_of(client, world.standing_office).current_year == str(now)


def test_years_of_others_are_not_offered(client):
    world = build(sheets=False)
    EmulationYearFactory(year=2019)
    EmulationYearFactory(year=2018, organiser=UnitFactory(parent=world.cluster_year.cluster.organiser))
    assert labels(shell_of(client, world.standing_office).year_choices) == ["2020"]
    assert labels(shell_of(client, world.officers[1]).year_choices) == ["2020"]
    assert labels(shell_of(client, world.auditor).year_choices) == ["2020", "2018"]


@pytest.mark.parametrize("value", ["2019", "abc", ""])
def test_choosing_a_year_that_is_not_offered_is_not_found_and_changes_nothing(client, value):
    world = build(sheets=False)
    EmulationYearFactory(year=2019)
    client.force_login(world.officers[1])
    assert client.post(reverse("dashboard:working-year-choose"), {"year": value}).status_code == 404
    assert YEAR_KEY not in client.session


def test_choosing_a_role_of_somebody_else_is_not_found(client):
    world = build(sheets=False)
    client.force_login(world.officers[1])
    other = f"standing_office:{world.ministry.pk}"
    assert client.post(reverse("dashboard:working-role-choose"), {"role": other}).status_code == 404
    assert ROLE_KEY not in client.session


def test_switchers_answer_only_to_post(client):
    world = build(sheets=False)
    client.force_login(world.officers[1])
    assert client.get(reverse("dashboard:working-year-choose")).status_code == 405
    assert client.get(reverse("dashboard:working-role-choose")).status_code == 405


def test_chosen_role_that_ended_falls_back_to_the_first(client):
    world = build(sheets=False)
    client.force_login(world.head)
    client.post(
        reverse("dashboard:working-role-choose"), {"role": client.get(HOME).context["shell"].role_choices[0].value}
    )
    world.cluster_year.head_terms.update(ends_on=date(2020, 2, 1))
    assert client.get(HOME).context["shell"].current_role == f"Cán bộ TĐKT – {world.units[0].name}"


def test_organiser_that_is_not_the_ministry_has_its_own_menu(client):
    department = UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT)
    EmulationYearFactory(organiser=department)
    user = RoleAssignmentFactory(unit=department, role=Role.STANDING_OFFICE).user
    assert "Toàn Sở" in labels(shell_of(client, user).nav)


def test_anonymous_page_and_account_without_roles_ask_nothing(client, settings, django_assert_num_queries):
    settings.SUPPORT_PHONE = "024 0000 0001"
    with django_assert_num_queries(0):
        response = client.get(reverse("accounts:sign-in"))
    assert 'href="tel:02400000001"' in response.content.decode()
    client.force_login(UserFactory())
    with django_assert_num_queries(4):  # session, account, grants, unread notices
        response = client.get(HOME)
    assert "chưa được giao vai trò nào" in response.content.decode()


def shell_queries(client, django_assert_max_num_queries, user) -> int:
    """Queries of a page that asks nothing itself (the switcher's 404), without session, account and grants."""
    client.force_login(user)
    with django_assert_max_num_queries(99) as captured:
        client.post(reverse("dashboard:working-year-choose"), {"year": "1"})
    return len(captured) - 3


@pytest.mark.parametrize("count", [1, 3])
def test_shell_costs_four_queries_whatever_the_person_holds(client, django_assert_max_num_queries, count):
    world = build(sheets=False)
    for year in range(2021, 2021 + count):
        cluster_year = ClusterYearFactory(year=EmulationYearFactory(year=year, organiser=world.ministry))
        MemberFactory(cluster_year=cluster_year, unit=world.units[0])
        HeadTermFactory(cluster_year=cluster_year, unit=world.units[0])
        RoleAssignmentFactory(user=world.head)
        RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE)
    assert shell_queries(client, django_assert_max_num_queries, world.head) == 4
