"""Theo dõi đúng hạn of a cluster."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.clusters.lateness_exports import lateness_report
from apps.clusters.models import ClusterYear
from apps.reports import registry
from apps.reports.cluster_years import find_cluster_year
from apps.reports.renderers import lateness
from apps.reports.renderers.printed import renderers

REPORT = registry.Report(
    name="lateness",
    title=gettext_lazy("Theo dõi đúng hạn"),
    description=gettext_lazy("Tỷ lệ đúng hạn của từng đơn vị trong một Cụm và các việc chậm, với số ngày chậm."),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    title_is_public=True,
    visible=ClusterYear.objects.watched_by,
    find=lambda params, actor: find_cluster_year(
        params, actor, gettext_lazy("Theo dõi đúng hạn, %(cluster)s"), "theo-doi-dung-han"
    ),
    build=lambda subject: lateness_report(subject.objects[0], timezone.now()),
    renderers={**renderers(lateness.compose), registry.XLSX: lateness.xlsx},
)
