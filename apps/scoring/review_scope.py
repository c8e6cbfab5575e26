"""Which lines of a sheet a reviewer was given (Phân công kiểm tra): read with the sheet, compared in memory."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from apps.core.actor import Actor
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import SheetState
from apps.scoring.models import ReviewAssignment, ReviewStep, ScoreSheet
from apps.units.enums import Role

REVIEWING = (Role.OFFICER, Role.LEADER)  # who acts for a unit that was given criteria
IN_REVIEW = (SheetState.SELF_SUBMITTED, SheetState.IN_STEP)
GIVEN = JSONObject(
    order="step__order",
    criterion_id="criterion_id",
    unit_id="unit_id",
    person_id="person_id",
    user_id="person__user_id",
    name=Coalesce("unit__name", "person__full_name", output_field=CharField()),
)


@dataclass(frozen=True)
class Given:
    """One criterion given to one reviewer in the step of this order; ``user_id``: account of the person, if any."""

    order: int
    criterion_id: int
    unit_id: int | None
    person_id: int | None
    user_id: int | None
    name: str

    @property
    def key(self) -> tuple[str, int]:
        return ("unit", self.unit_id) if self.unit_id else ("person", self.person_id)

    def is_to(self, actor: Actor) -> bool:
        if self.unit_id is None:
            return self.user_id is not None and self.user_id == actor.user_id
        return actor.holds(*REVIEWING, unit_id=self.unit_id)


def given_rows():
    """What was given in the ClusterYear and set of an outer sheet."""
    return ReviewAssignment.objects.filter(
        cluster_year_id=OuterRef("cluster_year_id"), step__criteria_set_id=OuterRef("criteria_set_id")
    ).order_by("pk")


def given_of(sheet: ScoreSheet) -> list[Given]:
    """What was given of the sheet, in all steps; no query when it came from ``for_review``."""
    found = getattr(sheet, "given_found", None)
    if found is None:
        rows = ReviewAssignment.objects.filter(
            cluster_year_id=sheet.cluster_year_id, step__criteria_set_id=sheet.criteria_set_id
        )
        found = rows.order_by("pk").values_list(GIVEN, flat=True)
    return [Given(**values) for values in found]


def given_to(actor: Actor, *, now_only: bool = False):
    """Sheets in review of which the actor was given something, in whatever step; or in the step that has them now."""
    if actor.user_id is None:
        return ScoreSheet.objects.none()
    mine = ReviewAssignment.objects.filter(
        Q(unit_id__in=actor.unit_ids(*REVIEWING)) | Q(person__user_id=actor.user_id),
        cluster_year_id=OuterRef("cluster_year_id"),
        step__criteria_set_id=OuterRef("criteria_set_id"),
    )
    found = ScoreSheet.objects.filter(state__in=IN_REVIEW)
    if now_only:
        steps = ReviewStep.objects.filter(criteria_set_id=OuterRef("criteria_set_id"))
        in_hand = steps.alias(other=Case(When(order=OuterRef("step"), then=0), default=1)).order_by("other", "order")
        found = found.alias(in_hand=Subquery(in_hand.values("pk")[:1]))
        mine = mine.filter(step_id=OuterRef("in_hand"))
    return found.filter(Exists(mine.order_by()))


def reviewers_by_leaf(table: CriteriaTable, given: Iterable[Given]) -> dict[str, list[Given]]:
    """Code of each line → who was given it: the nearest criterion upwards on which somebody stands counts."""
    by_criterion: dict[int, list[Given]] = {}
    for each in given:
        by_criterion.setdefault(each.criterion_id, []).append(each)
    found = {}
    for node in table.tree.leaves:
        holders = (by_criterion.get(table.rows[code].pk) for code in reversed(node.path))
        found[node.code] = next((each for each in holders if each), [])
    return found


def holders_of(sheet: ScoreSheet, order: int, codes: Collection[str]) -> set[Given]:
    """Who was given one of these lines in the step; the table is loaded only where somebody was given something."""
    given = [each for each in given_of(sheet) if each.order == order]
    by_leaf = reviewers_by_leaf(load_table(sheet.criteria_set_id), given) if given else {}
    return {each for code in codes for each in by_leaf.get(code, ())}


def is_line_given(actor: Actor, sheet: ScoreSheet, order: int, code: str) -> bool:
    """Whether the actor was given this line in the step; the table is loaded only for whoever was given something."""
    given = [each for each in given_of(sheet) if each.order == order]
    if not any(each.is_to(actor) for each in given):
        return False
    return code in codes_given(load_table(sheet.criteria_set_id), given, actor)


def codes_given(table: CriteriaTable, given: Collection[Given], actor: Actor) -> frozenset[str]:
    """Codes of the lines that the actor was given."""
    by_leaf = reviewers_by_leaf(table, given)
    return frozenset(code for code, holders in by_leaf.items() if any(each.is_to(actor) for each in holders))
