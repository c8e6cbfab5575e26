"""Reports about a whole ClusterYear that show what its members may not see of each other."""

from collections.abc import Mapping

from django.db.models import Q

from apps.clusters.enums import READING
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug
from apps.units.models import organised_for


def led_or_organised(actor: Actor):
    """ClusterYears that the actor leads or led, whose organiser it serves or audits."""
    if actor.is_system:
        return ClusterYear.objects.all()
    led = Q(pk__in=actor.cluster_year_ids(*READING))
    return ClusterYear.objects.filter(led | organised_for(actor, "cluster__organiser"))


def find_cluster_year(params: Mapping[str, int], actor: Actor, title, stem: str) -> registry.Subject:
    """``title`` has a place for the cluster. Raises NothingToReport."""
    found = led_or_organised(actor).for_list().filter(pk=params.get("cluster_year")).first()
    if found is None:
        raise registry.NothingToReport
    name = f"{stem}-{slug(found.cluster.code)}-{found.year.year}"
    return registry.Subject(str(title) % {"cluster": found}, name, [found])
