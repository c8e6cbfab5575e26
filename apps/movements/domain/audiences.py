"""Whom a movement asks, and whom it may not."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.enums import HEADS
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.movements.domain.movements import AlreadyLaunched, lock_movement, require_run
from apps.movements.enums import MovementState
from apps.movements.models import AudiencePart, Movement
from apps.movements.queries.audience import Audience
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit


class NotBelow(DomainError):
    """A unit or a cluster that is not the organiser's to ask."""

    default_message = _("Chỉ chọn đơn vị trực thuộc hoặc Cụm do đơn vị chủ trì tổ chức.")


@operation()
def set_audience(*, movement_id: int, audience: Audience, actor: Actor, now: datetime) -> Movement:
    """Who is asked: kinds, lines, clusters, units, none of them another body's.

    Raises NotAllowed, AlreadyLaunched, NotBelow.
    """
    movement = lock_movement(movement_id)
    require_run(actor, movement)
    if movement.state != MovementState.DRAFT:
        raise AlreadyLaunched
    if movement.cluster_year_id is not None and (audience.kinds or audience.lines):
        raise NotBelow(field="kinds")
    _require_own_clusters(movement, set(audience.cluster_year_ids), actor)
    require_own_units(movement, audience.unit_ids, actor, clusters=audience.cluster_year_ids)
    movement.audience.all().delete()
    AudiencePart.objects.bulk_create(
        [
            *(AudiencePart(movement=movement, unit_kind=kind) for kind in dict.fromkeys(audience.kinds)),
            *(AudiencePart(movement=movement, line=line) for line in dict.fromkeys(audience.lines)),
            *(AudiencePart(movement=movement, cluster_year_id=pk) for pk in dict.fromkeys(audience.cluster_year_ids)),
            *(AudiencePart(movement=movement, unit_id=pk) for pk in dict.fromkeys(audience.unit_ids)),
        ]
    )
    after = {
        "kinds": list(audience.kinds),
        "lines": list(audience.lines),
        "clusters": list(audience.cluster_year_ids),
        "units": list(audience.unit_ids),
    }
    record("movements.audience.set", actor=actor, target=movement, at=now, after=after)
    return movement


def asks_sector(movement: Movement) -> bool:
    """The ministry's own movements ask anybody in the sector; those of a cluster its members only."""
    return movement.organiser.kind == UnitKind.MINISTRY and movement.cluster_year_id is None


def own_clusters(movement: Movement, actor: Actor):
    """The movement's own cluster, those that the actor heads, and, unless a head runs it, all of the organiser."""
    own = Q(pk=movement.cluster_year_id) | Q(pk__in=actor.cluster_year_ids(*HEADS))
    office = actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=movement.organiser_id)
    if movement.cluster_year_id is None or office:
        own |= Q(cluster__organiser_id=movement.organiser_id)
    return ClusterYear.objects.filter(own)


def _require_own_clusters(movement: Movement, cluster_year_ids: set[int], actor: Actor) -> None:
    if asks_sector(movement):
        return
    if cluster_year_ids - set(own_clusters(movement, actor).values_list("pk", flat=True)):
        raise NotBelow(field="clusters")


def require_own_units(
    movement: Movement, unit_ids: Iterable[int], actor: Actor, clusters: Iterable[int] | None = None
) -> None:
    """Units below the organiser, or members of its clusters; the ministry asks the whole sector. Raises NotBelow."""
    if asks_sector(movement):
        return
    if clusters is None:
        clusters = movement.audience.exclude(cluster_year=None).values_list("cluster_year_id", flat=True)
    clusters = own_clusters(movement, actor).filter(pk__in=[*clusters, movement.cluster_year_id or 0])
    members = Member.objects.standing().filter(cluster_year__in=clusters.order_by().values("pk"))
    below = Q(path__startswith=movement.organiser.path) if movement.cluster_year_id is None else Q(pk__in=[])
    own = below | Q(pk__in=members.order_by().values("unit_id"))
    if set(unit_ids) - set(Unit.objects.filter(own, pk__in=list(unit_ids)).values_list("pk", flat=True)):
        raise NotBelow(field="units")
