"""Seals as the auditor reads them."""

from django.db.models import Q
from django.db.models.functions import TruncDate

from apps.audit.models import Entry, Seal, SealPart


def last_of_each_day():
    """The last seal of each local day, newest first: what is printed and held outside."""
    return Seal.objects.annotate(day=TruncDate("sealed_at")).order_by("-day", "-number").distinct("day")


def seal_of(entry: Entry) -> SealPart | None:
    """The part that covers a line of the trail; None while it waits."""
    covers = Q(after_id__lt=entry.pk, last_id__gte=entry.pk)
    table = Entry._meta.db_table
    return SealPart.objects.filter(covers, table=table).select_related("seal").defer("leaves").first()
