"""What the papers of apps.documents want to know of clusters: whose registers somebody reads, whose name is printed."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, Value

from apps.clusters.enums import FINISHING
from apps.clusters.models import Cluster, ClusterYear, Member
from apps.core.actor import Actor
from apps.documents.scope import COLUMNS
from apps.units.models import organised_for

MOST_ISSUERS = 20


def keepers(actor: Actor):
    """Registers of clusters that one's unit is or was a member of, or that one organises.

    Heads file into theirs; after their term as long as they have closing tasks, then they read.
    """
    years = ClusterYear.objects.filter(cluster=OuterRef("pk"))
    files = Exists(years.filter(pk__in=actor.cluster_year_ids(*FINISHING)))
    headed = Exists(years.filter(pk__in=actor.cluster_year_ids()))
    units = actor.unit_ids("officer", "leader")
    member = Exists(Member.objects.filter(cluster_year__cluster=OuterRef("pk"), unit_id__in=units))
    found = Cluster.objects.filter(Q(headed) | Q(member) | organised_for(actor, "organiser")).order_by()
    return found.annotate(files=files, publishes=Value(False)).values_list(*COLUMNS)


def issuers(name: str) -> list[tuple[str, str]]:
    """(code, name) of clusters that have, or had in some year, the printed name."""
    clusters = Cluster.objects.filter(name__iexact=name).values_list("code", "name")
    years = ClusterYear.objects.filter(name__iexact=name).values_list("cluster__code", F("name")).distinct()
    return [*clusters[:MOST_ISSUERS], *years[:MOST_ISSUERS]]


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``cluster_year:<id>``, ``plan:<id of the ClusterYear>``) of ClusterYears that the actor sees; one query."""
    by_year: dict[int, set[str]] = {}
    for key in keys:
        by_year.setdefault(int(key.split(":")[1]), set()).add(key)
    seen = ClusterYear.objects.visible_to(actor).filter(pk__in=by_year).values_list("pk", flat=True)
    return {key for pk in seen for key in by_year[pk]}
