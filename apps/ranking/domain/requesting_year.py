"""Asking for the rankings of a whole year at once: one job computes all ClusterYears that are ready."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.audit.trail import Line, operation, record_many
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.ranking.domain.facts import Circumstances
from apps.ranking.domain.requesting import TASK, NotReady, SeveralSets, hash_of, ready
from apps.ranking.domain.rules import rule_of
from apps.ranking.models import RankingRun
from apps.ranking.queries import Standing, standings
from apps.scoring.domain.relative import freshen
from apps.scoring.models import CriteriaSet


@dataclass(frozen=True)
class YearRequest:
    """``job`` computes ``runs``: None when there are none. ``unchanged``: results in force with the same input.

    ``not_ready``: lines whose sheets are neither all final nor closed, or scored by several sets; they are left out.
    """

    job: Job | None
    runs: tuple[RankingRun, ...]
    unchanged: int
    not_ready: tuple[Standing, ...]


@operation()
def request_year(*, year_id: int, actor: Actor, now: datetime) -> YearRequest:
    """Ask for the ranking of every line of every ClusterYear of an EmulationYear. The caller has asked
    ``policies.can_compute_year``. Asking again while it is computed answers the same job. Raises YearClosed.
    """
    year = EmulationYear.objects.get(pk=year_id)
    require_writable(year)
    locked = ClusterYear.objects.for_list().filter(year=year).order_by("pk")
    cluster_years = {each.pk: each for each in locked.select_for_update(of=("self",), no_key=True)}
    freshen(cluster_years, actor=actor, now=now)
    lines = Member.objects.standing().filter(cluster_year__in=cluster_years).order_by("cluster_year_id", "line")
    asked = _Asked(standings(lines.values_list("cluster_year_id", "line").distinct()).values(), cluster_years)
    RankingRun.objects.bulk_create(asked.new)
    record_many(
        (Line("ranking.run.request", run, after={"units": len(asked.found[run.place].units)}) for run in asked.new),
        actor=actor,
        at=now,
    )
    runs = sorted((*asked.waiting, *asked.new), key=lambda run: run.pk)
    job = _job(year, runs, actor, now) if runs else None
    return YearRequest(job, tuple(runs), asked.unchanged, tuple(asked.not_ready))


class _Asked:
    """The lines of a year, sorted by what has to be done."""

    def __init__(self, found: Iterable[Standing], cluster_years: Mapping[int, ClusterYear]):
        self.cluster_years = cluster_years
        self.found = {(each.cluster_year_id, each.line): each for each in found}
        self.new: list[RankingRun] = []
        self.waiting: list[RankingRun] = []
        self.not_ready: list[Standing] = []
        self.unchanged = 0
        self._rules: dict[int, dict] = {}
        self._circumstances = Circumstances(self.found.values())
        runs = RankingRun.objects.filter(cluster_year__in=cluster_years).for_list().order_by("pk")
        self._in_force = {run.place: run for run in runs.in_force()}  # the newest of each line
        self._waiting = {run.place: run for run in runs.waiting()}
        for place, each in self.found.items():
            self._sort(place, each)

    def _sort(self, place: tuple[int, str], each: Standing) -> None:
        try:
            set_id = ready(each).final[0].criteria_set_id
        except (NotReady, SeveralSets):
            self.not_ready.append(each)
            return
        rule = self._rule(set_id, each)
        if place in self._in_force and self._in_force[place].run_hash == hash_of(rule, each):
            self.unchanged += 1
        elif place in self._waiting:
            self.waiting.append(self._waiting[place])
        else:
            year = self.cluster_years[each.cluster_year_id]
            self.new.append(RankingRun(cluster_year=year, line=each.line, criteria_set_id=set_id, rule=rule))

    def _rule(self, set_id: int, each: Standing) -> dict:
        if set_id not in self._rules:
            self._rules[set_id] = rule_of(CriteriaSet.objects.get(pk=set_id))
        return self._circumstances.complete(self._rules[set_id], each)


def _job(year: EmulationYear, runs: list[RankingRun], actor: Actor, now: datetime) -> Job:
    run_ids = [run.pk for run in runs]
    digest = hashlib.sha256(",".join(map(str, run_ids)).encode()).hexdigest()[:32]
    with kept_language():
        label = _("Tính xếp hạng cả năm: %(year)s, %(count)s khối") % {"year": year, "count": len(runs)}
    params = {"run_ids": run_ids, "asked_at": now.isoformat()}
    return enqueue(TASK, key=f"ranking-year:{year.pk}:{digest}", label=label, params=params, actor=actor, now=now)
