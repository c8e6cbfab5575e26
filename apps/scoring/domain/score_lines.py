"""Lines of a score file beside those that stand: which differ, and writing these in place, evidence kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from apps.core.actor import Actor
from apps.scoring.domain.inputs import NUMBERS, LineInput, stored_inputs, write_inputs, write_points
from apps.scoring.domain.methods import METHODS, is_group
from apps.scoring.domain.regrading import regrade_lines
from apps.scoring.domain.rules import PENALTY, LinePoints, Measure
from apps.scoring.domain.score_files import Entry
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import EvidenceLink, ScoreLine, SheetVersion


@dataclass(frozen=True)
class Points:
    """What a file gives one unit: entries and the measures that count by criterion, points of every line.

    ``agreed``: codes whose points were stated outright.
    """

    table: CriteriaTable
    entries: Mapping[str, Entry]
    measures: Mapping[str, Measure]
    lines: Mapping[str, LinePoints]
    agreed: set[str]


class Writing:
    """The lines that a file names, against those of one version. Nothing is written before ``write``.

    ``checks``: the lines are ticked. ``given_way``: codes of lines that go, because points now stand on their group, or
    on something below them.
    """

    def __init__(self, version: SheetVersion, points: Points, actor: Actor, now: datetime, *, checks: bool = False):
        self.version, self.points, self.actor, self.now, self.checks = version, points, actor, now, checks
        self.stored = {line.criterion.code: line for line in version.lines.select_related("criterion")}
        fresh = {line.criterion.code: line for line in new_lines(version, points, actor, now)}
        self.changed = [code for code, line in fresh.items() if not self._stands(code, line)]
        nodes = points.table.tree.nodes
        above = {parent for code in points.lines for parent in nodes[code].path[:-1]}
        below = {code for code in self.stored if any(parent in points.lines for parent in nodes[code].path[:-1])}
        self.given_way = sorted((above & self.stored.keys()) | below)

    @property
    def is_needed(self) -> bool:
        return bool(self.changed or (self.given_way and self.version.locked_at is None))

    def _stands(self, code: str, fresh: ScoreLine) -> bool:
        stored = self.stored.get(code)
        if stored is None or not same_line(stored, fresh, locked=self.version.locked_at is not None):
            return False
        return not self.checks or stored.checked_at is not None

    def write(self) -> None:
        """Put the changed lines in place; those whose preconditions look at them are computed again."""
        for code in self.changed:
            line = self.stored.get(code)
            if line is None:
                line = self.stored[code] = ScoreLine(sheet_version=self.version, criterion=self.points.table.rows[code])
            else:
                line.version += 1
            _fill(line, self.points, code, self.actor, self.now)
            if self.checks:
                line.checked_at = self.now
            line.save()
        for code in self.given_way:
            self._give_way(code)
        self._open_leaves()
        self._regrade()

    def _give_way(self, code: str) -> None:
        """The line goes; its evidence passes to the line that stands in its place."""
        line = self.stored.pop(code)
        nodes = self.points.table.tree.nodes
        heir = next(
            self.stored[each]
            for each in self.points.lines
            if each in nodes[code].path[:-1] or code in nodes[each].path[:-1]
        )
        cited = set(heir.evidence.filter(attachment=None).values_list("document_id", flat=True))
        for link in EvidenceLink.objects.filter(line=line).order_by("pk"):
            if link.attachment_id is None and link.document_id in cited:
                continue
            link.line = heir
            link.save(update_fields=["line", "updated_at"])
            cited.add(link.document_id)
        line.delete()

    def _open_leaves(self) -> None:
        """Leaves of a group whose points went get a line again, empty."""
        nodes = self.points.table.tree.nodes
        opened = {leaf.code for code in self.given_way if nodes[code].children for leaf in self._leaves(code)}
        for code in opened - self.stored.keys():
            if not any(parent in self.stored for parent in nodes[code].path[:-1]):
                line = ScoreLine(sheet_version=self.version, criterion=self.points.table.rows[code])
                line.save()
                self.stored[code] = line

    def _leaves(self, code: str):
        return self.points.table.tree.leaf_nodes_under(code)

    def _regrade(self) -> None:
        tree = self.points.table.tree
        followers = {other for code in self.changed for other in tree.dependents(code)} - self.points.lines.keys()
        for line in regrade_lines(self.points.table, {each.pk: each for each in self.stored.values()}, followers):
            line.version += 1
            line.save()


def new_lines(version: SheetVersion, points: Points, actor: Actor, now: datetime) -> list[ScoreLine]:
    """Lines of the file (not saved)."""
    lines = []
    for code in points.lines:
        line = ScoreLine(sheet_version=version, criterion=points.table.rows[code])
        _fill(line, points, code, actor, now)
        lines.append(line)
    return lines


def same_line(stored: ScoreLine, fresh: ScoreLine, *, locked: bool = False) -> bool:
    """Whether the file says what stands. In a locked version points against the best stay as they were found."""
    method = stored.criterion.method
    compares = locked and not stored.agreed and not is_group(stored.criterion) and METHODS[method].needs_peers
    parts = () if compares else ("base", "bonus", "penalty", "points")
    if any(getattr(stored, name) != getattr(fresh, name) for name in (*parts, "agreed")):
        return False
    return _said(stored) == _said(fresh)


def _said(line: ScoreLine) -> LineInput:
    """The inputs that decide: none beside Không phát sinh; points that come out of nothing typed need no stating."""
    inputs = stored_inputs(line)
    if inputs.not_applicable:
        return LineInput(not_applicable=inputs.not_applicable, note=inputs.note)
    if inputs.points is None or line.agreed:
        return inputs
    typed, found = inputs.points, line.points
    if line.criterion.method == PENALTY:
        typed, found = abs(typed), found and abs(found)
    alone = replace(inputs, points=None, note="") == LineInput()
    return replace(inputs, points=None if alone and typed == found else typed)


def _fill(line: ScoreLine, points: Points, code: str, actor: Actor, now: datetime) -> None:
    entry = points.entries.get(code)
    measure = points.measures.get(code, entry.measure if entry else None)
    write_inputs(line, LineInput() if entry is None else _inputs(entry, measure))
    write_points(line, points.lines[code])
    line.agreed = code in points.agreed
    line.saved_by_id, line.saved_by_label, line.saved_at = actor.user_id, actor.label, now


def _inputs(entry: Entry, measure: Measure) -> LineInput:
    return LineInput(
        points=measure.points,
        actual_on=measure.actual_on,
        band_label=measure.band_label,
        not_applicable=entry.reason,
        cases=measure.cases,
        note=entry.note,
        **{name: getattr(measure, name) for name in NUMBERS},
    )
