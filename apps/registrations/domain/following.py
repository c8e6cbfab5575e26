"""A head named after Gửi Bộ: what was sent without one."""

from datetime import datetime

from apps.audit.trail import operation
from apps.clusters.domain.organiser_duties import settle_of_head
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.registrations.queries import CONSOLIDATION_DUTY, whole_with


@operation()
def follow_head(*, cluster_year: ClusterYear, unit_id: int, actor: Actor, now: datetime) -> None:
    """The standing office or a deputy has sent the sheet before its head was named: nobody owes it any more."""
    sheet = whole_with(cluster_year.pk)
    if sheet is not None:
        settle_of_head(cluster_year, CONSOLIDATION_DUTY, sent_at=sheet.sent_at, path=sheet.get_absolute_url())
