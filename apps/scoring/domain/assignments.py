"""Giving criteria to reviewers (Phân công kiểm tra): one table of groups and reviewers, saved whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import fold
from apps.documents.domain.signed_copies import fingerprint
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.enums import SetState, StepRole
from apps.scoring.models import CriteriaSet, Criterion, ReviewAssignment, ReviewStep
from apps.scoring.telling_queries import given_people
from apps.units.models import Unit

# (id of the criterion, "unit" or "person", id of that)
Wanted = tuple[int, str, int]


class AssignmentsChanged(DomainError):
    """Somebody saved the table after it was opened."""

    default_message = _(
        "Phân công đã được người khác sửa sau khi bạn mở trang. Các ô bạn chọn vẫn còn ở dưới: xem lại rồi lưu."
    )


class NotAssignable(DomainError):
    """Only steps done inside of the portal, of an issued set, have reviewers; a criterion must be of the step's set."""

    default_message = _("Bước này không phân công người kiểm tra được.")


class NothingToCopy(DomainError):
    """The source names nobody, or nobody who is there this year."""

    default_message = _("Không tìm thấy phân công nào để lấy sang.")


def assignments_of(cluster_year_id: int, step_id: int) -> list[ReviewAssignment]:
    """What is given in a step, with reviewers; one query."""
    rows = ReviewAssignment.objects.filter(cluster_year_id=cluster_year_id, step_id=step_id)
    return list(rows.select_related("unit", "person", "criterion").order_by("criterion__position", "pk"))


def seen_mark(assignments: Iterable[ReviewAssignment]) -> str:
    """Short text that differs as soon as anything was given or taken away."""
    return fingerprint((each.pk, 1) for each in assignments)


@operation()
def save_assignments(
    *,
    cluster_year_id: int,
    step_id: int,
    wanted: Collection[Wanted],
    actor: Actor,
    now: datetime,
    seen: str | None = None,
) -> int:
    """Make the table of the step exactly ``wanted``; answers how many cells changed. Who is new is told.

    ``seen``: ``seen_mark`` of what the person had before them. Lines checked so far stay as they are. Saving the same
    again changes nothing. Raises AssignmentsChanged, NotAssignable, YearClosed.
    """
    cluster_year = _locked(cluster_year_id)
    step = _assignable(step_id)
    there = assignments_of(cluster_year_id, step_id)
    if seen is not None and seen != seen_mark(there):
        raise AssignmentsChanged
    _of_the_set(step, wanted)
    have = {_cell(each): each for each in there}
    gone = [each for cell, each in have.items() if cell not in set(wanted)]
    added = [_made(cluster_year_id, step_id, cell, actor) for cell in dict.fromkeys(wanted) if cell not in have]
    if not gone and not added:
        return 0
    ReviewAssignment.objects.filter(pk__in=[each.pk for each in gone]).delete()
    ReviewAssignment.objects.bulk_create(added)
    after = {"step": step.name, "added": len(added), "removed": len(gone)}
    record("scoring.assignment.save", actor=actor, target=cluster_year, at=now, after=after)
    new = ReviewAssignment.objects.filter(pk__in=[each.pk for each in added]).select_related("person")
    told = given_people(new, now)
    notify(
        "scoring.review_assigned", to=told, about=cluster_year, actor=actor, now=now, path=reverse("scoring:my-reviews")
    )
    return len(gone) + len(added)


@operation()
def copy_last_year(*, cluster_year_id: int, step_id: int, actor: Actor, now: datetime) -> int:
    """Lấy từ năm trước: cells of the same step of the cluster's year before, by code of the criterion; adds only.

    Raises NothingToCopy, NotAssignable, YearClosed.
    """
    step = _assignable(step_id)
    cluster_year = ClusterYear.objects.select_related("year").get(pk=cluster_year_id)
    before = ReviewAssignment.objects.filter(
        cluster_year__cluster_id=cluster_year.cluster_id,
        cluster_year__year__year=cluster_year.year.year - 1,
        step__order=step.order,
    ).exclude(unit__valid_to__lt=cluster_year.year.starts_on)
    by_code = dict(Criterion.objects.filter(criteria_set_id=step.criteria_set_id).values_list("code", "pk"))
    found = [
        (by_code[each.criterion.code], *_reviewer(each))
        for each in before.select_related("criterion").order_by("criterion__position", "pk")
        if each.criterion.code in by_code
    ]
    return _add(cluster_year_id, step_id, found, actor, now)


