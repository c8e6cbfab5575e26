"""Indexes by time on the history that the change feed reads.

BRIN: those tables only grow, in the order of time, so that a page of the index says when a page of the table was
written; it costs next to nothing when a hundred thousand awards are written at once.
"""

from django.db import migrations

TABLES = (
    "units_unitevent", "units_unitnameevent",
    "clusters_clusteryearevent", "clusters_memberevent", "clusters_headtermevent", "clusters_clusterevent",
    "movements_movementevent", "ranking_rankingrunevent",
    "registry_awardevent", "registry_grantdocumentevent", "documents_documentevent",
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        (app, "__first__") for app in ("units", "clusters", "movements", "ranking", "registry", "documents")
    ]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX IF NOT EXISTS {table}_at ON {table} USING brin (pgh_created_at) WITH (autosummarize = on)",
            f"DROP INDEX IF EXISTS {table}_at",
        )
        for table in TABLES
    ]
