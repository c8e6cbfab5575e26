"""Computing runs: locks in id order, one statement for all of them, one transaction with the end of the job."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.jobs.running import Run
from apps.ranking.domain.classes import Ranked, classify
from apps.ranking.domain.entries import write_entries
from apps.ranking.domain.facts import Circumstances, decided
from apps.ranking.domain.outcomes import class_notes, decision_note, out_of_ranking, tie_note
from apps.ranking.domain.requesting import hash_of, ready
from apps.ranking.domain.rules import class_terms, highest_allowed, rule_of, tie_breaks, unit_facts
from apps.ranking.domain.statement import Competitor, RankedSet, Result, rank
from apps.ranking.enums import Disqualifier, RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.queries import Standing, StandingUnit, standings
from apps.ranking.workflow import RUN_FLOW
from apps.scoring.domain.canonical import three_decimals
from apps.scoring.domain.relative import freshen
from apps.scoring.domain.tables import load_table
from apps.scoring.models import ScoreSheet

STEPS = 3


def compute(*, run_ids: Iterable[int], actor: Actor, now: datetime, job: Run | None = None) -> list[RankingRun]:
    """Compute waiting runs; answers the runs in force afterwards, in the order of ``run_ids``.

    A run whose input was computed before is dropped for the one that is there. With a ``job`` its end commits together
    with the results, so that a killed worker leaves all or nothing. Raises NotReady, SeveralSets.
    """
    run_ids = list(run_ids)
    if job:
        job.progress(1, STEPS, _("Khóa bảng điểm và cộng điểm"))
    return _compute(run_ids, actor, now, job)


@operation()
def _compute(run_ids: list[int], actor: Actor, now: datetime, job: Run | None) -> list[RankingRun]:
    runs = _lock(run_ids)
    freshen({run.cluster_year_id for run in runs if run.state == RunState.QUEUED}, actor=actor, now=now)
    found = standings((run.cluster_year_id, run.line) for run in runs)
    known = Circumstances(run.cluster_year_id for run in runs)
    in_force, fresh = {}, []
    for run in runs:
        place = found[run.cluster_year_id, run.line]
        same = run if run.state != RunState.QUEUED else _renew(run, ready(place), known)
        in_force[run.pk] = same
        if run.state == RunState.QUEUED and same is run:
            fresh.append((run, place))
    if fresh:
        _rank(fresh)
    if job:
        job.hold()
    for run, place in fresh:
        _finish(run, place, actor, now)
    for pk, same in in_force.items():
        _drop_others(pk, same, actor, now)
    answer = [in_force[pk] for pk in run_ids if pk in in_force]
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
    list(sheets.values_list("pk", flat=True))
    return runs


def _renew(run: RankingRun, place: Standing, known: Circumstances) -> RankingRun:
    """Set the run's input as it is now; answers the run in force that has the same input, or the run itself."""
    run.criteria_set_id = place.final[0].criteria_set_id
    run.rule = known.complete(rule_of(run.criteria_set), place)
    run.run_hash = hash_of(run.rule, place)
    same = RankingRun.objects.of(run.cluster_year_id, run.line).in_force().filter(run_hash=run.run_hash)
    return same.for_list().first() or run


def _rank(fresh: list[tuple[RankingRun, Standing]]) -> None:
    """Write the entries of all runs from one statement."""
    sets = {run.criteria_set_id: _ranked_set(run) for run, _place in fresh}
    apart = {run.pk: _without_rank(run, place) for run, place in fresh}
    # Units without a rank are added up too, but in a ranking of their own: under the negative id of the run.
    competitors = [
        Competitor(
            run_id=-run.pk if unit.unit_id in apart[run.pk] else run.pk,
            unit_id=unit.unit_id,
            version_id=unit.version_id,
            set_id=run.criteria_set_id,
        )
        for run, place in fresh
        for unit in place.final
    ]
    results: dict[int, list[Result]] = {run.pk: [] for run, _place in fresh}
    for result in rank(competitors, sets.values()):
        results[abs(result.run_id)].append(result)
    entries = []
    with kept_language():
        for run, place in fresh:
            entries += _Entries(run, place, sets[run.criteria_set_id], apart[run.pk]).of(results[run.pk])
    write_entries(entries)


def _without_rank(run: RankingRun, place: Standing) -> dict[int, tuple[Disqualifier, str]]:
    found = {unit.unit_id: out_of_ranking(run.rule, unit_facts(run.rule, unit.code)) for unit in place.final}
    return {unit_id: why for unit_id, why in found.items() if why}


def _ranked_set(run: RankingRun) -> RankedSet:
    table = load_table(run.criteria_set_id)
    wanted = {code for terms in class_terms(run.rule) for code in terms.conditions if code in table.rows}
    return RankedSet(run.criteria_set_id, table, tuple(tie_breaks(run.rule)), frozenset(wanted))


