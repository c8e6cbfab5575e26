"""The year of each member from its ClusterYear, and what clusters are sorted and found by."""

from django.db import migrations

from apps.core.collation import sort_key
from apps.core.text import fold


def fill(apps, schema_editor):
    member = apps.get_model("clusters", "Member")
    for row in member.objects.select_related("cluster_year").iterator():
        member.objects.filter(pk=row.pk).update(year_id=row.cluster_year.year_id)
    cluster_year = apps.get_model("clusters", "ClusterYear")
    for row in cluster_year.objects.select_related("cluster").iterator():
        cluster_year.objects.filter(pk=row.pk).update(
            name_key=sort_key(row.name), search_text=fold(f"{row.name} {row.cluster.code} {row.cluster.name}")
        )


class Migration(migrations.Migration):
    dependencies = [("clusters", "0003_add_year_of_member")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
