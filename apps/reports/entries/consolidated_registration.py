"""Bảng tổng hợp đăng ký thi đua of a ClusterYear: the newest version, or the one named."""

from collections.abc import Mapping

from django.forms import HiddenInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.registrations.exports import consolidation_data
from apps.registrations.models import Consolidation
from apps.reports import params, registry
from apps.reports.naming import slug
from apps.reports.renderers import consolidated_registration as rendering
from apps.reports.renderers.printed import renderers


def find_sheets(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The version named, else the newest of each line of the ClusterYear."""
    sheets = Consolidation.objects.visible_to(actor).for_list()
    if chosen.get("consolidation"):
        sheets = sheets.filter(pk=chosen["consolidation"])
    else:
        sheets = sheets.filter(cluster_year_id=chosen.get("cluster_year"))
    newest = {sheet.line: sheet for sheet in sheets.order_by(by_line(), "number")}
    if not newest:
        raise registry.NothingToReport(_("Chưa có bảng tổng hợp đăng ký nào, hoặc bạn không có quyền xem."))
    found = list(newest.values())
    year = found[0].cluster_year
    title = _("Bảng tổng hợp đăng ký thi đua, %(cluster)s, bản số %(number)s") % {
        "cluster": year,
        "number": found[0].number,
    }
    stem = f"tong-hop-dang-ky-{slug(year.cluster.code)}-{year.year.year}-ban-{found[0].number}"
    return registry.Subject(title, stem, found)


params.register(
    "consolidation",
    params.Param(
        params.choice("", lambda actor: Consolidation.objects.visible_to(actor).for_list(), widget=HiddenInput)
    ),
)

REPORT = registry.Report(
    name="consolidated_registration",
    title=gettext_lazy("Bảng tổng hợp đăng ký thi đua"),
    description=gettext_lazy(
        "Đăng ký của các đơn vị trong Cụm theo đơn vị và theo danh hiệu; từ bản số 2 đánh dấu điểm khác bản trước."
    ),
    scope=gettext_lazy("Cụm"),
    params=("cluster_year", "consolidation"),
    title_is_public=True,
    visible=Consolidation.objects.visible_to,
    find=find_sheets,
    build=lambda subject: [consolidation_data(sheet) for sheet in subject.objects],
    renderers={**renderers(rendering.compose), registry.XLSX: rendering.xlsx},
)
