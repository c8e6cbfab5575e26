"""Units meant by the texts of a whole file: codes and names looked up together, ended units followed to today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min

from apps.core.text import fold
from apps.units.history_queries import units_of_today
from apps.units.models import SuccessionPair, Unit, UnitAlias, UnitName


@dataclass
class UnitFinder:
    """``meant(text)`` answers the units of a code or a whole name; two queries for the codes and names of a file."""

    by_code: dict[str, Unit] = field(default_factory=dict)
    by_name: dict[str, list[Unit]] = field(default_factory=dict)

    def meant(self, text: str) -> list[Unit]:
        if (unit := self.by_code.get(text.casefold())) is not None:
            return [unit]
        return self.by_name.get(fold(text), [])


def find_units(texts: Iterable[str]) -> UnitFinder:
    """A finder for the texts. Names are read only when some text is no code."""
    wanted = {text.casefold(): text for text in texts if text}
    codes = {*wanted.values(), *(text.upper() for text in wanted.values()), *wanted}
    finder = UnitFinder({unit.code.casefold(): unit for unit in Unit.objects.filter(code__any_of=codes)})
    names = {fold(text) for key, text in wanted.items() if key not in finder.by_code}
    if names:
        finder.by_name = _by_name(names)
    return finder


def _by_name(wanted: set[str]) -> dict[str, list[Unit]]:
    ids: dict[str, set[int]] = defaultdict(set)
    own = Unit.objects.order_by().values_list("pk", "name", "short_name")
    for pk, *names in own:
        for name in names:
            ids[fold(name)].add(pk)
    for model in (UnitName, UnitAlias):
        for pk, name in model.objects.order_by().values_list("unit_id", "name"):
            ids[fold(name)].add(pk)
    found = {name: ids[name] for name in wanted if name in ids}
    units = Unit.objects.in_bulk({pk for each in found.values() for pk in each})
    return {name: sorted((units[pk] for pk in each), key=lambda unit: unit.path) for name, each in found.items()}


@dataclass(frozen=True)
class Heirs:
    """What an ended unit is today: ``units`` (none when it was dissolved), from the day ``since``."""

    units: tuple[Unit, ...]
    since: date


def heirs_of(units: Iterable[Unit]) -> dict[int, Heirs]:
    """Of the units that have ended: their successors of today. Three queries, none when no unit has ended."""
    ended = {unit.pk: unit for unit in units if unit.valid_to is not None}
    if not ended:
        return {}
    today = {pk: [heir for heir, _name in found if heir != pk] for pk, found in units_of_today(ended).items()}
    rows = Unit.objects.in_bulk({heir for found in today.values() for heir in found})
    pairs = SuccessionPair.objects.filter(predecessor__in=ended).order_by().values("predecessor_id")
    since = dict(pairs.annotate(on=Min("succession__effective_on")).values_list("predecessor_id", "on"))
    return {pk: Heirs(tuple(rows[heir] for heir in today.get(pk, [])), since[pk]) for pk in ended if pk in since}
