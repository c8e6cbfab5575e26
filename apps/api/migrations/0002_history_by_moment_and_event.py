"""Indexes by which the change feed enters the history exactly behind the place of its reader.

BRIN told only about where a moment begins: a client that read from the beginning sorted all the rest for every page. New
events are always the last of these indexes, so that writing many costs little.
"""

from django.db import migrations

TABLES = (
    "units_unitevent", "units_unitnameevent",
    "clusters_clusteryearevent", "clusters_memberevent", "clusters_headtermevent", "clusters_clusterevent",
    "movements_movementevent", "ranking_rankingrunevent",
    "registry_awardevent", "registry_grantdocumentevent", "documents_documentevent",
)


class Migration(migrations.Migration):
    dependencies = [("api", "0001_index_history")]
    operations = [
        operation
        for table in TABLES
        for operation in (
            migrations.RunSQL(
                f"CREATE INDEX IF NOT EXISTS {table}_feed ON {table} (pgh_created_at, pgh_id)",
                f"DROP INDEX IF EXISTS {table}_feed",
            ),
            migrations.RunSQL(
                f"DROP INDEX IF EXISTS {table}_at",
                f"CREATE INDEX IF NOT EXISTS {table}_at ON {table} USING brin (pgh_created_at) WITH (autosummarize = on)",
            ),
        )
    ]
