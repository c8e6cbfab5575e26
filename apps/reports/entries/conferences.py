"""By what papers of a meeting are chosen: the meeting itself, in the command the one that closes the cluster's year."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.naming import slug


def _choices(actor: Actor):
    return Conference.objects.visible_to(actor).for_list().order_by("-held_on", "pk")


def _named(names: params.Names, _found: Mapping[str, int]) -> int | None:
    """The last meeting that closes the year of the cluster; without a cluster the last congress of the year."""
    if names.cluster:
        rows = Conference.objects.filter(cluster_year__cluster__code=names.cluster, cluster_year__year__year=names.year)
    else:
        rows = Conference.objects.filter(cluster_year=None, held_on__year=names.year)
    pk = rows.order_by("-held_on", "-pk").values_list("pk", flat=True).first()
    if pk is None:
        told = {"cluster": names.cluster, "year": names.year}
        raise params.NoSuchSubject(_("Không có hội nghị nào của %(cluster)s năm %(year)s.") % told)
    return pk


params.register(
    "conference", params.Param(params.choice(gettext_lazy("Hội nghị"), _choices, gettext_lazy("Chọn hội nghị")), _named)
)


def find_conference(chosen: Mapping[str, int], actor: Actor) -> Conference:
    """Raises NothingToReport."""
    found = _choices(actor).filter(pk=chosen.get("conference") or 0).first()
    if found is None:
        raise registry.NothingToReport(_("Không có hội nghị nào, hoặc bạn không có quyền xem."))
    return found


def stem(prefix: str, conference: Conference) -> str:
    """Name of the file: what, whose, when."""
    closing = conference.cluster_year
    whose = closing.cluster.code if closing else conference.organiser.code
    return f"{prefix}-{slug(whose)}-{conference.held_on:%Y-%m-%d}"
