"""What a cluster shows of its ranking, and the figures of work that stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.ranking.models import RankingSettings, WorkloadFigure

CHOICES = ("members_see_provisional", "heads_see_fairness", "heads_see_lateness", "units_see_lateness")


class SourceMissing(DomainError):
    """A typed figure carries its source."""

    default_message = _("Ghi nguồn số liệu.")


@dataclass(frozen=True)
class Typed:
    """Staff and cases of one unit; both None takes the row away, so that roll and results count again."""

    staff: int | None
    cases: int | None


@operation()
def arrange(*, cluster_year_id: int, version: int, actor: Actor, now: datetime, **choices: bool) -> RankingSettings:
    """Store the choices of the cluster. ``version`` 0: none were stored. Raises StaleVersion."""
    cluster_year = ClusterYear.objects.select_for_update(no_key=True).get(pk=cluster_year_id)
    found = RankingSettings.objects.select_for_update().filter(cluster=cluster_year.cluster_id).first()
    found = found or RankingSettings(cluster_id=cluster_year.cluster_id, version=0)
    require_version(found, version)
    before = {name: getattr(found, name) for name in CHOICES}
    for name in CHOICES:
        setattr(found, name, choices[name])
    found.version += 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
    after = {name: choices[name] for name in CHOICES}
    record("ranking.settings.save", actor=actor, target=cluster_year, at=now, before=before, after=after)
    return found


@operation()
def type_workload(
    *,
    cluster_year_id: int,
    figures: Mapping[int, Typed],
    source: str,
    actor: Actor,
    now: datetime,
    illustrative: bool = False,
) -> int:
    """Store typed figures of members (unit id → Typed); answers how many changed. Repeating changes nothing.

    The ranking does not read them. Raises SourceMissing, YearClosed.
    """
    years = ClusterYear.objects.select_related("year").select_for_update(of=("self",), no_key=True)
    cluster_year = years.get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    source = clean(source)
    members = set(Member.objects.filter(cluster_year=cluster_year).values_list("unit_id", flat=True))
    stored = {each.unit_id: each for each in WorkloadFigure.objects.filter(cluster_year=cluster_year)}
    changed = []
    for unit_id in sorted(figures.keys() & members):
        typed, known = figures[unit_id], stored.get(unit_id)
        if (typed.staff, typed.cases) == ((known.staff, known.cases) if known else (None, None)):
            continue
        changed.append(unit_id)
        if typed.staff is None and typed.cases is None:
            known.delete()
            continue
        if not source:
            raise SourceMissing(field="source")
        row = known or WorkloadFigure(cluster_year=cluster_year, unit_id=unit_id, version=0)
        row.staff, row.cases, row.source, row.illustrative = typed.staff, typed.cases, source[:300], illustrative
        row.version += 1
        row.saved_by_label, row.saved_at = actor.label, now
        row.save()
    if changed:
        after = {"units": len(changed), "source": source}
        record("ranking.workload.save", actor=actor, target=cluster_year, at=now, after=after)
    return len(changed)
