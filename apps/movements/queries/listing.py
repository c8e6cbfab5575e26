"""What a page of the list of movements shows beside each: counts of the four ticks, and the own unit's ticks."""

from dataclasses import dataclass

from django.db.models import Count

from apps.core.actor import Actor
from apps.movements.enums import Tick
from apps.movements.models import Participation
from apps.movements.queries.cascade import TICKED, Count4
from apps.units.enums import Role


@dataclass(frozen=True)
class TickState:
    """One tick as it is shown: done or not, since when."""

    tick: str
    label: object
    done: bool
    on: object = None
    document: object = None


def ticks_of(row, *, confirmation=None) -> list[TickState]:
    """The four ticks of one participation that carries ``programmed``; ``confirmation``: of the year shown."""
    fields = {
        Tick.LAUNCHED: (row.launched_on, row.launched_document),
        Tick.PLANNED: (row.planned_on, row.plan_document),
        Tick.REPORTED: (row.reported_on, row.report_document),
    }
    found = []
    for tick in Tick:
        if tick == Tick.PROGRAMMED:
            said = confirmation if confirmation and confirmation.included else None
            day, paper = (said.confirmed_on, said.document) if said else (None, None)
            found.append(TickState(tick, tick.label, bool(row.programmed), day, paper))
        else:
            day, paper = fields[tick]
            found.append(TickState(tick, tick.label, day is not None, day, paper))
    return found


def counts_by_movement(actor: Actor, movement_ids, year: int) -> dict[int, Count4]:
    """Ticks of the units that the actor sees, for each movement; one query."""
    rows = Participation.objects.visible_to(actor).standing().filter(movement__in=movement_ids).with_programme(year)
    sums = (
        rows.order_by()
        .values("movement_id")
        .annotate(n_total=Count("pk"), **{f"n_{tick}": Count("pk", filter=TICKED[tick]) for tick in Tick.values})
    )
    return {row["movement_id"]: Count4(row["n_total"], *(row[f"n_{tick}"] for tick in Tick.values)) for row in sums}


def own_rows(actor: Actor, movement_ids, year: int) -> dict[int, Participation]:
    """The participation of the actor's own unit in each movement; one query."""
    mine = actor.unit_ids(Role.OFFICER, Role.LEADER)
    rows = Participation.objects.standing().filter(movement__in=movement_ids, unit__in=mine).with_programme(year)
    rows = rows.select_related("unit", "launched_document", "plan_document", "report_document")
    return {row.movement_id: row for row in rows.order_by("-pk")}
