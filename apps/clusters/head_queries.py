"""What the organiser asks of whoever leads a cluster (plan, consolidated sheet): whose duty it is when heads change."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.obligations.models import Obligation

Owed = TypeVar("Owed")  # an Obligation, or what a home knows of one


def head_terms(cluster_year: ClusterYear) -> QuerySet:
    """Every term of a head of the ClusterYear, the newest first."""
    return HeadTerm.objects.filter(cluster_year=cluster_year, role=HeadRole.HEAD).order_by("-starts_on", "pk")


def head_to_ask(terms: Iterable[HeadTerm], on: date) -> HeadTerm:
    """Which of the heads of a ClusterYear is asked on the day: who leads it, else the first to come, else the last."""
    in_order = sorted(terms, key=lambda term: term.starts_on)
    return next((term for term in in_order if term.ends_on is None or term.ends_on >= on), in_order[-1])


def head_owing(cluster_year: ClusterYear, code: str, on: date) -> Obligation | None:
    """Which head's duty the paper is (``owed_by_heads``); two queries."""
    terms = list(head_terms(cluster_year))
    owed = Obligation.objects.filter(duty__code=code, duty__year_id=cluster_year.year_id, waived_at=None)
    found = owed.filter(unit_id__in={term.unit_id for term in terms}).select_related("duty").order_by()
    return owed_by_heads({each.unit_id: each for each in found}, terms, on)


def owed_by_heads(owed: Mapping[int, Owed], terms: Iterable[HeadTerm], on: date) -> Owed | None:
    """Whose duty (unit → what it owes) a paper of the head is: that of the head on the day, else of the newest one
    before it, else of one to come. The organiser asks named units, and a change of head moves no duty. ``terms``: the
    newest first.
    """
    begun_first = sorted(terms, key=lambda term: term.starts_on > on)
    return next((owed[term.unit_id] for term in begun_first if term.unit_id in owed), None)
