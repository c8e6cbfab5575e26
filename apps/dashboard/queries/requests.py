"""Đề nghị gia hạn, mở lại: which ones a person sees, and in which clusters the unit of one stands."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.clusters.enums import READING
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.obligations.models import Obligation, TimeRequest
from apps.units.enums import Role
from apps.units.models import organised_for


def requests_of(actor: Actor) -> QuerySet:
    """Of the own units, of members of clusters that the actor leads or led, of years that it organises or audits."""
    if actor.is_system:
        return TimeRequest.objects.all()
    members = Member.objects.filter(
        cluster_year__in=actor.cluster_year_ids(*READING),
        year=OuterRef("obligation__duty__year"),
        unit=OuterRef("obligation__unit"),
    )
    own = Q(obligation__unit__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
    return TimeRequest.objects.filter(
        own | organised_for(actor, "obligation__duty__year__organiser") | Exists(members.order_by())
    )


def cluster_year_ids_of(obligation: Obligation) -> list[int]:
    """The ClusterYears in which the unit of an obligation stands in its year; one query."""
    members = Member.objects.standing().filter(year_id=obligation.duty.year_id, unit_id=obligation.unit_id)
    return list(members.values_list("cluster_year_id", flat=True))
