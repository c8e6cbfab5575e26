"""Evenness of the work among units (Mức độ đồng đều): units × live movements, who lacks a themed movement on top.

A unit has a themed movement when it has launched one that runs in the year, or has done something in it: standing on
the list alone is not heed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from apps.movements.activity_clock import Pulse, pulse_of
from apps.movements.enums import Level
from apps.movements.models import ActivityEntry, Movement, Participation, activities_of, last_activity_of
from apps.movements.role_model_queries import Median

MOST_COLUMNS = 12
LEVELS = (Level.GOVERNMENT, Level.MINISTRY, Level.CLUSTER, Level.LOCAL, Level.UNIT)


def with_activity(units: QuerySet, year: int) -> QuerySet:
    """Units carry ``themed``, ``entries`` (of the year, in live movements), ``live`` (movements they take part in) and
    ``last_on``.
    """
    live = Movement.objects.live_in(year).order_by()
    places = Participation.objects.standing().filter(unit=OuterRef("pk"), movement__in=live.values("pk")).order_by()
    done = ActivityEntry.objects.filter(on__year=year).order_by()
    in_theme = Participation.objects.standing().filter(
        unit=OuterRef("pk"), movement__in=live.filter(themed=True).values("pk")
    )
    heeded = Q(launched_on__isnull=False) | Q(Exists(done.filter(participation=OuterRef("pk"))))
    entries = done.filter(
        participation__unit=OuterRef("pk"),
        participation__left_on=None,
        participation__movement__in=live.values("pk"),
    ).values("participation__unit")
    return units.annotate(
        themed=Exists(in_theme.filter(heeded)),
        live=count_of(places.values("unit")),
        entries=count_of(entries),
        last_on=Subquery(entries.annotate(last=Max("on")).values("last")),
    )


def in_order(units: QuerySet) -> QuerySet:
    """Who needs help first: without a themed movement, then the fewest activities, then protocol."""
    return units.order_by("themed", "entries", "protocol_order", "sort_key", "pk")


def count_of(values: QuerySet):
    return Coalesce(Subquery(values.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Spread:
    """Highest, median and lowest activity of the units, and how many lack a themed movement."""

    units: int
    without_theme: int
    highest: int
    median: float
    lowest: int


def spread(units: QuerySet) -> Spread:
    """Of units ``with_activity``; one query, whatever their number."""
    found = units.order_by().aggregate(
        n=Count("pk"),
        without=Count("pk", filter=Q(themed=False)),
        highest=Max("entries"),
        middle=Median("entries"),
        lowest=Min("entries"),
    )
    return Spread(found["n"], found["without"], found["highest"] or 0, found["middle"] or 0.0, found["lowest"] or 0)


def columns(units: QuerySet, year: int) -> list[Movement]:
    """Live movements in which any of the units takes part, by level; of the units' own ones only as many as fit."""
    joined = Participation.objects.standing().filter(movement=OuterRef("pk"), unit__in=units.order_by().values("pk"))
    by_level = Case(*(When(level=level, then=Value(n)) for n, level in enumerate(LEVELS)), output_field=IntegerField())
    found = Movement.objects.live_in(year).filter(Exists(joined)).order_by(by_level, "-themed", "starts_on", "pk")
    return list(found[:MOST_COLUMNS])


@dataclass(frozen=True)
class Cell:
    """One unit in one movement: activities of the year and the pulse; ``launched``: the unit has launched it."""

    entries: int
    launched: bool
    pulse: Pulse
    participation_id: int


def cells(unit_ids: Sequence[int], movements: Sequence[Movement], year: int, on: date) -> dict[tuple[int, int], Cell]:
    """(unit, movement) → cell, for a page of units; one query."""
    done = activities_of().filter(on__year=year).values("one")
    rows = (
        Participation.objects.standing()
        .filter(unit_id__in=unit_ids, movement__in=[movement.pk for movement in movements])
        .annotate(last_on=last_activity_of(), entries=count_of(done))
        .order_by()
    )
    known = {movement.pk: movement for movement in movements}
    found = {}
    for row in rows:
        row.movement = known[row.movement_id]
        found[row.unit_id, row.movement_id] = Cell(row.entries, row.launched_on is not None, pulse_of(row, on), row.pk)
    return found
