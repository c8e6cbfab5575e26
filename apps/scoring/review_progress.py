"""How far each reviewer is, and which criteria nobody was given. The number of queries does not grow with sheets."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from apps.clusters.enums import FINISHING
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.scoring.domain.assignments import assignments_of
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import Stage, StepRole
from apps.scoring.models import Criterion, ReviewAssignment, ReviewStep, ScoreLine, ScoreSheet
from apps.scoring.review_conflicts import NONE, OWN_ROLES, conflict
from apps.scoring.review_policies import lines_in_scope, step_in_hand
from apps.scoring.review_scope import Given, given_to, reviewers_by_leaf


@dataclass
class ReviewerProgress:
    """One reviewer in one step: the groups given, lines to check in sheets at hand, how many are checked."""

    name: str
    groups: list[Criterion] = field(default_factory=list)
    lines: int = 0
    checked: int = 0

    @property
    def remaining(self) -> int:
        return self.lines - self.checked


@dataclass
class StepProgress:
    """One step of one set in a ClusterYear. ``rest``: lines that nobody else checks, left to whoever does the step.

    ``missing``: groups without a reviewer, named only where some groups have one.
    """

    step: ReviewStep
    reviewers: list[ReviewerProgress]
    rest: ReviewerProgress
    missing: list[Criterion]
    sheets: int

    @property
    def is_assigned(self) -> bool:
        return bool(self.reviewers)

    @property
    def can_assign(self) -> bool:
        return self.step.role != StepRole.OUTSIDE


def steps_of_cluster(cluster_year: ClusterYear) -> list[ReviewStep]:
    """Steps of the sets that the sheets of the ClusterYear use."""
    sets = ScoreSheet.objects.filter(cluster_year=cluster_year).order_by().values("criteria_set_id")
    steps = ReviewStep.objects.filter(criteria_set_id__in=sets).select_related("criteria_set")
    return list(steps.order_by("criteria_set_id", "order"))


def progress_of(cluster_year: ClusterYear) -> list[StepProgress]:
    """All steps of a ClusterYear: one query for lines, three for each step."""
    counts: dict[tuple[int, int], list] = {}
    lines = ScoreLine.objects.filter(
        sheet_version__sheet__cluster_year=cluster_year,
        sheet_version__stage=Stage.STEP,
        sheet_version__locked_at=None,
    )
    set_id, order = "criterion__criteria_set_id", "sheet_version__step_order"
    grouped = lines.order_by().values_list(set_id, order, "criterion_id", "sheet_version__sheet__unit_id")
    for found_set, found_order, criterion_id, unit_id, *counted in grouped.annotate(
        n=Count("pk"), c=Count("checked_at")
    ):
        counts.setdefault((found_set, found_order), []).append((criterion_id, unit_id, *counted))
    tables: dict[int, CriteriaTable] = {}
    found = []
    for step in steps_of_cluster(cluster_year):
        if step.criteria_set_id not in tables:
            tables[step.criteria_set_id] = load_table(step.criteria_set_id)
        given = assignments_of(cluster_year.pk, step.pk)
        rows = counts.get((step.criteria_set_id, step.order), [])
        found.append(_step(step, tables[step.criteria_set_id], given, rows))
    return found


def missing_groups(table: CriteriaTable, given: Iterable[Given]) -> list[Criterion]:
    """The highest groups of which no line has a reviewer, and single lines where only some have; in reading order.

    Nothing is missing where nobody was given anything: then whoever does the step checks all.
    """
    given = list(given)
    by_leaf = reviewers_by_leaf(table, given)
    if not given:
        return []
    empty = {code for code, holders in by_leaf.items() if not holders}
    found, inside = [], set()
    for node in table.tree.walk():
        if node.path[:-1] and inside.intersection(node.path[:-1]):
            continue
        leaves = {leaf.code for leaf in table.tree.leaf_nodes_under(node.code)} or {node.code}
        if leaves <= empty:
            found.append(table.rows[node.code])
            inside.add(node.code)
    return found


def as_given(assignments: Iterable[ReviewAssignment], order: int) -> list[Given]:
    """Rows as values; reviewers and accounts are loaded with them."""
    return [
        Given(
            order,
            each.criterion_id,
            each.unit_id,
            each.person_id,
            each.person.user_id if each.person_id else None,
            each.unit.name if each.unit_id else each.person.label,
        )
        for each in assignments
    ]


def _step(step: ReviewStep, table: CriteriaTable, assignments: list[ReviewAssignment], rows: list) -> StepProgress:
    given = as_given(assignments, step.order)
    reviewers: dict[tuple, ReviewerProgress] = {}
    for each, row in zip(given, assignments, strict=True):
        reviewers.setdefault(each.key, ReviewerProgress(each.name)).groups.append(row.criterion)
    rest = ReviewerProgress(step.name)
    by_leaf = reviewers_by_leaf(table, given)
    codes = {row.pk: code for code, row in table.rows.items()}
    for criterion_id, unit_id, lines, checked in rows:
        # Nobody checks the own unit: its lines are left to whoever does the step.
        keys = [each.key for each in by_leaf.get(codes[criterion_id], []) if each.key != ("unit", unit_id)]
        for one in [reviewers[key] for key in keys] or [rest]:
            one.lines += lines
            one.checked += checked
    sheets = len({unit_id for _criterion, unit_id, *_counted in rows})
    return StepProgress(step, list(reviewers.values()), rest, missing_groups(table, given), sheets)


@dataclass(frozen=True)
class MySheet:
    """A sheet of which the actor was given some lines in the step that has it."""

    sheet: ScoreSheet
    step: str
    lines: int
    checked: int

    @property
    def is_taken_over(self) -> bool:
        return self.lines > 0


def my_sheets(sheets: Iterable[ScoreSheet], actor: Actor) -> list[MySheet]:
    """Progress of the actor's own lines in each sheet (found by ``for_reviewers``); one query and two for each set."""
    sheets = list(sheets)
    tables = {pk: load_table(pk) for pk in {sheet.criteria_set_id for sheet in sheets}}
    lines = ScoreLine.objects.filter(
        sheet_version__sheet_id__in=[sheet.pk for sheet in sheets],
        sheet_version__stage=Stage.STEP,
        sheet_version__locked_at=None,
    )
    by_sheet: dict[int, list[tuple[str, bool]]] = {}
    for sheet_id, code, checked_at in lines.values_list("sheet_version__sheet_id", "criterion__code", "checked_at"):
        by_sheet.setdefault(sheet_id, []).append((code, checked_at is not None))
    found = []
    for sheet in sheets:
        codes = lines_in_scope(actor, sheet, tables[sheet.criteria_set_id])
        own = [checked for code, checked in by_sheet.get(sheet.pk, []) if codes is None or code in codes]
        step = step_in_hand(sheet)
        found.append(MySheet(sheet, step.name if step else "", len(own), sum(own)))
    return found


def waiting_for(actor: Actor):
    """Sheets in review of which the actor, or the actor's units, were given lines in the step that has them now.

    Sheets that the actor may not check are left out (review_conflicts).
    """
    waiting = given_to(actor, now_only=True).alias(kept_away=conflict(actor)).filter(kept_away=NONE)
    return waiting.exclude(unit_id__in=actor.unit_ids(*OWN_ROLES, *FINISHING))
