"""Whom a duty may be asked of, by cluster: members of a cluster, of every cluster, and the heads."""

from itertools import groupby
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import HeadRole
from apps.clusters.head_queries import head_to_ask
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.obligations.audience import Source, register


def values_of(cluster_year: ClusterYear) -> set[str]:
    """The values of an audience that mean the members of a ClusterYear."""
    return {"all:members", f"cluster:{cluster_year.cluster.code}"}


def _clusters(year):
    rows = ClusterYear.objects.filter(year_id=year.pk).order_by("cluster__code")
    return rows.values_list("cluster__code", "name")


def _members(year, codes, _asked):
    members = Member.objects.standing().filter(cluster_year__year_id=year.pk, cluster_year__cluster__code__in=codes)
    return members.values_list("unit_id", flat=True)


def _all(year):
    if ClusterYear.objects.filter(year_id=year.pk).exists():
        return [("members", _("Mọi đơn vị thành viên các Cụm")), ("heads", _("Đơn vị Trưởng Cụm"))]
    return []


def _of_all(year, values, asked):
    found = set()
    if "members" in values:
        found |= set(Member.objects.standing().filter(cluster_year__year_id=year.pk).values_list("unit_id", flat=True))
    if "heads" in values:
        found |= _heads(year, asked)
    return found


def _heads(year, asked) -> set[int]:
    """Of each ClusterYear the head that was asked already, else the one to ask now: one, however often heads change."""
    terms = HeadTerm.objects.filter(cluster_year__year_id=year.pk, role=HeadRole.HEAD).order_by("cluster_year_id")
    found = set()
    for _cluster_year, group in groupby(terms, key=attrgetter("cluster_year_id")):
        heads = list(group)
        found |= {term.unit_id for term in heads} & asked or {head_to_ask(heads, timezone.localdate()).unit_id}
    return found


def register_sources() -> None:
    register(Source("all", _("Các Cụm thi đua"), _all, _of_all))
    register(Source("cluster", _("Thành viên của một Cụm"), _clusters, _members))
