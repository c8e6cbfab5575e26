"""Granted awards counted by several dimensions at once: the table to filter and pivot. Their meaning is that of
``registry.statistics``, so that its sums are the figures of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from apps.registry.models import Award
from apps.registry.statistics import SEX_KEY, Dimension


@dataclass(frozen=True)
class Cell:
    """How many awards there are of one value of each dimension, in the order asked for; ``headings`` of the groups."""

    labels: tuple[str, ...]
    headings: tuple[str, ...]
    number: int


def cube(awards: QuerySet[Award], dimensions: Sequence[Dimension]) -> list[Cell]:
    """One query, grouped in the database; in the order of the dimensions, the first one first. Held awards only."""
    keys = [key for each in dimensions for key in each.keys]
    counted = awards.held().order_by().annotate(sex_key=SEX_KEY).values_list(*keys).annotate(n=Count("pk"))
    found = []
    for *values, number in counted:
        parts, place = [], 0
        for each in dimensions:
            parts.append(tuple(values[place : place + len(each.keys)]))
            place += len(each.keys)
        both = list(zip(dimensions, parts, strict=True))
        labels = tuple(str(each.label(part)) for each, part in both)
        headings = tuple(str(each.heading(part)) for each, part in both)
        found.append((tuple(each.order(part) for each, part in both), labels, Cell(labels, headings, number)))
    return [cell for _order, _labels, cell in sorted(found, key=lambda each: each[:2])]
