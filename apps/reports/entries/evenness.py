"""Mức độ đồng đều của phong trào thi đua of a cluster."""

from django.utils.translation import gettext_lazy

from apps.clusters.models import ClusterYear
from apps.movements.evenness_exports import evenness_report
from apps.reports import registry
from apps.reports.cluster_years import find_cluster_year
from apps.reports.renderers import evenness
from apps.reports.renderers.printed import renderers

REPORT = registry.Report(
    name="evenness",
    title=gettext_lazy("Mức độ đồng đều của phong trào thi đua"),
    description=gettext_lazy(
        "Đơn vị và phong trào trong năm: số hoạt động, đơn vị chưa có phong trào theo chuyên đề, nhiều nhất, trung vị,"
        " ít nhất."
    ),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    title_is_public=True,
    visible=ClusterYear.objects.watched_by,
    find=lambda params, actor: find_cluster_year(
        params,
        actor,
        gettext_lazy("Mức độ đồng đều của phong trào thi đua, %(cluster)s"),
        "muc-do-dong-deu",
        nothing=gettext_lazy("Không có cụm này, hoặc bạn không phụ trách cụm."),
    ),
    build=lambda subject: evenness_report(subject.objects),
    renderers={**renderers(evenness.compose), registry.XLSX: evenness.xlsx},
)
