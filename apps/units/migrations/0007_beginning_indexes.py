from django.db import migrations, models
from django.db.models.functions import Collate, Left


def beginning(name):
    return models.Index(Collate(Left("search_text", 60), "C"), name=name)


class Migration(migrations.Migration):
    dependencies = [("units", "0006_history_in_lists")]

    operations = [
        migrations.AddIndex("unit", beginning("units_unit_beginning")),
        migrations.AddIndex("person", beginning("units_person_beginning")),
    ]
