"""A sheet under review as its page needs it: rows with risk, last year and reasons, in a constant number of queries."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.scoring import queries, review_queries
from apps.scoring.domain import risk
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.explain import describe_breach, describe_rule, explain
from apps.scoring.domain.inputs import stored_inputs, stored_measure
from apps.scoring.domain.methods import is_group
from apps.scoring.domain.regrading import regrade
from apps.scoring.domain.rules import CriterionRule, Measure
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.versions import totals
from apps.scoring.domain.wording import number, number_in_set
from apps.scoring.enums import NotApplicableReason, Stage
from apps.scoring.models import Criterion, ScoreLine, ScoreSheet, SheetVersion

NOTHING = Decimal(0)


@dataclass
class ReviewRow:
    """One line as the reviewer sees it: handed in, own score, and what speaks for looking at it."""

    line: ScoreLine
    source: ScoreLine
    criterion: Criterion
    part: Criterion
    rule: CriterionRule
    risk: risk.Risk
    last_year: queries.LastYear | None

    @cached_property
    def rule_words(self) -> list[str]:
        return [word.rstrip(".") for word in describe_rule(self.rule)]

    @cached_property
    def claim_words(self) -> str:
        """What the unit typed, in words; empty for points typed by hand."""
        inputs = stored_inputs(self.source)
        return "" if self.rule.method == "manual" and not inputs.cases else answer_text(self.rule, inputs)

    @property
    def number(self) -> str:
        """The printed number, with that of the part where it does not say it itself."""
        return number_in_set(self.part.printed_number, self.criterion.printed_number)

    @property
    def claimed(self) -> Decimal:
        return self.source.points or NOTHING

    @property
    def own(self) -> Decimal:
        return self.line.points or NOTHING

    @property
    def difference(self) -> Decimal:
        return self.own - self.claimed

    @property
    def is_checked(self) -> bool:
        return self.line.checked_at is not None

    @property
    def needs_look(self) -> bool:
        return self.risk.needs_look

    @property
    def is_unscored(self) -> bool:
        """Whether the unit left it empty where something is asked for."""
        return any(sign.code == "incomplete" for sign in self.risk.signs)

    @property
    def points_typed(self) -> str:
        """The reviewer's points as they stand in the input."""
        return number(abs(self.own) if self.rule.method == "penalty" else self.own)

    @property
    def claimed_typed(self) -> str:
        return number(abs(self.claimed) if self.rule.method == "penalty" else self.claimed)


@dataclass
class PartProgress:
    """How far a part is, and what it adds up to."""

    part: Criterion
    lines: int
    checked: int
    claimed: Decimal
    own: Decimal
    maximum: Decimal

    @property
    def remaining(self) -> int:
        return self.lines - self.checked


@dataclass
class ReviewReading:
    """The open step version of a sheet in memory, with the version it was copied from."""

    sheet: ScoreSheet
    table: CriteriaTable
    version: SheetVersion
    source_version: SheetVersion
    rows: list[ReviewRow]
    others: list[ReviewRow] = field(default_factory=list)  # lines that somebody else was given to check

    def limit(self, codes: Collection[str] | None) -> "ReviewReading":
        """Only the lines with these codes are shown and counted; None: all of them."""
        if codes is None:
            return self
        kept = [row for row in self.rows if row.criterion.code in codes]
        others = [row for row in self.rows if row.criterion.code not in codes]
        return replace(self, rows=kept, others=others)

    @property
    def is_limited(self) -> bool:
        return bool(self.others)

    @property
    def maximum(self) -> Decimal:
        """Standard points of the lines shown."""
        if not self.is_limited:
            return self.own_sums.maximum
        return sum((row.rule.base_max for row in self.rows), NOTHING)

    @cached_property
    def own_sums(self):
        return totals([row.line for row in self.rows], self.table)

    @cached_property
    def claimed_sums(self):
        return totals([row.source for row in self.rows], self.table)

    @property
    def step(self) -> review_queries.Step:
        """The step that has the sheet in hand."""
        steps = review_queries.steps_of(self.sheet)
        return next(step for step in steps if step.order == self.version.step_order)

    @property
    def from_unit(self) -> bool:
        """Whether the points handed in are the unit's own, not those of an earlier step."""
        return self.source_version.stage == Stage.SELF

    @property
    def own_label(self) -> str:
        """Whose points are being given: those of the first check, else of the step by its name."""
        return _("Kiểm tra") if self.from_unit else self.step.name

    @property
    def source_label(self) -> str:
        """Whose points were handed in: "Tự chấm", or the name of the step before."""
        if self.from_unit:
            return _("Tự chấm")
        if self.source_version.stage == Stage.FINAL:
            return _("Điểm đã chốt")
        steps = {step.order: step.name for step in review_queries.steps_of(self.sheet)}
        return steps[self.source_version.step_order]

    @property
    def checked(self) -> int:
        return sum(row.is_checked for row in self.rows)

    @property
    def remaining(self) -> int:
        return len(self.rows) - self.checked

    @property
    def difference(self) -> Decimal:
        return self.own_sums.total - self.claimed_sums.total

    @property
    def differences(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.difference or row.line.reason_id or row.line.reason_text]

    @cached_property
    def parts(self) -> list[PartProgress]:
        own, claimed = self.own_sums.groups, self.claimed_sums.groups
        there = {row.part.code for row in self.rows}
        return [self._progress(node.code, own, claimed) for node in self.table.tree.roots if node.code in there]

    def _progress(self, code: str, own, claimed) -> PartProgress:
        rows = [row for row in self.rows if row.part.code == code]
        sums = own.get(code), claimed.get(code)
        return PartProgress(
            part=self.table.rows[code],
            lines=len(rows),
            checked=sum(row.is_checked for row in rows),
            claimed=sums[1].points if sums[1] else rows[0].claimed,
            own=sums[0].points if sums[0] else rows[0].own,
            maximum=sum((row.rule.base_max for row in rows), NOTHING)
            if self.is_limited or not sums[0]
            else sums[0].maximum,
        )

    def row(self, line_id: int) -> ReviewRow | None:
        return next((row for row in self.rows if row.line.pk == line_id), None)

    def why(self, row: ReviewRow) -> list[str]:
        """Why the reviewer's points are what they are ("Vì sao?")."""
        lines = {each.line.pk: each.line for each in (*self.rows, *self.others)}
        return explain(regrade(self.table, lines, row.line).steps)

    def why_claimed(self, row: ReviewRow) -> list[str]:
        lines = {each.source.pk: each.source for each in (*self.rows, *self.others)}
        return explain(regrade(self.table, lines, row.source).steps) if row.source.complete else []


