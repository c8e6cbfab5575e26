"""The entries of computed runs: numbers from one statement for all of them, classes and words by the rule of each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from apps.core.kept import kept_language
from apps.ranking.domain.classes import Ranked, classify, full_base
from apps.ranking.domain.entries import Placed, write_entries
from apps.ranking.domain.facts import decided
from apps.ranking.domain.outcomes import class_notes, decision_note, out_of_ranking, tie_note
from apps.ranking.domain.rules import (
    DECISIONS,
    DISQUALIFIERS,
    FACTS,
    class_terms,
    highest_allowed,
    tie_breaks,
    unit_facts,
)
from apps.ranking.domain.statement import Competitor, RankedSet, Result, rank, results
from apps.ranking.enums import Disqualifier
from apps.ranking.models import RankingRun
from apps.ranking.queries import Standing, StandingUnit
from apps.scoring.domain.exact import NOUGHT
from apps.scoring.domain.tables import load_table


def place(fresh: Iterable[tuple[RankingRun, Standing]]) -> None:
    """Write the entries of all these runs."""
    by_set = {run.criteria_set_id: run for run, _found in fresh}
    sets = {set_id: _ranked_set(run) for set_id, run in by_set.items()}
    with kept_language():
        runs = [_Placing(run, found, sets[run.criteria_set_id]) for run, found in fresh]
        rank((each for run in runs for each in run.competitors()), sets.values())
        found = results(run.pk for run, _found in fresh if class_terms(run.rule))
        write_entries(placed for run in runs for placed in run.placed(found.get(run.run.pk, [])))


def _ranked_set(run: RankingRun) -> RankedSet:
    table = load_table(run.criteria_set_id)
    wanted = {code for terms in class_terms(run.rule) for code in terms.conditions if code in table.rows}
    return RankedSet(run.criteria_set_id, table, tuple(tie_breaks(run.rule)), frozenset(wanted))


class _Placing:
    """One run on its way. ``apart``: units with a final sheet that have no rank, and why."""

    def __init__(self, run: RankingRun, found: Standing, ranked_set: RankedSet):
        self.run, self.units, self.set = run, found.units, ranked_set
        self.is_plain = not run.rule.keys() & {FACTS, DECISIONS, DISQUALIFIERS}
        self.codes = {unit.unit_id: unit.code for unit in found.units}
        self.apart: dict[int, tuple[Disqualifier, str]] = {}
        if not self.is_plain:
            for unit in found.final:
                if why := out_of_ranking(run.rule, unit_facts(run.rule, unit.code)):
                    self.apart[unit.unit_id] = why

    def competitors(self) -> Iterator[Competitor]:
        """Units without a rank are added up too, but in a ranking of their own: under the negative id of the run."""
        for unit in self.units:
            if unit.is_final:
                run_id = -self.run.pk if unit.unit_id in self.apart else self.run.pk
                yield Competitor(run_id, unit.unit_id, unit.version_id, self.run.criteria_set_id)

    def placed(self, ranked: list[Result]) -> Iterator[Placed]:
        """``ranked``: the results of the units that have a rank; none where no class is given."""
        judged = [self._for_class(result) for result in ranked]
        keys = {code: unit_id for unit_id, code in self.codes.items()}
        classes = classify(judged, class_terms(self.run.rule), decided(self.run.rule, keys))
        ties = {key: tie for tie in classes.ties for key in tie.keys}
        for unit in self.units:
            placed = Placed(self.run.pk, unit.unit_id, unit.name, unit.order, unit.self_total)
            if unit.unit_id in self.apart:
                placed.disqualifier, placed.reason = self.apart[unit.unit_id]
            elif unit.is_closed_unsent:
                placed.disqualifier, placed.reason = Disqualifier.NO_SHEET, str(Disqualifier.NO_SHEET.label)
            else:
                placed.class_label = classes.given.get(unit.unit_id, "")
                placed.notes = self._notes(unit, placed.class_label, ties)
            yield placed

    def _notes(self, unit: StandingUnit, class_label: str, ties: dict) -> list[str]:
        notes = [tie_note(ties[unit.unit_id])] if unit.unit_id in ties else []
        if self.is_plain:
            return notes
        notes = [*class_notes(self.run.rule, unit_facts(self.run.rule, unit.code)), *notes]
        if note := decision_note(self.run.rule, unit.code, class_label):
            notes.append(note)
        return notes

    def _for_class(self, result: Result) -> Ranked:
        """Points on the scale of the set's whole maximum, so that thresholds mean the same with lines left out."""
        tree, rows = self.set.table.tree, self.set.table.rows
        points = Fraction(result.total)
        if result.percent is not None:
            points = points * Fraction(tree.maximum) / Fraction(result.applicable)
        full = set()
        for code in self.set.wanted:
            base, left_out = result.bases.get(rows[code].pk, (NOUGHT, NOUGHT))
            if base >= full_base(tree, code, tree.nodes[code].shown_max - left_out):
                full.add(code)
        ranked = Ranked(
            key=result.unit_id,
            rank=result.rank,
            points=points,
            full=frozenset(full),
            maximum=Fraction(tree.maximum),
        )
        if self.is_plain:
            return ranked
        facts = unit_facts(self.run.rule, self.codes[result.unit_id])
        return replace(ranked, shortfalls=facts.shortfalls, not_above=highest_allowed(self.run.rule, facts))
