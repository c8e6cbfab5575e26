"""Tổng quan toàn ngành: all clusters of an organiser's year beside each other."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.overview import overview
from apps.reports.renderers import statistics
from apps.reports.renderers.printed import renderers
from apps.units.models import organised_for


def overseen(actor: Actor):
    """ClusterYears of organisers that the actor serves or audits: the whole is not for heads of one cluster."""
    return ClusterYear.objects.all() if actor.is_system else ClusterYear.objects.filter(
        organised_for(actor, "cluster__organiser")
    )  # fmt: skip


def find_year(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The clusters of the year of the unit named, else of the topmost organiser. Raises NothingToReport."""
    year = params.get("year") or timezone.localdate().year
    rows = overseen(actor).for_list().filter(year__year=year)
    if params.get("unit"):
        rows = rows.filter(cluster__organiser_id=params["unit"])
    found = list(rows.order_by("cluster__organiser__path", "cluster__kind", "name_key", "pk"))
    found = [each for each in found if each.cluster.organiser_id == found[0].cluster.organiser_id]
    if not found:
        raise registry.NothingToReport(_("Năm này không có Cụm, Khu vực nào, hoặc bạn không có quyền xem toàn ngành."))
    organiser = found[0].cluster.organiser
    title = _("Tổng quan công tác thi đua, khen thưởng năm %(year)s, %(unit)s")
    return registry.Subject(
        title % {"year": year, "unit": organiser.name},
        f"tong-quan-{slug(organiser.code)}-{year}",
        found,
        resolved={"year": year, "unit": organiser.pk},
    )


REPORT = registry.Report(
    name="national_overview",
    title=gettext_lazy("Tổng quan toàn ngành"),
    description=gettext_lazy(
        "Mọi Cụm, Khu vực của một năm: đơn vị, giao ước, đăng ký và báo cáo đúng hạn, xếp hạng đã công bố, khen thưởng;"
        " nêu rõ số liệu còn thiếu."
    ),
    scope=gettext_lazy("Toàn ngành"),
    params=("year", "unit"),
    needed=("year",),
    title_is_public=True,
    visible=overseen,
    find=find_year,
    build=lambda subject: overview(subject.objects, timezone.now()),
    renderers={**renderers(statistics.compose_overview), registry.XLSX: statistics.overview_xlsx},
)
