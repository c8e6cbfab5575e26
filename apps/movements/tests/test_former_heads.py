"""Whoever led a cluster before reads what stems from the year led, no later one; comparing is for whoever leads now."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.movements.domain.evenness import remindable
from apps.movements.models import Participation, RoleModel
from apps.movements.tests.model_factories import NOW, TODAY, MovementFactory, ParticipationFactory, RoleModelFactory
from apps.movements.views.role_models import compared_units
from apps.periods.enums import YearState
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def led():
    """2024, closed; another head leads the same cluster in 2026. The former head's user, one member, the new head's."""
    old = ClusterYearFactory(year__year=2024, year__state=YearState.CLOSED)
    new = ClusterYearFactory(year__year=2026, year__organiser=old.year.organiser, cluster=old.cluster)
    former, now, member = UnitFactory.create_batch(3)
    for cluster_year in (old, new):
        for unit in (former, now, member):
            MemberFactory(cluster_year=cluster_year, unit=unit)
    HeadTermFactory(cluster_year=old, unit=former, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    HeadTermFactory(cluster_year=new, unit=now, starts_on=date(2026, 1, 1))
    former, now = (actor_for(RoleAssignmentFactory(unit=unit).user, TODAY) for unit in (former, now))
    return former, member, now


def test_role_models_of_the_year_led(led):
    former, member, now = led
    for day in (date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1)):
        RoleModelFactory(unit=member, step="summed_up", deed_on=day, suggested_on=day)
    years = [
        list(RoleModel.objects.visible_to(actor).order_by("pk").values_list("suggested_on__year", flat=True))
        for actor in (former, now)
    ]
    assert years == [[2024], [2024, 2025, 2026]]


def test_movements_whose_days_touch_the_year_led(led):
    former, member, now = led
    for first, last in ((2021, 2023), (2021, 2025), (2024, 2024), (2025, 2026)):
        movement = MovementFactory(starts_on=date(first, 1, 1), ends_on=date(last, 12, 31))
        ParticipationFactory(movement=movement, unit=member)
    seen = [
        list(Participation.objects.visible_to(actor).order_by("pk").values_list("movement__ends_on__year", flat=True))
        for actor in (former, now)
    ]
    assert seen == [[2025, 2024], [2023, 2025, 2024, 2026]]


def test_comparing_and_reminding_are_for_the_year_shown(client, led):
    former, member, now = led
    assert member not in compared_units(former, 2026)
    assert member in compared_units(now, 2026)
    assert member not in compared_units(now, 2025)
    assert [member in remindable(now, year) for year in (2025, 2026)] == [False, True]

    client.force_login(User.objects.get(pk=former.user_id))
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("movements:evenness"))
    assert member not in {unit for unit, _cells in page.context["rows"]}
