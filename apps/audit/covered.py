"""Which tables the seals cover: the trail, the access log and the row history of every tracked model."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from pghistory.models import Event

# Rows of history that no seal covers, by model label, each with its reason. Envelopes, keys, slips and receipts of a
# secret ballot have no history at all: its order would tell who chose what.
OUTSIDE: dict[str, str] = {}

# A migration that renames or drops a column under the seals says so here, or ``verify_integrity`` reports it.
# (table, old column) -> new column; None: dropped, what it held can no longer be checked.
MOVED_COLUMNS: dict[tuple[str, str], str | None] = {}


@dataclass(frozen=True)
class Covered:
    """One covered table: its growing key, its columns, and the column with the clock's time of writing (if any)."""

    table: str
    key: str
    columns: tuple[str, ...]
    written_at: str
    label: str


def covered_models() -> list[type[models.Model]]:
    """Entry, AccessEntry and every model of row history, by table name."""
    own = [apps.get_model("audit", name) for name in ("Entry", "AccessEntry")]
    history = [model for model in apps.get_models() if issubclass(model, Event) and model._meta.label not in OUTSIDE]
    return sorted([*own, *history], key=lambda model: model._meta.db_table)


def covered() -> list[Covered]:
    found = []
    for model in covered_models():
        meta = model._meta
        tracked = getattr(model, "pgh_tracked_model", None)
        found.append(
            Covered(
                table=meta.db_table,
                key=meta.pk.column,
                columns=tuple(field.column for field in meta.concrete_fields),
                written_at="pgh_created_at" if tracked else "",
                label=str(tracked._meta.verbose_name if tracked else meta.verbose_name),
            )
        )
    return found
