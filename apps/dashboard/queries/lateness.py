"""Theo dõi đúng hạn: what was due, what came in time, how many days late; added up in the database, kept for ever."""

from datetime import datetime

from django.db.models import Count, Exists, ExpressionWrapper, FloatField, OuterRef, Q, Sum
from django.db.models.functions import NullIf

from apps.clusters.enums import READING
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.obligations.models import Obligation
from apps.obligations.models.lateness import came_due
from apps.units.enums import Role
from apps.units.models import ended_before, organised_for

UNIT_COLUMNS = ("unit_id", "unit__name", "unit__kind", "unit__protocol_order")


def seen_lateness(actor: Actor):
    """Obligations whose lateness the actor reads (design §5).

    The organiser's standing office and the auditor: all; heads, former ones too: the members of their year; a unit's
    own people: that unit and those that became it.
    """
    owed = Obligation.objects.filter(duty__asked_by=None, waived_at=None)
    if actor.is_system:
        return owed
    members = Member.objects.filter(
        unit=OuterRef("unit"), year=OuterRef("duty__year"), cluster_year__in=actor.cluster_year_ids(*READING)
    )
    units = actor.unit_ids(Role.OFFICER, Role.LEADER)
    own = Q(unit_id__in=units) | Q(unit_id__in=ended_before(units, actor.on)) if units else Q(pk__in=[])
    headed = Q(Exists(members)) if actor.cluster_year_ids(*READING) else Q()
    seen = organised_for(actor, "duty__year__organiser") | own
    return owed.filter(seen | headed) if headed else owed.filter(seen)


def ledger(actor: Actor, now: datetime):
    """One row for each paper that was due or has come, with ``late_days``."""
    return seen_lateness(actor).with_lateness(now).select_related("duty__year", "unit")


def by_unit(actor: Actor, now: datetime):
    """One row for each unit: ``due``, ``in_time``, ``late``, ``owing`` of these, ``days``, ``percent`` in time."""
    rows = seen_lateness(actor).with_lateness(now).filter(came_due(now)).order_by()
    in_time = Count("pk", filter=Q(late_days=0))
    return rows.values(*UNIT_COLUMNS).annotate(
        due=Count("pk"),
        in_time=in_time,
        late=Count("pk", filter=Q(late_days__gt=0)),
        owing=Count("pk", filter=Q(first_fulfilled_at=None)),
        days=Sum("late_days"),
        percent=ExpressionWrapper(100.0 * in_time / NullIf(Count("pk"), 0), output_field=FloatField()),
    )
