"""What the organiser of the year asks of members and of heads: owed by those who come later, too. A head's duty is done
by the cluster's paper.
"""

from datetime import datetime

from apps.audit.trail import operation
from apps.clusters.duty_audience import values_of
from apps.clusters.head_queries import head_owing, head_terms
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.dates import local
from apps.obligations import audience
from apps.obligations.domain.duties import fulfil
from apps.obligations.domain.joining import join
from apps.obligations.domain.withdrawing import ask_no_more
from apps.obligations.models import Duty, Obligation


@operation()
def follow_members(*, cluster_year_id: int, joined: set[int], left: set[int], actor: Actor, now: datetime) -> None:
    """Who comes into the ClusterYear owes what is asked of its members, with time to do it; who leaves and is not asked
    otherwise owes it no more, unless it was sent.
    """
    if not (joined or left):
        return
    cluster_year = ClusterYear.objects.select_related("cluster", "year__organiser").get(pk=cluster_year_id)
    asked = Duty.objects.of_organiser().filter(year_id=cluster_year.year_id).asked_of(values_of(cluster_year))
    for duty in asked.order_by("pk"):
        meant = audience.resolve(cluster_year.year, duty.audience, duty)
        join(duty, joined & meant, actor=actor, now=now)
        ask_no_more(year_id=duty.year_id, codes=[duty.code], unit_ids=left - meant, actor=actor, now=now)


@operation()
def follow_head(*, cluster_year: ClusterYear, unit_id: int, actor: Actor, now: datetime) -> None:
    """A head owes what is asked of the heads of the year, with time to do it. Not where a head before was asked: a
    change of head moves no duty.
    """
    heads = head_terms(cluster_year).values("unit")
    asked = Duty.objects.of_organiser().filter(year_id=cluster_year.year_id).asked_of([audience.HEADS])
    known = Obligation.objects.still_asked().filter(unit__in=heads).values("duty")
    for duty in asked.exclude(pk__in=known).order_by("pk"):
        join(duty, [unit_id], actor=actor, now=now)


def fulfil_of_head(cluster_year: ClusterYear, code: str, *, at: datetime, path: str) -> Obligation | None:
    """The cluster's plan or consolidated sheet was sent ``at``: the duty of whichever head owes it is done.

    None where no head owes it. Raises DutyClosed.
    """
    owed = head_owing(cluster_year, code, local(at).date())
    if owed is None:
        return None
    return fulfil(year_id=cluster_year.year_id, code=code, unit_id=owed.unit_id, at=at, path=path)


def settle_of_head(cluster_year: ClusterYear, code: str, *, sent_at: datetime, path: str) -> None:
    """The same for a head who was named after the paper had been sent; what is done already stays as it is."""
    owed = head_owing(cluster_year, code, local(sent_at).date())
    if owed is not None and owed.fulfilled_at is None:
        fulfil(year_id=cluster_year.year_id, code=code, unit_id=owed.unit_id, at=sent_at, path=path)