class _Entries:
    """The entries of one run from what the statement answered."""

    def __init__(self, run: RankingRun, place: Standing, each: RankedSet, apart: dict[int, tuple[Disqualifier, str]]):
        self.run, self.place, self.each, self.apart = run, place, each, apart
        self.units = {unit.unit_id: unit for unit in place.units}

    def of(self, results: list[Result]) -> list[RankingEntry]:
        terms = class_terms(self.run.rule)
        keys = {unit.code: unit.unit_id for unit in self.place.units}
        ranked = [self._for_class(result) for result in results if result.unit_id not in self.apart]
        classes = classify(ranked, terms, decided(self.run.rule, keys))
        ties = {key: tie for tie in classes.ties for key in tie.keys}
        entries = [self._ranked(result, classes.given, ties) for result in results]
        for unit in self.place.unsent:
            entry = _entry(self.run, unit)
            entry.disqualifier = Disqualifier.NO_SHEET
            entry.reason = str(Disqualifier.NO_SHEET.label)
            entries.append(entry)
        return entries

    def _ranked(self, result: Result, given: dict[int, str], ties: dict) -> RankingEntry:
        unit = self.units[result.unit_id]
        entry = _entry(self.run, unit)
        entry.base, entry.bonus, entry.penalty, entry.total = result.base, result.bonus, result.penalty, result.total
        entry.percent, entry.sheet_version_id = result.percent, unit.version_id
        entry.parts = _parts(result, self.each)
        entry.tie_values = [three_decimals(value) for value in result.tie]
        if result.unit_id in self.apart:
            entry.disqualifier, entry.reason = self.apart[result.unit_id]
            return entry
        entry.rank, entry.class_label = result.rank, given.get(result.unit_id, "")
        entry.notes = class_notes(self.run.rule, unit_facts(self.run.rule, unit.code))
        if result.unit_id in ties:
            entry.notes.append(tie_note(ties[result.unit_id]))
        if note := decision_note(self.run.rule, unit.code, entry.class_label):
            entry.notes.append(note)
        return entry

    def _for_class(self, result: Result) -> Ranked:
        """Points on the scale of the set's whole maximum, so that thresholds mean the same with lines left out."""
        tree, rows = self.each.table.tree, self.each.table.rows
        points = Fraction(result.total)
        if result.percent is not None:
            points = points * Fraction(tree.maximum) / Fraction(result.applicable)
        full = {
            code
            for code in self.each.wanted
            if Fraction(result.bases.get(rows[code].pk, Decimal(0))) >= tree.nodes[code].base_max
        }
        facts = unit_facts(self.run.rule, self.units[result.unit_id].code)
        return Ranked(
            key=result.unit_id,
            rank=result.rank,
            points=points,
            full=frozenset(full),
            maximum=Fraction(tree.maximum),
            shortfalls=facts.shortfalls,
            not_above=highest_allowed(self.run.rule, facts),
        )


def _entry(run: RankingRun, unit: StandingUnit) -> RankingEntry:
    return RankingEntry(
        run=run, unit_id=unit.unit_id, unit_name=unit.name, order=unit.order, self_total=unit.self_total
    )


def _parts(result: Result, each: RankedSet) -> list[dict]:
    reached = {part.criterion_id: part for part in result.parts}
    parts = []
    for node in each.table.tree.roots:
        row = each.table.rows[node.code]
        part = reached[row.pk]
        parts.append(
            {
                "code": row.code,
                "number": row.printed_number,
                "label": row.label,
                "max": three_decimals(_decimal(node.base_max)),
                "base": three_decimals(part.base),
                "bonus": three_decimals(part.bonus),
                "penalty": three_decimals(part.penalty),
                "points": three_decimals(part.base + part.bonus - part.penalty),
            }
        )
    return parts


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _finish(run: RankingRun, place: Standing, actor: Actor, now: datetime) -> None:
    run.state = RUN_FLOW.target("compute", run.state)
    run.state = RUN_FLOW.target("finish", run.state)
    run.computed_at, run.computed_by_label = now, actor.label
    run.save()
    after = {"run_hash": run.run_hash, "units": len(place.units)}
    record("ranking.run.compute", actor=actor, target=run, at=now, after=after)


def _drop_others(pk: int, same: RankingRun, actor: Actor, now: datetime) -> None:
    """Replace older provisional results of this line, and drop the waiting run when its input was computed before."""
    if pk != same.pk:
        RankingRun.objects.filter(pk=pk, state=RunState.QUEUED).delete()
    with kept_language():
        reason = _("Tính lại với số liệu mới.")
    older = RankingRun.objects.of(same.cluster_year_id, same.line).filter(state=RunState.COMPUTED).exclude(pk=same.pk)
    for other in older:
        other.state = RUN_FLOW.target("supersede", other.state)
        other.superseded_at, other.superseded_reason = now, reason
        other.save(update_fields=["state", "superseded_at", "superseded_reason", "updated_at"])
        record("ranking.run.supersede", actor=actor, target=other, at=now, reason=reason)
