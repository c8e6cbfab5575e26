"""The catalogue that comes with the portal (Danh mục đơn vị ngành Tư pháp): ``data/``, through the same doors as files.

``units_1.csv`` holds the units until 30/6/2025, ``units_2.csv`` those of today in their newest form: loading them in
this order makes dated names out of the differences. ``successions.csv`` says what became of whom; ``verified`` "no"
marks what no source names outright. Loading again changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from apps.core.actor import Actor
from apps.core.sheets.engine import check_file, write_checked
from apps.core.spreadsheets import read_table
from apps.units.domain.successions import Basis, record_succession
from apps.units.models import Unit
from apps.units.sheets import UnitImport

DATA = Path(__file__).resolve().parent / "data"
UNIT_FILES = ("units_1.csv", "units_2.csv")
SUCCESSIONS = "successions.csv"


class ShippedUnits(UnitImport):
    """Our own file: whoever may load it may load all of it (``policies.can_load_shipped``)."""

    in_scope_only = False


@dataclass(frozen=True)
class Loaded:
    """How many units were founded and changed, how many rearrangements were kept."""

    created: int = 0
    updated: int = 0
    successions: int = 0


@transaction.atomic
def load_shipped(*, actor: Actor, now: datetime) -> Loaded:
    """Load the shipped units and successions. Raises Problems where units on record contradict them."""
    kind, created, updated = ShippedUnits(), 0, 0
    for name in UNIT_FILES:
        checked = check_file(kind, (DATA / name).read_bytes(), name, actor=actor, now=now)
        done = write_checked(kind, checked, actor=actor, now=now)
        created, updated = created + done.created, updated + done.updated
    return Loaded(created, updated, _load_successions(actor, now))


def _load_successions(actor: Actor, now: datetime) -> int:
    rows = list(read_table(DATA / SUCCESSIONS, name=SUCCESSIONS))
    units = Unit.objects.in_bulk(
        [row.text(key) for row in rows for key in ("predecessor", "successor")], field_name="code"
    )
    kept = 0
    for row in rows:
        old, new = units[row.text("predecessor")], units.get(row.text("successor"))
        basis = Basis(
            text=row.text("basis"),
            counts_achievements=row.text("counts_achievements") == "yes",
            verified=row.text("verified") == "yes",
            note=row.text("note"),
        )
        on = date.fromisoformat(row.text("effective_on"))
        done = record_succession(kind=row.text("kind"), on=on, pairs=[(old, new)], basis=basis, actor=actor, now=now)
        kept += done is not None
    return kept
