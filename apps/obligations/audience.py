"""Whom a duty is asked of, as sources that resolve to units. Filled in ``AppConfig.ready()``: clusters lie above us.

A value is text with the name of its source before the colon: ``kind:justice_department``, ``cluster:KV-TPTW``.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.obligations.models import Duty
from apps.periods.models import EmulationYear
from apps.units.enums import UnitKind
from apps.units.models import Unit


@dataclass(frozen=True)
class Source:
    """``choices(year)``: (value without the name, label) pairs; ``unit_ids(year, values, asked)``: whom they mean now.

    ``asked``: units that owe the duty already, for a source that asks one of several (the heads of a cluster).
    """

    name: str
    label: object
    choices: Callable[[EmulationYear], Iterable[tuple[str, object]]]
    unit_ids: Callable[[EmulationYear, list[str], Collection[int]], Iterable[int]]


# Clusters register it; whoever leads a cluster owes its plan and its consolidated sheet.
HEADS = "all:heads"
_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.name] = source


def choices(year: EmulationYear) -> list[tuple[object, list[tuple[str, object]]]]:
    """Grouped choices of a form; sources without choices are left out."""
    found = [
        (source.label, [(f"{source.name}:{value}", label) for value, label in source.choices(year)])
        for source in _sources.values()
    ]
    return [(label, rows) for label, rows in found if rows]


def resolve(year: EmulationYear, values: Iterable[str], duty: Duty | None = None) -> set[int]:
    """Ids of the units that these values mean at this moment; values of unknown sources mean nobody.

    ``duty``: what they were asked for already. A change of head moves none.
    """
    asked = set(duty.obligations.still_asked().values_list("unit_id", flat=True)) if duty else set()
    wanted: dict[str, list[str]] = {}
    for value in values:
        name, _colon, rest = value.partition(":")
        wanted.setdefault(name, []).append(rest)
    found: set[int] = set()
    for name, rest in wanted.items():
        if name in _sources:
            found.update(_sources[name].unit_ids(year, rest, asked))
    return found


def _units(year: EmulationYear):
    """Units at work today, in a year to come on its first day; of the ministry all, else below the organiser."""
    units = Unit.objects.valid_on(max(year.starts_on, timezone.localdate()))
    if year.organiser.kind == UnitKind.MINISTRY:
        return units
    return units.filter(path__startswith=year.organiser.path).exclude(pk=year.organiser_id)


def _kinds(year: EmulationYear):
    present = set(_units(year).order_by().values_list("kind", flat=True).distinct())
    left_out = {UnitKind.MINISTRY, UnitKind.EXTERNAL}
    return [(kind.value, kind.label) for kind in UnitKind if kind in present - left_out]


def _of_kinds(year: EmulationYear, kinds: list[str], _asked):
    return _units(year).filter(kind__in=kinds).values_list("pk", flat=True)


def register_own() -> None:
    register(Source("kind", _("Theo loại đơn vị"), _kinds, _of_kinds))
