"""One rule for every award became a row for each award of the State (CSTDTQ-ONE-STATE …)."""

from django.db import migrations


def drop(apps, schema_editor):
    rules = apps.get_model("catalog", "EligibilityRule")
    rules.objects.filter(code="ALL-ONE-STATE", kept_by_ministry=False).delete()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_awards_and_rules")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
