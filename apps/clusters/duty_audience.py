"""Whom a duty may be asked of, by cluster: members of a cluster, of every cluster, and the heads."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.obligations.audience import Source, register


def values_of(cluster_year: ClusterYear) -> set[str]:
    """The values of an audience that mean the members of a ClusterYear."""
    return {"all:members", f"cluster:{cluster_year.cluster.code}"}


def _clusters(year):
    rows = ClusterYear.objects.filter(year_id=year.pk).order_by("cluster__code")
    return rows.values_list("cluster__code", "name")


def _members(year, codes):
    members = Member.objects.standing().filter(cluster_year__year_id=year.pk, cluster_year__cluster__code__in=codes)
    return members.values_list("unit_id", flat=True)


def _all(year):
    if ClusterYear.objects.filter(year_id=year.pk).exists():
        return [("members", _("Mọi đơn vị thành viên các Cụm")), ("heads", _("Đơn vị Trưởng Cụm"))]
    return []


def _of_all(year, values):
    found = set()
    if "members" in values:
        found |= set(Member.objects.standing().filter(cluster_year__year_id=year.pk).values_list("unit_id", flat=True))
    if "heads" in values:
        terms = HeadTerm.objects.filter(cluster_year__year_id=year.pk, role=HeadRole.HEAD)
        found |= set(terms.values_list("unit_id", flat=True))
    return found


def register_sources() -> None:
    register(Source("all", _("Các Cụm thi đua"), _all, _of_all))
    register(Source("cluster", _("Thành viên của một Cụm"), _clusters, _members))