@operation()
def take_from_set(*, cluster_year_id: int, step_id: int, actor: Actor, now: datetime) -> int:
    """Lấy theo bảng tiêu chí: units that the criteria name as their reviewers ("đơn vị chấm"); adds only.

    A name is looked for among codes, names and short names of units in being. Raises NothingToCopy, NotAssignable,
    YearClosed.
    """
    step = _assignable(step_id)
    named = Criterion.objects.filter(criteria_set_id=step.criteria_set_id).exclude(review_by="").order_by("position")
    named = list(named.values_list("pk", "review_by"))
    units = _units_by_name() if named else {}
    found = [(pk, "unit", units[key]) for pk, name in named if (key := fold(name)) in units]
    return _add(cluster_year_id, step_id, found, actor, now)


def _units_by_name() -> dict[str, int]:
    """Folded code, name and short name of each unit in being; a name that two of them bear is left out."""
    found: dict[str, int] = {}
    doubtful = set()
    for pk, *names in Unit.objects.filter(valid_to=None).values_list("pk", "code", "name", "short_name"):
        for key in {fold(name) for name in names if name}:
            if found.setdefault(key, pk) != pk:
                doubtful.add(key)
    return {key: pk for key, pk in found.items() if key not in doubtful}


def _add(cluster_year_id: int, step_id: int, found: list[Wanted], actor: Actor, now: datetime) -> int:
    if not found:
        raise NothingToCopy
    have = [_cell(each) for each in assignments_of(cluster_year_id, step_id)]
    return save_assignments(
        cluster_year_id=cluster_year_id, step_id=step_id, wanted=[*have, *found], actor=actor, now=now
    )


def _locked(cluster_year_id: int) -> ClusterYear:
    """The ClusterYear under its lock: two people do not save its table at once."""
    rows = ClusterYear.objects.select_related("year", "cluster").select_for_update(of=("self",), no_key=True)
    cluster_year = rows.get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    return cluster_year


def _assignable(step_id: int) -> ReviewStep:
    step = ReviewStep.objects.select_related("criteria_set").get(pk=step_id)
    if step.role == StepRole.OUTSIDE or step.criteria_set.state != SetState.ISSUED:
        raise NotAssignable
    return step


def _of_the_set(step: ReviewStep, wanted: Collection[Wanted]) -> None:
    ids = {criterion_id for criterion_id, *_who in wanted}
    if Criterion.objects.filter(pk__in=ids, criteria_set_id=step.criteria_set_id).count() != len(ids):
        raise NotAssignable


def _reviewer(each: ReviewAssignment) -> tuple[str, int]:
    return ("unit", each.unit_id) if each.unit_id else ("person", each.person_id)


def _cell(each: ReviewAssignment) -> Wanted:
    return (each.criterion_id, *_reviewer(each))


def _made(cluster_year_id: int, step_id: int, cell: Wanted, actor: Actor) -> ReviewAssignment:
    criterion_id, kind, pk = cell
    return ReviewAssignment(
        cluster_year_id=cluster_year_id,
        step_id=step_id,
        criterion_id=criterion_id,
        assigned_by_label=actor.label,
        **{f"{kind}_id": pk},
    )


def carry_over(cluster_year_id: int, sets: Sequence[CriteriaSet], new: CriteriaSet, actor: Actor, now: datetime) -> int:
    """What was given in earlier versions of a set (``sets``, newest first) holds in the new one; answers how many.

    By order of the step and code of the criterion, into steps in which nothing is given yet. Nobody is told: who was
    given a criterion has it as before. Called inside the operation that puts the sheets under the new version.
    """
    cluster_year, codes = _locked(cluster_year_id), dict(new.criteria.values_list("code", "pk"))
    added = []
    for step in new.steps.exclude(role=StepRole.OUTSIDE).order_by("order"):
        if not assignments_of(cluster_year_id, step.pk):
            added += _copies(cluster_year_id, sets, step, codes)
    ReviewAssignment.objects.bulk_create(added)
    if added:
        after = {"set": str(new), "added": len(added), "removed": 0}
        record("scoring.assignment.save", actor=actor, target=cluster_year, at=now, after=after)
    return len(added)


def _copies(
    cluster_year_id: int, sets: Sequence[CriteriaSet], step: ReviewStep, codes: Mapping[str, int]
) -> list[ReviewAssignment]:
    """Rows of the step from the newest earlier version in which something was given."""
    for earlier in sets:
        given = ReviewAssignment.objects.filter(
            cluster_year_id=cluster_year_id, step__criteria_set=earlier, step__order=step.order
        )
        if found := list(given.select_related("criterion").order_by("pk")):
            return [
                ReviewAssignment(
                    cluster_year_id=cluster_year_id,
                    step=step,
                    criterion_id=codes[each.criterion.code],
                    unit_id=each.unit_id,
                    person_id=each.person_id,
                    assigned_by_label=each.assigned_by_label,
                )
                for each in found
                if each.criterion.code in codes
            ]
    return []
