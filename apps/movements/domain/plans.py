"""The unit's own plan for a movement, content by content, and the movement's checklist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.movements.domain import papers
from apps.movements.domain.movements import touch
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.ticks import lock, put, require_past, require_speaking, settle
from apps.movements.domain.years import require_year
from apps.movements.enums import Tick
from apps.movements.models import ChecklistMark, ContentMark, Participation


class NoReason(DomainError):
    default_message = _("Ghi lý do nội dung này không thuộc chức năng của đơn vị.")


@dataclass(frozen=True)
class PlanLine:
    """What a unit does for one content, or why it is not its function."""

    content_id: int
    plan: str = ""
    not_our_function: bool = False
    reason: str = ""


@operation()
def save_plan(
    *,
    participation_id: int,
    version: int,
    lines: Sequence[PlanLine],
    actor: Actor,
    now: datetime,
    planned_on: date | None = None,
    paper: PaperFacts | None = None,
    also_for: Iterable[int] = (),
) -> Participation:
    """What the unit does for each content, and the paper of its plan.

    ``also_for``: participations of the same unit that the same plan serves. Raises NotAllowed, StaleVersion,
    MovementNotLive, DayToCome, NoReason, YearClosed.
    """
    rows = {row.pk: row for row in lock([participation_id, *also_for])}
    row = rows.pop(participation_id)
    require_speaking(actor, row)
    require_version(row, version)
    today = local(now).date()
    require_year(row.movement, (planned_on or today).year)
    _write_marks(row, lines)
    after: dict = {"lines": [line.content_id for line in lines if line.plan or line.not_our_function]}
    if planned_on is not None:
        require_past(planned_on, now, "planned_on")
        document = papers.filed(paper, row.unit, actor=actor, now=now)
        put(row, Tick.PLANNED, planned_on, document or row.plan_document)
        others = [other for other in rows.values() if other.unit_id == row.unit_id]
        for other in others:
            require_speaking(actor, other)
            put(other, Tick.PLANNED, planned_on, document or row.plan_document)
            touch(other, actor, now)
            other.save()
        after |= {"planned_on": planned_on.isoformat(), "also_for": [other.pk for other in others]}
    touch(row, actor, now)
    row.save()
    record("movements.plan.save", actor=actor, target=row, at=now, after=after)
    settle([row], today.year, now)
    return row


def _write_marks(row: Participation, lines: Sequence[PlanLine]) -> None:
    contents = set(row.movement.contents.values_list("pk", flat=True))
    known = {mark.content_id: mark for mark in row.marks.all()}
    for line in lines:
        if line.content_id not in contents:
            continue
        reason, plan = clean(line.reason), clean(line.plan, multiline=True)
        if line.not_our_function and not reason:
            raise NoReason(field=f"reason_{line.content_id}")
        mark = known.get(line.content_id)
        if not (line.not_our_function or plan):
            if mark is not None:
                mark.delete()
            continue
        mark = mark or ContentMark(participation=row, content_id=line.content_id)
        mark.not_our_function = line.not_our_function
        mark.reason = reason[:500] if line.not_our_function else ""
        mark.plan = "" if line.not_our_function else plan
        mark.save()


@operation()
def save_checks(*, participation_id: int, met: Mapping[int, bool | None], actor: Actor, now: datetime) -> Participation:
    """Đạt, chưa đạt, or not said, for each line of the movement's checklist."""
    (row,) = lock([participation_id])
    require_speaking(actor, row)
    require_year(row.movement, local(now).date().year)
    items = set(row.movement.checklist.values_list("pk", flat=True))
    for item_id, value in met.items():
        if item_id not in items:
            continue
        if value is None:
            ChecklistMark.objects.filter(participation=row, item_id=item_id).delete()
        else:
            ChecklistMark.objects.update_or_create(participation=row, item_id=item_id, defaults={"met": value})
    after = {str(item): value for item, value in met.items()}
    record("movements.checklist.mark", actor=actor, target=row, at=now, after=after)
    return row
