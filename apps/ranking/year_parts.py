"""What ranking tells of a year: results that are not published keep it from being closed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.models import ClusterYear, Member
from apps.periods import closing
from apps.periods.closing import Finding
from apps.periods.enums import Stage
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.scoring.models import ScoreSheet


def register() -> None:
    closing.register("ranking", lazy("Xếp hạng"), findings_of)


def findings_of(year):
    """Clusters with score sheets and a line without a published result; four queries."""
    if not (year.uses(Stage.SCORING) and year.uses(Stage.RANKING)):
        return
    sheets = ScoreSheet.objects.filter(cluster_year__year=year).order_by()
    scored = set(sheets.values_list("cluster_year_id", flat=True))
    lines = Member.objects.standing().filter(cluster_year__in=scored).order_by()
    published = RankingRun.objects.filter(cluster_year__in=scored, state=RunState.PUBLISHED).order_by()
    missing = set(lines.values_list("cluster_year_id", "line")) - set(published.values_list("cluster_year_id", "line"))
    unpublished = {cluster_year_id for cluster_year_id, _line in missing}
    for each in ClusterYear.objects.filter(pk__in=unpublished).order_by("name_key", "pk"):
        text = _("%(cluster)s: chưa công bố kết quả xếp hạng.") % {"cluster": each.name}
        yield Finding(text, reverse("ranking:cluster-year", args=[each.pk]))
