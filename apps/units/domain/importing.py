"""Writing many units at once, as a file says: found, corrected, renamed from a date, moved. One line in the trail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.collation import sort_key
from apps.units.domain.rearranging import keep_former_name
from apps.units.domain.successions import ONE_DAY
from apps.units.domain.tree import lock_tree, plant_many, replant
from apps.units.domain.units import UnitFields, distinct_aliases, unsaved_unit
from apps.units.models import Unit, UnitAlias
from apps.units.models.search import refresh_search

BATCH = 500
FIELDS = ("name", "short_name", "kind", "province", "protocol_order", "legal_person", "valid_from", "valid_to")


@dataclass
class Planned:
    """One row of the file that changes something.

    ``unit`` is None for a new one. ``changes``: new values by column. ``renamed_on``: the present name is kept as the
    name until the day before. ``parent``: code of a new parent, None to stay. ``aliases``: None to stay.
    """

    code: str
    unit: Unit | None = None
    fields: UnitFields | None = None
    parent: str | None = None
    changes: dict = field(default_factory=dict)
    renamed_on: date | None = None
    aliases: list[str] | None = None

    @property
    def changes_anything(self) -> bool:
        return self.unit is None or bool(self.changes or self.parent is not None or self.aliases is not None)


def plan_change(unit: Unit, wanted: dict, aliases: list[str] | None) -> Planned:
    """What a row means for a unit on record; ``wanted`` holds the columns that the file has.

    The name decides. A former name of the unit: the row tells of the past, nothing changes. Another name with a
    ``valid_from`` after the present name began: a renaming from that day, the present name is kept for the time
    before. Any other name is a correction. ``aliases`` of the file are added, none is taken away.
    """
    planned = Planned(unit.code, unit)
    since = wanted.get("valid_from")
    formers = list(unit.former_names.all())
    if any(former.name == wanted["name"] for former in formers) and wanted["name"] != unit.name:
        return planned
    began = max((former.valid_to + ONE_DAY for former in formers if former.valid_to), default=unit.valid_from)
    if wanted["name"] != unit.name and since and (began is None or since > began):
        planned.renamed_on = since
    if planned.renamed_on or (since is not None and since == began):
        wanted = {**wanted, "valid_from": unit.valid_from}  # the day of the name, not of the foundation
    planned.changes = {name: value for name, value in wanted.items() if getattr(unit, name) != value}
    if aliases:
        known = [alias.name for alias in unit.aliases.all()]
        if added := [name for name in aliases if name not in known]:
            planned.aliases = added
    return planned


@operation()
def write_units(
    plan: Sequence[Planned], *, actor: Actor, now: datetime, step: Callable[[int, int], None], source: str = ""
) -> None:
    """Carry out a plan made under ``lock_tree`` in this transaction; circles and unknown parents have been refused.

    Thousands of new units cost a few statements for each level of the tree. Raises SuccessionRefused for a renaming
    that contradicts an earlier one.
    """
    lock_tree()
    step(0, len(plan))
    new = [row for row in plan if row.unit is None]
    parents = {row.code: row.parent or "" for row in new}
    founded = plant_many([unsaved_unit(row.code, row.fields, actor, now) for row in new], parents)
    by_code = {unit.code: unit for unit in founded}
    for row in new:
        row.aliases, row.unit = distinct_aliases(row.fields.aliases), by_code[row.code]
    step(len(new), len(plan))
    changed = [row for row in plan if row.changes or row.renamed_on]
    for row in changed:
        _change(row, actor, now)
    Unit.objects.bulk_update(
        [row.unit for row in changed], [*FIELDS, "sort_key", "version", "saved_by_label", "saved_at"], batch_size=BATCH
    )
    UnitAlias.objects.bulk_create(
        [UnitAlias(unit=row.unit, name=name) for row in plan for name in row.aliases or ()], batch_size=BATCH
    )
    moved = [row for row in plan if row.parent is not None and row.fields is None]
    for row in moved:
        replant(row.unit, Unit.objects.get(code=row.parent))
    refresh_search([row.unit.pk for row in plan])
    step(len(plan), len(plan))
    if plan:
        after = {"file": source, "created": len(new), "updated": len(plan) - len(new), "units": _named(plan)}
        record("units.units.import", actor=actor, target=plan[0].unit, at=now, after=after)


def _change(row: Planned, actor: Actor, now: datetime) -> None:
    if row.renamed_on:
        keep_former_name(row.unit, row.renamed_on)
    for name, value in row.changes.items():
        setattr(row.unit, name, value)
    row.unit.sort_key = sort_key(row.unit.name)
    row.unit.version += 1
    row.unit.saved_by_label, row.unit.saved_at = actor.label, now


def _named(plan: Sequence[Planned], most: int = 50) -> list[str]:
    """The first codes; the row history under the line holds all of them."""
    return [row.code for row in plan[:most]] + (["…"] if len(plan) > most else [])
