"""From an issued set to the sheets of its units; those that an earlier version opened show as outdated."""

from datetime import datetime

from apps.audit.trail import operation
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.scoring.domain.sheets import SetNotUsable, open_sheets
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet, ScoreSheet


@operation()
def open_for_units(*, criteria_set_id: int, actor: Actor, now: datetime) -> int:
    """Mở tự chấm điểm: a sheet for every member of the set's kinds in all clusters of its year.

    Repeating adds sheets for new members only. Answers how many were opened. Raises SetNotUsable, YearClosed.
    """
    criteria_set = CriteriaSet.objects.get(pk=criteria_set_id)
    if criteria_set.state != SetState.ISSUED:
        raise SetNotUsable
    clusters = ClusterYear.objects.filter(year_id=criteria_set.year_id).order_by("pk").values_list("pk", flat=True)
    before = ScoreSheet.objects.filter(criteria_set=criteria_set).count()
    for cluster_year_id in list(clusters):
        open_sheets(cluster_year_id=cluster_year_id, criteria_set_id=criteria_set.pk, actor=actor, now=now)
    return ScoreSheet.objects.filter(criteria_set=criteria_set).count() - before


def set_in_force(criteria_set: CriteriaSet) -> CriteriaSet:
    """The issued version that stands in the place of this one; itself where nothing replaced it."""
    if criteria_set.state != SetState.SUPERSEDED:
        return criteria_set
    newer = CriteriaSet.objects.issued().filter(code=criteria_set.code, revision__gt=criteria_set.revision)
    return newer.order_by("-revision").first() or criteria_set
