"""Computing runs: locks in id order, one statement for all of them, one transaction with the end of the job."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit.trail import Line, operation, record_many
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.garbage import collector_rests
from apps.core.kept import kept_language
from apps.jobs.running import Run
from apps.ranking.domain.entries import write_runs
from apps.ranking.domain.facts import Circumstances
from apps.ranking.domain.placing import place
from apps.ranking.domain.requesting import NotReady, SeveralSets, hash_of, ready
from apps.ranking.domain.rules import rule_of
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.ranking.queries import Standing, standings
from apps.ranking.workflow import RUN_FLOW
from apps.scoring.domain.relative import freshen
from apps.scoring.models import CriteriaSet, ScoreSheet

STEPS = 3


def compute(*, run_ids: Iterable[int], actor: Actor, now: datetime, job: Run | None = None) -> list[RankingRun]:
    """Compute waiting runs; answers the runs in force afterwards, in the order of ``run_ids``.

    A run whose input was computed before is dropped for the one that is there. With a ``job`` its end commits together
    with the results, so that a killed worker leaves all or nothing. Raises NotReady, SeveralSets; of several runs,
    those that are no longer ready are dropped instead and the others computed.
    """
    run_ids = list(run_ids)
    if job:
        job.progress(1, STEPS, _("Khóa bảng điểm và cộng điểm"))
    return _compute(run_ids, actor, now, job)


@collector_rests()
@operation()
def _compute(run_ids: list[int], actor: Actor, now: datetime, job: Run | None) -> list[RankingRun]:
    runs = _lock(run_ids)
    freshen({run.cluster_year_id for run in runs if run.state == RunState.QUEUED}, actor=actor, now=now)
    found = standings(run.place for run in runs)
    known = _Known(runs, found.values())
    # A job that was overtaken finds its runs computed: they are left as they are, and so is what came after them.
    overtaken = [run for run in runs if run.state != RunState.QUEUED]
    in_force, fresh = {}, []
    for run in _still_ready(runs, found):
        if run.state == RunState.QUEUED:
            standing = found[run.place]
            in_force[run.pk] = same = _renew(run, ready(standing), known)
            if same is run:
                fresh.append((run, standing))
    if fresh:
        place(fresh)
    if job:
        job.hold()
    _finish(fresh, actor, now)
    _drop_others(in_force, known, actor, now)
    newest = known.newest | {run.place: run for run in in_force.values()}
    answers = {run.pk: newest.get(run.place) for run in overtaken} | in_force
    answer = [run for pk in run_ids if (run := answers.get(pk))]
    if job:
        job.finish(result={"run_ids": [run.pk for run in answer]}, url=answer[0].get_absolute_url() if answer else "")
    return answer


def _lock(run_ids: list[int]) -> list[RankingRun]:
    """Runs with their ClusterYears and sheets, each kind in id order: nobody reopens a sheet before the commit."""
    years = RankingRun.objects.filter(pk__in=run_ids).values("cluster_year_id")
    locked = list(ClusterYear.objects.filter(pk__in=years).order_by("pk").select_for_update(no_key=True))
    runs = RankingRun.objects.filter(pk__in=run_ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    runs = list(runs.for_list())
    sheets = ScoreSheet.objects.filter(cluster_year__in=locked).order_by("pk").select_for_update(no_key=True)
    with connection.cursor() as cursor:
        # Locked, not read: their number may be large and nothing of them is wanted here.
        text, params = sheets.values("pk").query.sql_with_params()
        cursor.execute(f"SELECT count(*) FROM ({text}) locked", params)  # noqa: S608 -- the ORM's own text
    return runs


def _still_ready(runs: list[RankingRun], found: Mapping[tuple[int, str], Standing]) -> list[RankingRun]:
    """The runs to go on with: one sheet that was reopened since does not hold up the rest of the year."""
    if len(runs) == 1:
        return runs
    kept, dropped = [], []
    for run in runs:
        try:
            if run.state == RunState.QUEUED:
                ready(found[run.place])
            kept.append(run)
        except (NotReady, SeveralSets):
            dropped.append(run.pk)
    RankingRun.objects.filter(pk__in=dropped, state=RunState.QUEUED).delete()
    return kept


def _renew(run: RankingRun, standing: Standing, known: "_Known") -> RankingRun:
    """Set the run's input as it is now; answers the run in force that has the same input, or the run itself."""
    run.criteria_set_id = standing.final[0].criteria_set_id
    run.rule = known.rule(run.criteria_set_id, standing)
    run.run_hash = hash_of(run.rule, standing)
    return known.in_force(run) or run


class _Known:
    """What many runs ask of the database, asked once."""

    def __init__(self, runs: list[RankingRun], found: Iterable[Standing]):
        self._rules: dict[int, dict] = {}
        self._circumstances = Circumstances(found)
        in_force = RankingRun.objects.in_force().filter(cluster_year__in={run.cluster_year_id for run in runs})
        self._in_force = {(*run.place, run.run_hash): run for run in in_force.for_list().order_by("-pk")}
        self.newest = {run.place: run for run in reversed(self._in_force.values())}

    def rule(self, set_id: int, standing: Standing) -> dict:
        if set_id not in self._rules:
            self._rules[set_id] = rule_of(CriteriaSet.objects.get(pk=set_id))
        return self._circumstances.complete(self._rules[set_id], standing)

    def in_force(self, run: RankingRun) -> RankingRun | None:
        return self._in_force.get((*run.place, run.run_hash))

    def replaced(self, in_force: Iterable[RankingRun]) -> list[RankingRun]:
        """Provisional results of the lines of these runs that are none of them."""
        kept = {run.place: run.pk for run in in_force}
        found = self._in_force.values()
        return [run for run in found if run.state == RunState.COMPUTED and kept.get(run.place, run.pk) != run.pk]


def _finish(fresh: list[tuple[RankingRun, Standing]], actor: Actor, now: datetime) -> None:
    """Store the runs as computed, whatever their number in one statement and one of the trail."""
    for run, _standing in fresh:
        run.state = RUN_FLOW.target("compute", run.state)
        run.state = RUN_FLOW.target("finish", run.state)
        run.computed_at, run.computed_by_label = now, actor.label
    write_runs([run for run, _standing in fresh])
    record_many(
        (
            Line("ranking.run.compute", run, after={"run_hash": run.run_hash, "units": len(standing.units)})
            for run, standing in fresh
        ),
        actor=actor,
        at=now,
    )


def _drop_others(in_force: Mapping[int, RankingRun], known: _Known, actor: Actor, now: datetime) -> None:
    """Replace older provisional results of each line, and drop a waiting run whose input was computed before."""
    if doubled := [pk for pk, same in in_force.items() if pk != same.pk]:
        RankingRun.objects.filter(pk__in=doubled, state=RunState.QUEUED).delete()
    with kept_language():
        reason = _("Tính lại với số liệu mới.")
    older = known.replaced(in_force.values())
    for other in older:
        other.state = RUN_FLOW.target("supersede", other.state)
        other.superseded_at, other.superseded_reason = now, reason
    RankingRun.objects.filter(pk__in=[other.pk for other in older]).update(
        state=RunState.SUPERSEDED, superseded_at=now, superseded_reason=reason, updated_at=timezone.now()
    )
    record_many((Line("ranking.run.supersede", other, reason=reason) for other in older), actor=actor, at=now)
