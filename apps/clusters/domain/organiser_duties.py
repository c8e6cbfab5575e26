"""What the organiser of the year asks of whoever leads a cluster, done by the cluster's paper."""

from datetime import datetime

from apps.clusters.head_queries import head_owing
from apps.clusters.models import ClusterYear
from apps.core.dates import local
from apps.obligations.domain.duties import fulfil
from apps.obligations.models import Obligation


def fulfil_of_head(cluster_year: ClusterYear, code: str, *, at: datetime, path: str) -> Obligation | None:
    """The cluster's plan or consolidated sheet was sent ``at``: the duty of whichever head owes it is done.

    None where no head owes it. Raises DutyClosed.
    """
    owed = head_owing(cluster_year, code, local(at).date())
    if owed is None:
        return None
    return fulfil(year_id=cluster_year.year_id, code=code, unit_id=owed.unit_id, at=at, path=path)
