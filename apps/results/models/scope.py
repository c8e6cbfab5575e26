"""Who sees what a unit did and what it was asked to reach."""

from django.db.models import Exists, OuterRef, Q

from apps.clusters.models import Member
from apps.units.models import Unit
from apps.units.models.people_scope import ROLES, reach_of


def seen_by(queryset, actor):
    """Rows of units in the actor's reach, and of members of a ClusterYear that the actor leads or led.

    ``queryset`` has ``unit`` and ``year`` (a number). Earlier years too: who leads compares. Never later ones.
    """
    reach = reach_of(actor, *ROLES)
    if reach.everybody:
        return queryset
    seen = reach.condition("unit__path")
    if led := actor.cluster_year_ids():
        members = Member.objects.filter(cluster_year_id__in=led, unit_id=OuterRef("unit_id"))
        seen |= Q(Exists(members.filter(cluster_year__year__year__gte=OuterRef("year"))))
    return queryset.filter(seen)


def units_seen(actor, year: int):
    """Units whose results of that year the actor sees."""
    reach = reach_of(actor, *ROLES)
    if reach.everybody:
        return Unit.objects.all()
    seen = reach.condition("path")
    if led := actor.cluster_year_ids():
        members = Member.objects.filter(cluster_year_id__in=led, unit_id=OuterRef("pk"))
        seen |= Q(Exists(members.filter(cluster_year__year__year__gte=year)))
    return Unit.objects.filter(seen)
