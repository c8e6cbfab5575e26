"""Trigrams: index of the folded search columns (core.search). A trusted extension: the owner of the database may."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [TrigramExtension()]
