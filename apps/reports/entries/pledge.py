"""Giao ước thi đua of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.pledges.exports import pledges_data
from apps.pledges.models import Pledge
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.renderers import pledge
from apps.reports.renderers.printed import renderers


def _pledges(actor: Actor):
    return Pledge.objects.visible_to(actor).for_list().order_by("-cluster_year__year__year", by_line(), "pk")


params.register("pledge", params.Param(params.choice(gettext_lazy("Giao ước"), _pledges)))


def find_pledges(given: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The pledge named, else all of the ClusterYear, one for each line."""
    found = Pledge.objects.visible_to(actor).for_list().select_related("in_force")
    if given.get("pledge"):
        found = found.filter(pk=given["pledge"])
    if given.get("cluster_year") or not given.get("pledge"):
        found = found.filter(cluster_year_id=given.get("cluster_year"))
    pledges = list(found.order_by(by_line(), "pk"))
    if not pledges:
        raise registry.NothingToReport(_("Cụm này chưa có giao ước thi đua, hoặc bạn không có quyền xem."))
    cluster_year = pledges[0].cluster_year
    stem = f"giao-uoc-thi-dua-{slug(cluster_year.cluster.code)}-{cluster_year.year.year}"
    return registry.Subject(_("Giao ước thi đua %(cluster)s") % {"cluster": cluster_year}, stem, pledges)


REPORT = registry.Report(
    name="pledge",
    title=gettext_lazy("Giao ước thi đua"),
    description=gettext_lazy("Toàn văn giao ước, các cam kết và chữ ký của từng đơn vị theo thứ tự của Cụm."),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year", "pledge"),
    title_is_public=True,
    visible=Pledge.objects.visible_to,
    find=find_pledges,
    build=lambda subject: pledges_data(subject.objects),
    renderers={**renderers(pledge.compose), registry.XLSX: pledge.xlsx},
)
