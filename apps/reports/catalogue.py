"""The reports of this portal and how each finds its subject."""

from collections.abc import Mapping

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.core.text import fold
from apps.ranking.exports import ranking_report
from apps.ranking.models import RankingRun
from apps.ranking.queries import lines_of
from apps.reports import registry
from apps.reports.renderers import ranking, score_sheet
from apps.scoring.exports import sheets_data
from apps.scoring.models import ScoreSheet


def register_all() -> None:
    """Fill the registry."""
    registry.register(
        registry.Report(
            name="ranking",
            title=gettext_lazy("Kết quả xếp hạng"),
            description=gettext_lazy(
                "Bảng kết quả xếp hạng thi đua của một cụm trong một năm: điểm từng phần, thưởng, trừ, tổng, xếp loại."
            ),
            scope=gettext_lazy("Cụm, Khu vực"),
            params=("cluster_year", "run"),
            visible=RankingRun.objects.visible_to,
            find=find_ranking,
            build=lambda subject: ranking_report(subject.objects),
            renderers={registry.PDF: ranking.pdf, registry.XLSX: ranking.xlsx},
        )
    )
    registry.register(
        registry.Report(
            name="score_sheet",
            title=gettext_lazy("Bảng chấm điểm"),
            description=gettext_lazy(
                "Bảng tự chấm điểm, chấm điểm của một hoặc mọi đơn vị trong cụm; bản PDF dùng để trình ký, đóng dấu."
            ),
            scope=gettext_lazy("Đơn vị, Cụm"),
            params=("cluster_year", "sheet"),
            visible=ScoreSheet.objects.visible_to,
            find=find_sheets,
            build=lambda subject: sheets_data(subject.objects),
            renderers={registry.PDF: score_sheet.pdf, registry.XLSX: score_sheet.xlsx},
        )
    )


def find_ranking(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The run named, else the newest one in force of each line of the ClusterYear."""
    runs = RankingRun.objects.visible_to(actor).for_list().filter(cluster_year_id=params.get("cluster_year"))
    runs = runs.select_related("cluster_year__cluster__organiser").order_by("line", "-pk")
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


def find_sheets(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The sheet named, else every sheet of the ClusterYear that the actor sees, in protocol order."""
    sheets = ScoreSheet.objects.visible_to(actor).for_list().select_related("cluster_year__cluster__organiser")
    if params.get("sheet"):
        sheets = sheets.filter(pk=params["sheet"])
    if params.get("cluster_year") or not params.get("sheet"):
        sheets = sheets.filter(cluster_year_id=params.get("cluster_year"))
    found = list(sheets.in_protocol_order())
    if not found:
        raise registry.NothingToReport(_("Không có bảng chấm điểm nào, hoặc bạn không có quyền xem."))
    cluster_year = found[0].cluster_year
    stem = f"bang-cham-diem-{slug(cluster_year.cluster.code)}-{cluster_year.year.year}"
    if params.get("sheet"):
        title = _("Bảng chấm điểm %(unit)s, năm %(year)s") % {"unit": found[0].unit_name, "year": cluster_year.year}
        return registry.Subject(title, f"{stem}-{slug(found[0].unit.code)}", found)
    return registry.Subject(_("Bảng chấm điểm các đơn vị, %(cluster)s") % {"cluster": cluster_year}, stem, found)


def slug(text: str) -> str:
    """A code as part of a file name."""
    return slugify(fold(text)) or "x"
