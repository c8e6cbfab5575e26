"""Search, order and comparison keys of the papers filed so far; the hash of the scans beside their signed copy."""

import re

from django.db import migrations

from apps.core.collation import sort_key
from apps.core.text import fold

NUMBER = re.compile(r"\d+")


def fill(apps, schema_editor):
    document = apps.get_model("documents", "Document")
    seen = set()
    for row in document.objects.order_by("pk").iterator():
        row.issuer_key = fold(row.issuer_name)
        row.symbol_key = fold(row.symbol)
        # Until now a paper without its diacritics (36/KH-KVTD) was another one; it keeps its row, apart.
        same = (row.owner_code, row.issuer_key, row.symbol_key, row.issued_on.year)
        if same in seen:
            row.symbol_key = f"{row.symbol_key[:80]} #{row.pk}"
        seen.add(same)
        row.sort_key = sort_key(NUMBER.sub(lambda found: found.group().zfill(8), row.symbol))[:900]
        row.save(update_fields=["issuer_key", "symbol_key", "sort_key"])
    for copy in apps.get_model("documents", "SignedCopy").objects.select_related("attachment").iterator():
        copy.sha256 = copy.attachment.sha256
        copy.save(update_fields=["sha256"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_add_registers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
