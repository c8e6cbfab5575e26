"""What the API reads: each resource with the scope of its pages and the tables of history that tell of its changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.movements.models import Movement
from apps.movements.models.scope import run_by
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.registry.enums import HELD
from apps.registry.models import Award, GrantDocument
from apps.units.models import Unit


@dataclass(frozen=True)
class Source:
    """One table of row history. ``key`` orders the tables in the feed and stands in cursors: never changed. ``owner``:
    the id of the resource's row that an event is about, as an expression; ``whole``: the table of the resource itself,
    whose deletions are deletions of the resource.
    """

    key: int
    events: str
    owner: object = field(default_factory=lambda: F("pgh_obj_id"))
    whole: bool = False

    @property
    def model(self):
        return apps.get_model(self.events)


def _never(_actor: Actor) -> Q:
    return Q(pk__in=[])


@dataclass(frozen=True)
class Resource:
    """``code``: path and scope. ``visible``: exactly what the pages show to the actor. ``revoked``: whether a row holds
    no longer. ``gone``: a condition on events of ``whole`` sources, which deletions the actor may learn of.
    """

    code: str
    label: object
    visible: Callable[[Actor], QuerySet]
    sources: tuple[Source, ...]
    revoked: Callable[[object], bool] = lambda row: False
    gone: Callable[[Actor], Q] = _never

    def changed_since(self, queryset: QuerySet, moment) -> QuerySet:
        """Rows of which any table of history says that something changed."""
        parts = (
            Q(pk__in=source.model.objects.filter(pgh_created_at__gte=moment).order_by().values_list(source.owner))
            for source in self.sources
        )
        return queryset.filter(reduce(or_, parts))


def published_runs(actor: Actor) -> QuerySet:
    """Results that were published, those replaced since too; never a provisional one."""
    published = RankingRun.objects.filter(
        state__in=[RunState.PUBLISHED, RunState.SUPERSEDED], published_at__isnull=False
    )
    return published.filter(pk__in=RankingRun.objects.visible_to(actor).order_by().values("pk"))


def _visible_clusters(actor: Actor) -> QuerySet:
    return ClusterYear.objects.filter(pk__in=ClusterYear.objects.visible_to(actor).order_by().values("pk"))


def _grant_of_document():
    return Subquery(GrantDocument.objects.order_by().filter(document_id=OuterRef("pgh_obj_id")).values("pk")[:1])


RESOURCES = (
    Resource(
        "units",
        _("Đơn vị"),
        Unit.objects.all().visible_to,
        (Source(1, "units.UnitEvent", whole=True), Source(2, "units.UnitNameEvent", F("unit_id"))),
        gone=lambda actor: Q(),
    ),
    Resource(
        "clusters",
        _("Cụm thi đua theo năm"),
        _visible_clusters,
        (
            Source(3, "clusters.ClusterYearEvent", whole=True),
            Source(4, "clusters.MemberEvent", F("cluster_year_id")),
            Source(5, "clusters.HeadTermEvent", F("cluster_year_id")),
            Source(6, "clusters.ClusterEvent", F("pgh_obj__years__pk")),
        ),
    ),
    Resource(
        "movements",
        _("Phong trào thi đua"),
        Movement.objects.all().visible_to,
        (Source(7, "movements.MovementEvent", whole=True),),
        gone=run_by,
    ),
    Resource(
        "rankings",
        _("Kết quả xếp hạng đã công bố"),
        published_runs,
        (Source(8, "ranking.RankingRunEvent", whole=True),),
        revoked=lambda run: run.state == RunState.SUPERSEDED,
    ),
    Resource(
        "awards",
        _("Sổ khen thưởng"),
        Award.objects.all().visible_to,
        (Source(9, "registry.AwardEvent", whole=True),),
        revoked=lambda award: award.state not in HELD,
    ),
    Resource(
        "decisions",
        _("Quyết định khen thưởng"),
        GrantDocument.objects.all().visible_to,
        (
            Source(10, "registry.GrantDocumentEvent", whole=True),
            Source(11, "documents.DocumentEvent", _grant_of_document()),
        ),
    ),
)
BY_CODE = {resource.code: resource for resource in RESOURCES}
