"""What accounts are sorted and found by."""

from django.db import migrations

from apps.core.collation import name_sort_key
from apps.core.text import fold


def fill(apps, schema_editor):
    user = apps.get_model("accounts", "User")
    for row in user.objects.iterator():
        user.objects.filter(pk=row.pk).update(
            name_key=name_sort_key(row.full_name), search_text=fold(f"{row.full_name} {row.username} {row.post}")
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_add_slips")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
