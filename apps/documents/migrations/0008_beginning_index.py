from django.db import migrations, models
from django.db.models.functions import Collate, Left


def beginning(name):
    return models.Index(Collate(Left("search_text", 60), "C"), name=name)


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_keep_and_schedule")]

    operations = [
        migrations.AddIndex("document", beginning("documents_document_begins")),
        migrations.AddIndex("document", models.Index(fields=["-issued_on", "-id"], name="documents_document_newest")),
    ]
