"""A symbol stands once a year for each issuer in a register; papers without an issuer are told apart by people."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_fill_keys")]

    operations = [
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(models.F('owner_code'), models.F('issuer_key'), models.F('symbol_key'), django.db.models.functions.datetime.ExtractYear('issued_on'), condition=models.Q(('issuer_key', ''), _negated=True), name='documents_document_once_per_issuer'),
        ),
    ]
