"""A sheet as a page needs it: criteria, lines, evidence, last year and sums, in a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from apps.documents.models import Document
from apps.scoring import queries
from apps.scoring.domain.engine import compute_lines
from apps.scoring.domain.evidence_needs import claims, unproved
from apps.scoring.domain.exact import exact
from apps.scoring.domain.explain import explain
from apps.scoring.domain.filling import Filling, filled_codes, filling_of, for_others, gather, question_for, stale_text
from apps.scoring.domain.inputs import stored_measure
from apps.scoring.domain.lines import EDITABLE
from apps.scoring.domain.methods import is_group
from apps.scoring.domain.risk import LAST_YEAR_SHARE
from apps.scoring.domain.rules import CriterionRule, LinePoints
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import SheetPoints
from apps.scoring.domain.tree import Node
from apps.scoring.domain.versions import points_by_code, totals
from apps.scoring.enums import Stage
from apps.scoring.models import Criterion, EvidenceLink, FigureRemark, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.sources import Found

FEW = 3  # of two or three lines all may well be at their maximum


@dataclass
class SheetReading:
    """One version of a sheet in memory. Keys are codes of criteria; ``evidence`` goes by line id.

    ``own``: read by the unit's own officer or leader. ``documents``: those that this reader may cite by a part of their
    symbol.
    """

    sheet: ScoreSheet
    version: SheetVersion
    table: CriteriaTable
    lines: dict[str, ScoreLine]
    evidence: dict[int, list[EvidenceLink]]
    last_year: dict[str, queries.LastYear] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    found: dict[str, Found] = field(default_factory=dict)
    remarks: dict[int, list[FigureRemark]] = field(default_factory=dict)
    own: bool = True

    def filling(self, line: ScoreLine) -> Filling | None:
        """What lies behind a line that fills itself; without the links that only the unit's own people may open."""
        return filling_of(line) if self.own else for_others(filling_of(line))

    def stale(self, line: ScoreLine) -> str:
        """What the source says now, where it is no longer what stands in the line."""
        found = self.found.get(line.criterion.code)
        return stale_text(self.rule(line), line, found) if found else ""

    @cached_property
    def stale_lines(self) -> list[ScoreLine]:
        return [line for line in self.lines.values() if self.stale(line)]

    @cached_property
    def sums(self) -> SheetPoints:
        return totals(list(self.lines.values()), self.table)

    @cached_property
    def computed(self) -> dict[str, LinePoints]:
        """What the engine says of every line, for "Vì sao?" and for lines nobody typed; on a group what was stated."""
        measures = {code: stored_measure(line) for code, line in self.lines.items()}
        groups = {code: line for code, line in self.lines.items() if is_group(self.table.rule(code))}
        return compute_lines(self.table.tree, measures) | points_by_code(list(groups.values()), self.table)

    @property
    def is_open(self) -> bool:
        """Whether the unit may still change it, as far as states go."""
        return self.sheet.state in EDITABLE and self.version.stage == Stage.SELF and self.version.locked_at is None

    @property
    def parts(self) -> list[Criterion]:
        return [self.table.rows[node.code] for node in self.table.tree.roots]

    def leaves(self, part_code: str) -> list[ScoreLine]:
        """The lines of one part, in printed order."""
        return [
            self.lines[node.code] for node in self.table.tree.leaf_nodes_under(part_code) if node.code in self.lines
        ]

    def nodes(self, part_code: str) -> Iterator[Node]:
        """Groups and leaves of a part in printed order; the part itself only when it is a leaf."""
        for node in self.table.tree.walk():
            if node.path[0] == part_code and (len(node.path) > 1 or node.is_leaf):
                yield node

    def rule(self, line: ScoreLine) -> CriterionRule:
        return self.table.rule(line.criterion.code)

    def why(self, line: ScoreLine) -> list[str]:
        """The answer to "Vì sao?" for a line that was typed."""
        return explain(self.computed[line.criterion.code].steps)

    def lacks_evidence(self, line: ScoreLine) -> bool:
        """Points are claimed and nothing shows them. A filled line carries its proof."""
        return claims(line) and not self.evidence.get(line.pk)

    @cached_property
    def unproved(self) -> list[ScoreLine]:
        """Lines for which the criteria ask for evidence before the sheet may be sent."""
        return unproved(self.lines.values(), self.evidence, self.sheet.criteria_set)

    def is_empty(self, line: ScoreLine) -> bool:
        """Nothing was typed where something is asked for (lines of bonus and penalty may stay empty)."""
        return not line.complete and not self.computed[line.criterion.code].complete

    def unlike_last_year(self, line: ScoreLine) -> bool:
        """Share of the maximum that differs from last year's final one by a quarter or more (as in ``risk``)."""
        last = self.last_year.get(line.criterion.code)
        maximum = line.criterion.max_points
        if last is None or line.points is None or not maximum or not last.max_points:
            return False
        difference = exact(line.points) / exact(maximum) - exact(last.points) / exact(last.max_points)
        return abs(difference) * LAST_YEAR_SHARE >= 1

    @property
    def all_at_maximum(self) -> bool:
        """Every scored line of people claims exactly its maximum: the sheet tells the reviewer nothing."""
        scored = [line for line in self.lines.values() if line.criterion.max_points and line.complete]
        typed = [line for line in scored if not line.filled and not line.not_applicable]
        return len(typed) > FEW and all(line.points == line.criterion.max_points for line in typed)

    @cached_property
    def used_in(self) -> dict[int, list[str]]:
        """Where each document is cited in the sheet: printed numbers of the lines, by document."""
        found: dict[int, list[str]] = {}
        for line in self.lines.values():
            for link in self.evidence.get(line.pk, []):
                if link.document_id:
                    found.setdefault(link.document_id, []).append(line.criterion.printed_number)
        return found

    def links(self, line: ScoreLine) -> list[EvidenceLink]:
        """Evidence of a line, each with ``also_in``: numbers of the other lines that cite the same document."""
        links = self.evidence.get(line.pk, [])
        for link in links:
            used = self.used_in.get(link.document_id, [])
            link.also_in = [number for number in used if number != line.criterion.printed_number]
        return links


def read_sheet(
    sheet: ScoreSheet,
    *,
    stage: str = Stage.SELF,
    last_year: bool = False,
    facts_at: datetime | None = None,
) -> SheetReading:
    """The newest version of a stage: four queries, one more for last year's points.

    ``facts_at``: the sources of filled lines are asked too, and the remarks read, where the set has any.
    """
    table = load_table(sheet.criteria_set_id)
    by_pk = {row.pk: row for row in table.rows.values()}
    lines = queries.lines_of(sheet.pk, stage)
    for line in lines:
        line.criterion = by_pk[line.criterion_id]
        line.sheet_version.sheet = sheet
    version = lines[0].sheet_version if lines else sheet.versions.filter(stage=stage).latest("pk")
    found, remarks = {}, {}
    if facts_at and filled_codes(table):
        question = question_for(sheet.criteria_set, sheet.cluster_year, facts_at)
        found = gather(table, [sheet.unit_id], question)[sheet.unit_id]
        remarks = queries.figure_remarks(sheet.pk)
    return SheetReading(
        sheet=sheet,
        version=version,
        table=table,
        lines={line.criterion.code: line for line in lines},
        evidence=queries.evidence_by_line(version.pk),
        last_year=queries.last_year_points(sheet) if last_year else {},
        found=found,
        remarks=remarks,
    )