def read_review(sheet: ScoreSheet) -> ReviewReading | None:
    """The sheet as the step that has it in hand sees it; None when no step has. Four queries and last year's."""
    by_version: dict[int, dict[int, ScoreLine]] = {}
    versions: dict[int, SheetVersion] = {}
    for line in review_queries.newest_lines(sheet.pk):
        by_version.setdefault(line.sheet_version_id, {})[line.criterion_id] = line
        versions[line.sheet_version_id] = line.sheet_version
    newest = list(versions.values())
    if not newest or newest[0].stage != Stage.STEP or newest[0].locked_at is not None:
        return None
    version, source = newest[0], newest[1]
    earlier = next((each for each in newest[2:] if each.stage == Stage.SELF), None)
    reader = _Reader(sheet, load_table(sheet.criteria_set_id), queries.last_year_points(sheet))
    if any(line.filled for line in by_version[source.pk].values()):
        reader.unanswered = queries.unanswered_remarks(sheet.pk)
    before = by_version[earlier.pk] if earlier else {}
    rows = [reader.row(line, by_version[source.pk][pk], before.get(pk)) for pk, line in by_version[version.pk].items()]
    return ReviewReading(sheet, reader.table, version, source, rows)


class _Reader:
    """Builds rows of one sheet."""

    def __init__(self, sheet: ScoreSheet, table: CriteriaTable, last_year: dict[str, queries.LastYear]):
        self.sheet, self.table, self.last_year = sheet, table, last_year
        self.by_pk = {row.pk: row for row in table.rows.values()}
        self.unanswered: dict[int, str] = {}

    def row(self, line: ScoreLine, source: ScoreLine, before: ScoreLine | None) -> ReviewRow:
        criterion = self.by_pk[line.criterion_id]
        line.criterion = source.criterion = criterion
        rule = self.table.rule(criterion.code)
        last_year = self.last_year.get(criterion.code)
        return ReviewRow(
            line=line,
            source=source,
            criterion=criterion,
            part=self.table.rows[self.table.part_code(criterion.code)],
            rule=rule,
            risk=risk.assess(self.claim(rule, line, source, before, last_year)),
            last_year=last_year,
        )

    def claim(self, rule, line, source, before, last_year) -> risk.Claim:
        typed = source.complete or is_group(rule) or compute_line(rule, Measure()).complete
        return risk.Claim(
            points=source.points if typed else None,
            maximum=rule.base_max,
            bonus=source.bonus or NOTHING,
            evidence=max(line.evidence_count, 1) if source.filled else line.evidence_count,
            breaches=self.breaches(rule, source),
            not_applicable=str(NotApplicableReason(source.not_applicable).label) if source.not_applicable else "",
            last_year=(last_year.points, last_year.max_points) if last_year and last_year.max_points else None,
            days_after_due=self.days_after_due(source),
            before=before.points if before is not None else None,
            return_remark=source.return_remark,
            figure_remark=self.unanswered.get(line.criterion_id, ""),
        )

    def breaches(self, rule: CriterionRule, source: ScoreLine) -> tuple[str, ...]:
        if not source.breaches or is_group(rule):
            return ()
        return tuple(describe_breach(breach) for breach in compute_line(rule, stored_measure(source)).breaches)

    def days_after_due(self, source: ScoreLine) -> int:
        """Days between the due date and the unit's own last save of the line; 0 in time or when nothing is owed."""
        if self.sheet.due_on is None or source.saved_at is None or source.sheet_version.stage != Stage.SELF:
            return 0
        last_day = self.sheet.due_on
        if self.sheet.extended_to:
            last_day = max(last_day, timezone.localtime(self.sheet.extended_to).date())
        return max(0, (timezone.localtime(source.saved_at).date() - last_day).days)


SHOWS: dict[str, Callable[[ReviewRow], bool]] = {
    "all": lambda row: True,
    "look": lambda row: row.needs_look,
    "open": lambda row: not row.is_checked,
    "different": lambda row: bool(row.difference),
}


def chosen_rows(reading: ReviewReading, show: str = "all", order: str = "risk", part_id: int | None = None):
    """Rows of the page: filtered, by risk (heaviest first) or as in the table."""
    rows = [row for row in reading.rows if SHOWS[show](row) and part_id in (None, row.part.pk)]
    if order == "risk":
        rows.sort(key=lambda row: (-row.risk.score, row.criterion.position))
    return rows
