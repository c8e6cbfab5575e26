"""Whom to tell about a registration, on the day it happens."""

from datetime import datetime

from apps.clusters.models import ClusterYear
from apps.clusters.queries import ids_of_heads
from apps.core.dates import local
from apps.registrations.models import TitleRegistration
from apps.units.enums import Role
from apps.units.queries import ids_of_people
from apps.units.telling_queries import people_of


def heads_of(registration: TitleRegistration, now: datetime) -> set[int]:
    """Whoever gathers it, without the unit's own people."""
    return ids_of_heads(registration.cluster_year_id, local(now).date()) - people_of(registration, now)


def office_of(cluster_year: ClusterYear, now: datetime) -> set[int]:
    """The standing office to which the consolidated sheet goes."""
    return ids_of_people([cluster_year.cluster.organiser_id], [Role.STANDING_OFFICE], local(now).date())
