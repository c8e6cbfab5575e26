"""Which units an audience means on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from apps.clusters.models import Member
from apps.movements.models import Movement
from apps.units.enums import LINE_KINDS, UnitKind
from apps.units.models import Unit


@dataclass(frozen=True)
class Audience:
    """Kinds, lines, clusters and single units: together, whoever one of them means."""

    kinds: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    cluster_year_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.lines or self.cluster_year_ids or self.unit_ids)


def audience_of(movement: Movement) -> Audience:
    """What the movement says of its audience; one query."""
    parts = list(movement.audience.all())
    return Audience(
        kinds=tuple(part.unit_kind for part in parts if part.unit_kind),
        lines=tuple(part.line for part in parts if part.line),
        cluster_year_ids=tuple(part.cluster_year_id for part in parts if part.cluster_year_id),
        unit_ids=tuple(part.unit_id for part in parts if part.unit_id),
    )


def units_meant(audience: Audience, organiser: Unit, on: date):
    """Units at work on the day that the audience means, in protocol order; a queryset.

    Kinds and lines reach the whole sector when the ministry organises, else what lies below the organiser: nobody
    asks another body's units. Clusters and units that were named are meant as they are.
    """
    if not audience:
        return Unit.objects.none()
    kinds = {*audience.kinds, *(kind for line in audience.lines for kind in LINE_KINDS[line])}
    own = Q() if organiser.kind == UnitKind.MINISTRY else Q(path__startswith=organiser.path)
    members = Member.objects.standing().filter(cluster_year_id__in=audience.cluster_year_ids)
    condition = (Q(kind__in=kinds) & own) | Q(pk__in=members.order_by().values("unit_id"))
    condition |= Q(pk__in=audience.unit_ids)
    # Whoever organises for a kind or line is not meant by it: a ministry does not report to itself.
    itself = Q(pk=organiser.pk) & ~Q(pk__in=audience.unit_ids) & ~Q(pk__in=members.order_by().values("unit_id"))
    return Unit.objects.filter(condition).exclude(itself).valid_on(on).in_order()


def missing_units(movement: Movement, on: date):
    """Units that the audience means today and that are not in the frozen list: offered, never added by themselves."""
    found = units_meant(audience_of(movement), movement.organiser, on)
    return found.exclude(pk__in=movement.participations.order_by().values("unit_id"))
