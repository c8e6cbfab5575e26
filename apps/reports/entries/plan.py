"""Kế hoạch hoạt động of a cluster."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.models import ActivityPlan
from apps.clusters.plan_exports import plans_data
from apps.core.actor import Actor
from apps.reports import registry
from apps.reports.naming import slug
from apps.reports.renderers import plan
from apps.reports.renderers.printed import renderers


def find_plan(given: Mapping[str, int], actor: Actor) -> registry.Subject:
    """The plan of the ClusterYear."""
    plans = ActivityPlan.objects.visible_to(actor).for_list()
    found = list(plans.filter(cluster_year_id=given.get("cluster_year")))
    if not found:
        raise registry.NothingToReport(_("Cụm này chưa có kế hoạch hoạt động, hoặc bạn không có quyền xem."))
    cluster_year = found[0].cluster_year
    stem = f"ke-hoach-hoat-dong-{slug(cluster_year.cluster.code)}-{cluster_year.year.year}"
    return registry.Subject(_("Kế hoạch hoạt động %(cluster)s") % {"cluster": cluster_year}, stem, found)


REPORT = registry.Report(
    name="plan",
    title=gettext_lazy("Kế hoạch hoạt động của Cụm"),
    description=gettext_lazy("Kế hoạch của Trưởng Cụm trong năm: từng việc với thời hạn và đơn vị chủ trì."),
    scope=gettext_lazy("Cụm, Khu vực"),
    params=("cluster_year",),
    title_is_public=True,
    visible=ActivityPlan.objects.visible_to,
    find=find_plan,
    build=lambda subject: plans_data(subject.objects),
    renderers={**renderers(plan.compose), registry.XLSX: plan.xlsx},
)
