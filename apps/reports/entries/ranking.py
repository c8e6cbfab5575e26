"""Kết quả xếp hạng of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.ranking.exports import ranking_report
from apps.ranking.models import RankingRun
from apps.ranking.queries import lines_of
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import ranking


def find_ranking(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The run named, else the newest one in force of each line of the ClusterYear."""
    runs = RankingRun.objects.visible_to(actor).for_list().filter(cluster_year_id=params.get("cluster_year"))
    runs = runs.select_related("cluster_year__cluster__organiser").order_by(by_line(), "-pk")
    if params.get("run"):
        found = list(runs.with_result().filter(pk=params["run"]))
    else:
        newest = {}
        for run in runs.in_force():
            newest.setdefault(run.line, run)
        found = [newest[line] for line in lines_of(params.get("cluster_year")) if line in newest]
    if not found:
        raise registry.NothingToReport(_("Cụm này chưa có kết quả xếp hạng, hoặc bạn không có quyền xem."))
    cluster_year = found[0].cluster_year
    title = _("Kết quả xếp hạng %(cluster)s") % {"cluster": cluster_year}
    stem = f"ket-qua-xep-hang-{slug(cluster_year.cluster.code)}-{cluster_year.year.year}"
    return registry.Subject(title, stem, found)


REPORT = registry.Report(
    name="ranking",
    title=gettext_lazy("Kết quả xếp hạng"),
    description=gettext_lazy(
        "Bảng kết quả xếp hạng thi đua của một cụm trong một năm: điểm từng phần, thưởng, trừ, tổng, xếp loại."
    ),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year", "run"),
    title_is_public=True,
    visible=RankingRun.objects.visible_to,
    find=find_ranking,
    build=lambda subject: ranking_report(subject.objects),
    renderers={registry.PDF: ranking.pdf, registry.XLSX: ranking.xlsx, registry.DOCX: ranking.docx},
)
