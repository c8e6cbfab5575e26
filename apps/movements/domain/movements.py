"""Making and changing a movement: title, theme, decision and basis, days, contents, checklist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.movements import policies
from apps.movements.domain import papers
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.years import require_year
from apps.movements.enums import Level, MovementState, levels_of
from apps.movements.models import ChecklistItem, Movement, MovementBasis
from apps.units.models import Unit

# After the launch they change with a reason only.
FROZEN = ("level", "cluster_year_id", "starts_on", "ends_on")
ALIKE = 0.6  # how far two lines of a checklist agree when one is the other, corrected
TOLD = ("title", "short_name", "theme", "themed", "level", "starts_on", "ends_on", "launch_due_on", "persons")


class WrongDays(DomainError):
    """The last day lies before the first one."""

    default_message = _("Ngày kết thúc không được trước ngày bắt đầu.")


class ClusterMissing(DomainError):
    """A movement of a cluster names its cluster; no other one does."""

    default_message = _("Phong trào cấp Cụm phải chọn Cụm thi đua.")


class OwnAncestor(DomainError):
    default_message = _("Phong trào không thể hưởng ứng chính nó hoặc phong trào cấp dưới của nó.")


class AlreadyLaunched(DomainError):
    """After the launch the list of units is frozen."""

    default_message = _("Phong trào đã phát động: danh sách đã chốt. Bổ sung từng đơn vị kèm lý do.")


class ReasonMissing(DomainError):
    default_message = _("Ghi lý do: danh sách đã chốt không thay đổi khi không có ghi chú.")


class Concluded(DomainError):
    default_message = _("Phong trào đã tổng kết: mở lại trước khi sửa.")


class LevelNotOurs(DomainError):
    default_message = _("Đơn vị chủ trì không phát động phong trào cấp này.")


class ChecklistInUse(DomainError):
    default_message = _("Đơn vị đã đánh giá tiêu chí “%(text)s”: chỉ sửa được lời văn, không bỏ được.")


@dataclass(frozen=True)
class MovementData:
    """What is typed of a movement. ``short_name`` empty: the title itself, when it fits into a table."""

    level: str
    title: str
    starts_on: date
    ends_on: date
    short_name: str = ""
    theme: str = ""
    themed: bool = False
    persons: str = ""
    cluster_year_id: int | None = None
    parent_id: int | None = None
    launch_due_on: date | None = None
    decision: PaperFacts | None = None
    bases: Sequence[PaperFacts] = field(default_factory=tuple)


@operation()
def create_movement(*, organiser_id: int, data: MovementData, actor: Actor, now: datetime) -> Movement:
    """A draft of the organiser, with its decision and the papers it rests on.

    Raises NotAllowed, WrongDays, ClusterMissing, YearClosed.
    """
    require_allowed(policies.can_create_for(actor, organiser_id=organiser_id, cluster_year_id=data.cluster_year_id))
    organiser = Unit.objects.get(pk=organiser_id)
    movement = Movement(organiser=organiser)
    _write(movement, data)
    require_year(movement, data.starts_on.year)
    movement.decision = papers.filed(data.decision, organiser, actor=actor, now=now)
    movement.saved_at, movement.saved_by_label = now, actor.label
    movement.save()
    _cite(movement, data, actor, now)
    record("movements.movement.create", actor=actor, target=movement, at=now, after=_told(movement))
    return movement


@operation()
def change_movement(
    *, movement_id: int, version: int, data: MovementData, actor: Actor, now: datetime, reason: str = ""
) -> Movement:
    """Correct a movement; after the launch another level, cluster or other days need their reason.

    Raises NotAllowed, StaleVersion, WrongDays, ClusterMissing, LevelNotOurs, OwnAncestor, Concluded, ReasonMissing,
    YearClosed.
    """
    movement = lock_movement(movement_id)
    require_run(actor, movement)
    require_version(movement, version)
    require_open(movement, now)
    before, old = _told(movement), movement.decision
    frozen = {name: getattr(movement, name) for name in FROZEN}
    _write(movement, data)
    changed = [name for name in FROZEN if frozen[name] != getattr(movement, name)]
    if "cluster_year_id" in changed:
        require_allowed(
            policies.can_create_for(actor, organiser_id=movement.organiser_id, cluster_year_id=movement.cluster_year_id)
        )
    if changed and movement.state != MovementState.DRAFT and not clean(reason):
        raise ReasonMissing(_("Phong trào đã phát động: ghi lý do đổi cấp hoặc thời gian."), field="reason")
    for name in {"starts_on", "ends_on"} & set(changed):
        require_year(movement, frozen[name].year)
        require_year(movement, getattr(movement, name).year)
    _refuse_circle(movement)
    movement.decision = papers.filed(data.decision, movement.organiser, actor=actor, now=now)
    if old != movement.decision:
        papers.let_go(old, movement, "decision")
    touch(movement, actor, now)
    movement.save()
    _cite(movement, data, actor, now)
    after = _told(movement)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record(
            "movements.movement.change",
            actor=actor,
            target=movement,
            at=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            reason=clean(reason),
        )
    return movement


@operation()
def remove_draft(*, movement_id: int, actor: Actor, now: datetime) -> None:
    """Take away a draft that was never launched. Raises NotAllowed, AlreadyLaunched."""
    movement = lock_movement(movement_id)
    require_run(actor, movement)
    if movement.state != MovementState.DRAFT:
        raise AlreadyLaunched(_("Phong trào đã phát động thì không xóa được."))
    record("movements.movement.remove", actor=actor, target=movement, at=now, before=_told(movement))
    papers.let_go(movement.decision, movement, "decision")
    for basis in movement.bases.select_related("document"):
        papers.let_go(basis.document, movement, f"basis-{basis.document_id}")
    movement.delete()


@operation()
def set_checklist(*, movement_id: int, texts: Iterable[str], actor: Actor, now: datetime) -> Movement:
    """The movement's own criteria, in order. A line whose words were corrected keeps its row, so that what units said
    of it stays with it; a line of which units have said something is not taken away.

    Raises NotAllowed, Concluded, ChecklistInUse, YearClosed.
    """
    movement = lock_movement(movement_id)
    require_run(actor, movement)
    wanted = list(dict.fromkeys(text[:500] for text in map(clean, texts) if text))
    known = list(movement.checklist.all())
    before = [item.text for item in known]
    if before == wanted:
        return movement
    require_open(movement, now)
    kept = matched(before, wanted)
    gone = [item for place, item in enumerate(known) if place not in kept.values()]
    used = ChecklistItem.objects.filter(pk__in=[item.pk for item in gone]).exclude(checks=None).first()
    if used is not None:
        raise ChecklistInUse(ChecklistInUse.default_message % {"text": used.text}, field="checklist")
    ChecklistItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    for order, text in enumerate(wanted, start=1):
        place = kept.get(order - 1)
        item = ChecklistItem(movement=movement) if place is None else known[place]
        if (item.order, item.text) != (order, text):
            item.order, item.text = order, text
            item.save()
    record("movements.checklist.set", actor=actor, target=movement, at=now, before=before, after=wanted)
    return movement


def matched(before: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    """Place of each wanted text → place of the text it continues: the same one, else the most alike of those left."""
    kept = {place: before.index(text) for place, text in enumerate(wanted) if text in before}
    left = [place for place in range(len(before)) if place not in kept.values()]
    alike = sorted(
        (-SequenceMatcher(None, before[old].lower(), text.lower()).ratio(), new, old)
        for new, text in enumerate(wanted)
        if new not in kept
        for old in left
    )
    for ratio, new, old in alike:
        if -ratio >= ALIKE and new not in kept and old not in kept.values():
            kept[new] = old
    return kept


def lock_movement(movement_id: int) -> Movement:
    """The row for a change, with its organiser."""
    rows = Movement.objects.select_related("organiser", "decision", "cluster_year")
    return hold(rows, movement_id)


def touch(row, actor: Actor, now: datetime) -> None:
    """One version further, by whom and when."""
    row.version += 1
    row.saved_by_label, row.saved_at = actor.label, now


def require_run(actor: Actor, movement: Movement) -> None:
    require_allowed(policies.can_run(actor, movement))


def require_open(movement: Movement, now: datetime) -> None:
    """The movement may be changed today. Raises Concluded, YearClosed."""
    if movement.state == MovementState.CONCLUDED:
        raise Concluded
    today = local(now).year
    require_year(movement, min(max(today, movement.starts_on.year), movement.ends_on.year))


def _write(movement: Movement, data: MovementData) -> None:
    if data.ends_on < data.starts_on:
        raise WrongDays(field="ends_on")
    if (data.level == Level.CLUSTER) != (data.cluster_year_id is not None):
        raise ClusterMissing(field="cluster_year")
    if data.level not in levels_of(movement.organiser.kind):
        raise LevelNotOurs(field="level")
    movement.level, movement.themed = data.level, data.themed
    movement.title, movement.theme, movement.persons = clean(data.title), clean(data.theme), clean(data.persons)
    movement.short_name = clean(data.short_name) or shortened(movement.title)
    movement.starts_on, movement.ends_on, movement.launch_due_on = data.starts_on, data.ends_on, data.launch_due_on
    movement.cluster_year_id, movement.parent_id = data.cluster_year_id, data.parent_id


def shortened(title: str, most: int = 80) -> str:
    """A name for tables from the first words of a long title."""
    if len(title) <= most:
        return title
    return title[:most].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _refuse_circle(movement: Movement) -> None:
    seen, above = {movement.pk}, movement.parent_id
    while above is not None:
        if above in seen:
            raise OwnAncestor(field="parent")
        seen.add(above)
        above = Movement.objects.filter(pk=above).values_list("parent_id", flat=True).first()


def _cite(movement: Movement, data: MovementData, actor: Actor, now: datetime) -> None:
    """The decision and the basis papers say where they are used."""
    papers.use(movement.decision, movement, "decision", str(movement))
    wanted = [papers.filed(basis, movement.organiser, actor=actor, now=now) for basis in data.bases]
    for basis in movement.bases.select_related("document"):
        if basis.document not in wanted:
            papers.let_go(basis.document, movement, f"basis-{basis.document_id}")
            basis.delete()
    for document in dict.fromkeys(wanted):
        MovementBasis.objects.get_or_create(movement=movement, document=document)
        papers.use(document, movement, f"basis-{document.pk}", str(movement))


def _told(movement: Movement) -> dict:
    """The fields as the trail keeps them."""
    values = {name: getattr(movement, name) for name in TOLD}
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {**told, "decision": str(movement.decision or ""), "parent": movement.parent_id}
