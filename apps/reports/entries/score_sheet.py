"""Bảng chấm điểm of one or all units of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import score_sheet
from apps.reports.renderers.printed import renderers
from apps.scoring.exports import sheets_data
from apps.scoring.models import ScoreSheet


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


REPORT = registry.Report(
    name="score_sheet",
    title=gettext_lazy("Bảng chấm điểm"),
    description=gettext_lazy(
        "Bảng tự chấm điểm, chấm điểm của một hoặc mọi đơn vị trong cụm; bản PDF dùng để trình ký, đóng dấu."
    ),
    scope=gettext_lazy("Đơn vị, Cụm"),
    params=("cluster_year", "sheet"),
    title_is_public=True,
    visible=ScoreSheet.objects.visible_to,
    find=find_sheets,
    build=lambda subject: sheets_data(subject.objects),
    renderers={**renderers(score_sheet.compose), registry.XLSX: score_sheet.xlsx},
)
