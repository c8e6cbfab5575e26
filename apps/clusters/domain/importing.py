"""Carrying out the plan of a file of clusters."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from apps.audit.trail import operation, record
from apps.clusters import membership
from apps.clusters.domain.clusters import form_cluster
from apps.clusters.domain.heads import appoint_head
from apps.core.actor import Actor
from apps.periods.domain.years import ensure_year


@operation()
def write_clusters(plans: Iterable, *, actor: Actor, now: datetime, step: Callable[[int, int], None]) -> int:
    """Form the clusters of the plans (``import_checking.ClusterPlan``), all or none; answers how many.

    Members that the file does not name stay; a head in the file acts from 1 January, without a decision.
    Raises UnitElsewhere, HeadTermsOverlap when somebody else was quicker than the file.
    """
    plans = sorted(plans, key=lambda plan: (plan.year, plan.code))
    for number, plan in enumerate(plans, start=1):
        year = ensure_year(organiser_id=plan.organiser.pk, year=plan.year, actor=actor, now=now)
        cluster_year = form_cluster(
            code=plan.code,
            name=plan.name,
            kind=plan.kind,
            organiser_id=plan.organiser.pk,
            year_id=year.pk,
            members=[(plan.units[place.unit_id], place.order, place.line) for place in plan.places.values()],
            actor=actor,
            now=now,
        )
        _arrange(cluster_year, plan, actor, now)
        for role, unit_id in plan.offices:
            appoint_head(
                cluster_year_id=cluster_year.pk,
                unit_id=unit_id,
                role=role,
                starts_on=date(plan.year, 1, 1),
                actor=actor,
                now=now,
            )
        step(number, len(plans))
    return len(plans)


def _arrange(cluster_year, plan, actor: Actor, now: datetime) -> None:
    """The name, orders and lines of the file for what was there before."""
    changed = []
    for member in cluster_year.members.standing():
        place = plan.places.get(member.unit_id)
        if place is not None and (member.order, member.line) != (place.order, place.line):
            member.order, member.line = place.order, place.line
            member.save(update_fields=["order", "line", "updated_at"])
            changed.append(member.unit_name)
    if cluster_year.name != plan.name:
        changed.append(plan.name)
        cluster_year.name = plan.name
    if changed:
        cluster_year.version += 1
        cluster_year.saved_by_label, cluster_year.saved_at = actor.label, now
        cluster_year.save()
        record("clusters.cluster_year.members", actor=actor, target=cluster_year, at=now, after={"changed": changed})
        membership.changed(cluster_year.pk, actor=actor, now=now)
