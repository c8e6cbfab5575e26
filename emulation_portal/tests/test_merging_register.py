"""Every table that points to a unit has a rule for the day when units merge."""

from django.apps import apps as registry
from pghistory.models import Event

from apps.units import merging
from apps.units.models import Unit


def keys_to_units() -> set[str]:
    """``app.Model.field`` of every foreign key to Unit; history rows and the keys of many-to-many tables included."""
    found = set()
    for model in registry.get_models(include_auto_created=True):
        if issubclass(model, Event):
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and not field.many_to_many and field.related_model is Unit:
                found.add(f"{model._meta.label}.{field.name}")
    return found


def test_every_key_to_a_unit_has_a_rule():
    assert keys_to_units() - merging.registered() == set()


def test_no_rule_is_about_a_key_that_is_gone():
    assert {key for key in merging.registered() if key.count(".") > 1} - keys_to_units() == set()
