"""Rows of the tables of a sheet: what a template shows of one line, one group, one part. No queries here."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.components import Difference
from apps.core.line_rows import Conflict, LineError, RefusableRow
from apps.documents.models import Attachment
from apps.scoring import sources
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.explain import describe_rule
from apps.scoring.domain.filling import Filling
from apps.scoring.domain.inputs import LineInput, stored_inputs
from apps.scoring.domain.reading import SheetReading
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.totals import GroupPoints
from apps.scoring.forms import RADIOS_UP_TO, EvidenceForm, LineForm
from apps.scoring.models import Criterion, EvidenceLink, FigureRemark, ScoreLine
from apps.scoring.queries import LastYear


@dataclass
class LineRow(RefusableRow):
    """One leaf. ``form`` is None where the line may only be read."""

    line: ScoreLine
    criterion: Criterion
    rule: CriterionRule
    words: list[str]
    depth: int
    last: LastYear | None
    evidence: list[EvidenceLink]
    why: list[str]
    lacks_evidence: bool
    is_empty: bool
    default_points: Decimal
    form: LineForm | None = None
    evidence_form: EvidenceForm | None = None
    kept: Attachment | None = None
    errors: list[LineError] = field(default_factory=list)
    conflict: Conflict | None = None
    saved_now: bool = False
    filling: Filling | None = None
    stale: str = ""
    remarks: list[FigureRemark] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def shown_points(self) -> Decimal:
        """Points as stored, else what the line counts while nothing is typed."""
        return self.default_points if self.line.points is None else self.line.points

    @property
    def answer(self) -> str:
        return answer_text(self.rule, stored_inputs(self.line))

    @property
    def last_differs(self) -> bool:
        """Whether last year's maximum was another one, so that it has to be shown beside the points."""
        return self.last is not None and self.last.max_points != self.criterion.max_points

    def differences(self, typed: LineInput) -> list[Difference]:
        return conflict_of(self.rule, stored_inputs(self.line), typed)

    @property
    def evidence_errors(self) -> list[str]:
        if self.evidence_form is None or not self.evidence_form.is_bound:
            return []
        return [str(error) for errors in self.evidence_form.errors.values() for error in errors]


@dataclass
class GroupRow:
    """A heading inside a part with its sum."""

    criterion: Criterion
    words: list[str]
    depth: int
    sums: GroupPoints


@dataclass
class PartRow:
    """One part in the overview."""

    number: int
    criterion: Criterion
    sums: GroupPoints
    lines: int
    complete: int
    lacking_evidence: int
    returned: int

    @property
    def is_complete(self) -> bool:
        return self.complete == self.lines


def line_row(reading: SheetReading, line: ScoreLine, *, editable: bool, data=None) -> LineRow:
    """The row of one line; ``data`` binds its form to a post."""
    node = reading.table.tree.nodes[line.criterion.code]
    form = None
    if editable:
        form = LineForm(rule=node.rule, line_id=line.pk, stored=stored_inputs(line), version=line.version, data=data)
    return LineRow(
        line=line,
        criterion=line.criterion,
        rule=node.rule,
        words=rule_words(node.rule, editable=editable and not sources.filling(node.rule)),
        depth=node.depth,
        last=reading.last_year.get(line.criterion.code),
        evidence=reading.links(line),
        why=reading.why(line) if line.saved_at or line.filled else [],
        lacks_evidence=reading.lacks_evidence(line),
        is_empty=reading.is_empty(line),
        default_points=reading.computed[line.criterion.code].points,
        form=form,
        evidence_form=EvidenceForm(line_id=line.pk, documents=reading.documents) if editable else None,
        filling=reading.filling(line),
        stale=reading.stale(line),
        remarks=reading.remarks.get(line.criterion_id, []),
        warnings=line_warnings(reading, line),
    )


def line_warnings(reading: SheetReading, line: ScoreLine) -> list[str]:
    """What does not stop but should be looked at: beyond the rule, unlike last year (missing evidence stands apart)."""
    warnings = []
    if line.breaches:
        warnings.append(_("Vượt giới hạn của tiêu chí"))
    if reading.unlike_last_year(line):
        warnings.append(_("Khác nhiều so với năm trước"))
    return warnings


def conflict_of(rule: CriterionRule, stored: LineInput, typed: LineInput) -> list[Difference]:
    """What differs between the two: figures, note."""
    pairs = [
        (_("Đã nhập"), answer_text(rule, stored), answer_text(rule, typed)),
        (_("Ghi chú"), stored.note, typed.note),
    ]
    return [Difference(label, first, second) for label, first, second in pairs if first != second]


def rule_words(rule: CriterionRule, *, editable: bool) -> list[str]:
    """The rule in plain words; bands that the inputs themselves list are not said twice."""
    words = [word.rstrip(".") for word in describe_rule(rule)]
    shown_as_radios = editable and rule.bands and len(rule.bands) <= RADIOS_UP_TO
    if shown_as_radios and (rule.method == "choice" or not any(band.has_range for band in rule.bands)):
        return words[len(rule.bands) :]
    return words


def part_rows(reading: SheetReading, part_code: str, line_rows: dict[str, LineRow]) -> Iterator[LineRow | GroupRow]:
    """Groups and lines of a part in printed order."""
    for node in reading.nodes(part_code):
        if node.is_leaf and node.code in line_rows:
            yield line_rows[node.code]
        elif not node.is_leaf:
            criterion = reading.table.rows[node.code]
            words = describe_rule(node.rule)
            yield GroupRow(criterion, words, node.depth, reading.sums.groups[node.code])


def overview(reading: SheetReading) -> list[PartRow]:
    """All parts of the sheet with how far they are."""
    return [part_row(reading, number) for number in range(1, len(reading.parts) + 1)]


def part_row(reading: SheetReading, number: int) -> PartRow:
    part = reading.parts[number - 1]
    lines = reading.leaves(part.code)
    return PartRow(
        number=number,
        criterion=part,
        sums=part_sums(reading, part.code),
        lines=len(lines),
        complete=sum(not reading.is_empty(line) for line in lines),
        lacking_evidence=sum(reading.lacks_evidence(line) for line in lines),
        returned=sum(bool(line.return_remark) for line in lines),
    )


def part_sums(reading: SheetReading, code: str) -> GroupPoints:
    """Sums of a part, also of one that is itself a leaf."""
    if code in reading.sums.groups:
        return reading.sums.groups[code]
    points = reading.sums.lines[code]
    return GroupPoints(points.base, points.bonus, points.penalty, points.points, reading.table.rule(code).base_max)


def own_sums(reading: SheetReading, lines: Collection[ScoreLine]) -> dict[str, int]:
    """How far the lines of a division are."""
    return {
        "line_count": len(lines),
        "complete": sum(not reading.is_empty(line) for line in lines),
        "lacking": sum(reading.lacks_evidence(line) for line in lines),
    }
