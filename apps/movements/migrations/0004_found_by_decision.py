"""Movements are found by the symbol of their decision, too."""

from django.db import migrations

from apps.core.text import fold


def fill(apps, schema_editor):
    Movement = apps.get_model("movements", "Movement")
    for row in Movement.objects.exclude(decision=None).select_related("decision").iterator():
        text = fold(f"{row.short_name} {row.title} {row.theme} {row.decision.symbol}")
        Movement.objects.filter(pk=row.pk).update(search_text=text)


class Migration(migrations.Migration):
    dependencies = [
        ("movements", "0003_continued_in"),
        ("documents", "0009_as_issued"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
