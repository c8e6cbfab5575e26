"""Search text of the lines written before it was kept. No seal covers the column in those rows."""

from django.db import migrations

from apps.core.text import fold

CHUNK = 2_000


def fill(apps, schema_editor):
    for name in ("Entry", "AccessEntry"):
        model = apps.get_model("audit", name)
        rows = list(model.objects.filter(search_text=""))
        if not rows:
            continue
        for row in rows:
            row.search_text = fold(f"{row.actor_label} {row.target_label} {row.reason}")
        table = model._meta.db_table
        schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        model.objects.bulk_update(rows, ["search_text"], batch_size=CHUNK)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_add_search_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
