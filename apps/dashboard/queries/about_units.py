"""Lines of the trail about the papers of some units: a line names its record by key, the record names its unit."""

from django.apps import apps
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from apps.units.models import Unit

# Rows that reach their unit over others; of the rest, every tracked row with a key to a unit counts.
LONGER_PATHS = {
    "scoring.ScoreLine": "sheet_version__sheet__unit",
    "scoring.SheetVersion": "sheet__unit",
    "scoring.EvidenceLink": "line__sheet_version__sheet__unit",
}


def about_units(units) -> Q:
    """Condition on Entry: its target is one of these units, or belongs to one."""
    condition = Q(target_key__in=_keys(Unit, "pk", units))
    for model in apps.get_models():
        if hasattr(model, "pgh_event_model"):
            for path in _paths(model):
                condition |= Q(target_key__in=_keys(model, path, units))
    return condition


def _paths(model) -> list[str]:
    if model._meta.label in LONGER_PATHS:
        return [LONGER_PATHS[model._meta.label]]
    return [f.name for f in model._meta.concrete_fields if f.is_relation and f.related_model is Unit]


def _keys(model, path: str, units):
    key = Concat(Value(f"{model._meta.label_lower}:"), Cast("pk", CharField()))
    rows = model.objects.filter(**{f"{path}__in": units}).order_by()
    return rows.annotate(trail_key=key).values("trail_key")
