"""Whose movements somebody sees: those that the own units run or take part in, what lies below an office, what a head
leads. A draft is seen by those who write it.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear

from apps.clusters.enums import HEADS, READING
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.units.enums import Role
from apps.units.models.people_scope import reach_of

WORKING = (Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)
OVERSEEING = (Role.STANDING_OFFICE, Role.AUDITOR)


def run_by(actor: Actor, prefix: str = "") -> Q:
    """Movements that the actor's unit organises, or a cluster that the actor heads."""
    return Q(**{f"{prefix}organiser_id__in": actor.unit_ids(*WORKING)}) | Q(
        **{f"{prefix}cluster_year_id__in": actor.cluster_year_ids(*READING)}
    )


def taking_part(actor: Actor) -> Q | None:
    """Participations that the actor reads; None stands for all of them. At most one query.

    Of members of a cluster led before: movements whose days touch the year that was led.
    """
    reach = reach_of(actor, *OVERSEEING)
    if reach.everybody:
        return None
    condition = Q(unit_id__in=actor.unit_ids(*WORKING)) | run_by(actor, "movement__")
    if reach:
        condition |= reach.condition("unit__path") | reach.condition("movement__organiser__path")
    members = Member.objects.filter(unit_id=OuterRef("unit_id"))
    if headed := actor.cluster_year_ids(*HEADS):
        condition |= Q(Exists(members.filter(cluster_year_id__in=headed)))
    if left := actor.cluster_year_ids(*READING) - headed:
        then = members.filter(
            cluster_year_id__in=left,
            cluster_year__year__year__gte=ExtractYear(OuterRef("movement__starts_on")),
            cluster_year__year__year__lte=ExtractYear(OuterRef("movement__ends_on")),
        )
        condition |= Q(Exists(then))
    return condition
