"""Mức độ đồng đều của phong trào thi đua of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.actor import Actor
from apps.movements.evenness_exports import evenness_report, reportable
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import evenness
from apps.reports.renderers.printed import renderers


def find_evenness(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The ClusterYear named."""
    found = list(reportable(actor).for_list().filter(pk=params.get("cluster_year")))
    if not found:
        raise registry.NothingToReport(_("Không có cụm này, hoặc bạn không phụ trách cụm."))
    cluster_year = found[0]
    title = _("Mức độ đồng đều của phong trào thi đua, %(cluster)s") % {"cluster": cluster_year}
    stem = f"muc-do-dong-deu-{slug(cluster_year.cluster.code)}-{cluster_year.year.year}"
    return registry.Subject(title, stem, found)


REPORT = registry.Report(
    name="evenness",
    title=gettext_lazy("Mức độ đồng đều của phong trào thi đua"),
    description=gettext_lazy(
        "Đơn vị và phong trào trong năm: số hoạt động, đơn vị chưa có phong trào theo chuyên đề, nhiều nhất, trung vị,"
        " ít nhất."
    ),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    visible=reportable,
    find=find_evenness,
    build=lambda subject: evenness_report(subject.objects),
    renderers={**renderers(evenness.compose), registry.XLSX: evenness.xlsx},
)
