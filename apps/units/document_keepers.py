"""What the papers of apps.documents want to know of units: whose registers somebody reads, whose name is printed."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Case, Q, Value, When
from django.db.models.fields import BooleanField

from apps.core.actor import Actor
from apps.documents.scope import COLUMNS
from apps.units.enums import Role, UnitKind
from apps.units.models import SuccessionPair, Unit

MOST_ISSUERS = 20


def keepers(actor: Actor):
    """One's own units' registers, those of the units that became part of them, and, for the standing office and the
    auditor, those of all units below theirs.

    Officers, leaders and the standing office file; only the ministry's standing office publishes to everybody.
    """
    own_ids = actor.unit_ids(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)
    own = Q(pk__in=own_ids)
    office = Q(pk__in=actor.unit_ids(Role.STANDING_OFFICE), kind=UnitKind.MINISTRY)
    before = SuccessionPair.objects.filter(successor_id__in=own_ids).values("predecessor_id")
    seen = own | Q(pk__in=before) | Q(pk__in=SuccessionPair.objects.filter(successor__in=before).values("predecessor"))
    for path in actor.paths(Role.STANDING_OFFICE, Role.AUDITOR):
        seen |= Q(path__startswith=path)
    found = Unit.objects.filter(seen).order_by()
    return found.annotate(files=_whether(own), publishes=_whether(office)).values_list(*COLUMNS)


def issuers(name: str) -> list[tuple[str, str]]:
    """(code, name) of units whose present, former or other name may be the printed one."""
    units = Unit.objects.filter(search_text__matches=name).prefetch_related("former_names", "aliases")[:MOST_ISSUERS]
    return [
        (unit.code, known)
        for unit in units
        for known in (unit.name, unit.short_name, *map(str, unit.former_names.all()), *map(str, unit.aliases.all()))
        if known
    ]


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``posting:<id>``, ``qualityrating:<id>`` …) of rows of people that the actor reaches."""
    by_model: dict[str, dict[int, str]] = {}
    for key in keys:
        model, pk = key.split(":")
        by_model.setdefault(model, {})[int(pk)] = key
    found: set[str] = set()
    for model, rows in by_model.items():
        seen = apps.get_model("units", model).objects.all().visible_to(actor)
        found |= {rows[pk] for pk in seen.filter(pk__in=rows).values_list("pk", flat=True)}
    return found


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
