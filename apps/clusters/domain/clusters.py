"""Forming clusters of a year and naming their heads."""

from collections.abc import Iterable
from datetime import date, datetime

from apps.audit.trail import operation, record
from apps.clusters.models import Cluster, ClusterYear, HeadTerm, Member
from apps.core.actor import Actor


@operation()
def form_cluster(
    *,
    code: str,
    name: str,
    kind: str,
    organiser_id: int,
    year_id: int,
    members: Iterable[tuple],
    actor: Actor,
    now: datetime,
) -> ClusterYear:
    """A cluster in a year with its members ``(unit, order, line)`` in protocol order. Repeating changes nothing."""
    cluster, _created = Cluster.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "organiser_id": organiser_id}
    )
    cluster_year, created = ClusterYear.objects.get_or_create(cluster=cluster, year_id=year_id, defaults={"name": name})
    known = set(cluster_year.members.values_list("unit_id", flat=True))
    joined = Member.objects.bulk_create(
        Member(cluster_year=cluster_year, unit=unit, unit_name=unit.name, order=order, line=line)
        for unit, order, line in members
        if unit.pk not in known
    )
    if created or joined:
        after = {"name": cluster_year.name, "joined": [member.unit_name for member in joined]}
        record("clusters.cluster_year.form", actor=actor, target=cluster_year, at=now, after=after)
    return cluster_year


@operation()
def appoint_head(
    *,
    cluster_year_id: int,
    unit_id: int,
    role: str,
    starts_on: date,
    actor: Actor,
    now: datetime,
    ends_on: date | None = None,
    decision=None,
    person_name: str = "",
    person_post: str = "",
) -> HeadTerm:
    """Name the unit (and person) that leads a ClusterYear by decision. Repeating changes nothing."""
    term, created = HeadTerm.objects.get_or_create(
        cluster_year_id=cluster_year_id,
        unit_id=unit_id,
        role=role,
        defaults={
            "starts_on": starts_on,
            "ends_on": ends_on,
            "decision": decision,
            "person_name": person_name,
            "person_post": person_post,
        },
    )
    if created:
        record(
            "clusters.head_term.appoint", actor=actor, target=term, at=now, after={"starts_on": starts_on.isoformat()}
        )
    return term
