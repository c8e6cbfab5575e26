"""Vietnamese order and one search text for units founded before both columns were."""

from django.db import migrations

from apps.core.collation import sort_key
from apps.core.text import fold


def fill(apps, schema_editor):
    Unit = apps.get_model("units", "Unit")
    texts = {}
    for label in ("UnitName", "UnitAlias"):
        for unit_id, name in apps.get_model("units", label).objects.values_list("unit_id", "name"):
            texts.setdefault(unit_id, []).append(fold(name))
    units = list(Unit.objects.order_by("pk"))
    for unit in units:
        own = fold(f"{unit.name} {unit.short_name} {unit.code}")
        unit.search_text = "\n".join(dict.fromkeys([own, *texts.get(unit.pk, [])]))
        unit.sort_key = sort_key(unit.name)
    Unit.objects.bulk_update(units, ["search_text", "sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("units", "0003_names_and_successions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
