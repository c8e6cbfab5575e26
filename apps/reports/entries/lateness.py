"""Theo dõi đúng hạn of a cluster."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.enums import READING
from apps.clusters.lateness_exports import lateness_report
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import lateness
from apps.reports.renderers.printed import renderers
from apps.units.models import organised_for


def visible(actor: Actor):
    """ClusterYears whose lateness the actor reads whole: heads, former ones too, the organiser's office, auditors."""
    if actor.is_system:
        return ClusterYear.objects.all()
    found = ClusterYear.objects.filter(organised_for(actor, "cluster__organiser"))
    return found | ClusterYear.objects.filter(pk__in=actor.cluster_year_ids(*READING))


def find(params: Mapping[str, int], actor: Actor) -> registry.Subject:
    found = list(visible(actor).for_list().filter(pk=params.get("cluster_year")))
    if not found:
        raise registry.NothingToReport
    title = _("Theo dõi đúng hạn, %(cluster)s") % {"cluster": found[0]}
    return registry.Subject(title, f"theo-doi-dung-han-{slug(found[0].cluster.code)}-{found[0].year.year}", found)


REPORT = registry.Report(
    name="lateness",
    title=gettext_lazy("Theo dõi đúng hạn"),
    description=gettext_lazy("Tỷ lệ đúng hạn của từng đơn vị trong một Cụm và các việc chậm, với số ngày chậm."),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    visible=visible,
    find=find,
    build=lambda subject: lateness_report(subject.objects[0], timezone.now()),
    renderers={**renderers(lateness.compose), registry.XLSX: lateness.xlsx},
)
