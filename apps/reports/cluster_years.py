"""Reports about a whole ClusterYear that show what its members may not see of each other."""

from collections.abc import Mapping

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug


def find_cluster_year(params: Mapping[str, int], actor: Actor, title, stem: str, nothing=None) -> registry.Subject:
    """``title`` has a place for the cluster. Raises NothingToReport, in the words of ``nothing`` where given."""
    found = ClusterYear.objects.watched_by(actor).for_list().filter(pk=params.get("cluster_year")).first()
    if found is None:
        raise registry.NothingToReport(nothing)
    name = f"{stem}-{slug(found.cluster.code)}-{found.year.year}"
    return registry.Subject(str(title) % {"cluster": found}, name, [found])
