from django.db import migrations, models
from django.db.models.functions import Collate, Left


def beginning(name):
    return models.Index(Collate(Left("search_text", 60), "C"), name=name)


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_closed_lists")]

    operations = [
        migrations.AddIndex("grantdocument", beginning("registry_grant_beginning")),
        migrations.AddIndex("award", beginning("registry_award_beginning")),
    ]
