"""Making and changing a movement: title, theme, decision and basis, days, contents, checklist, audience."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError, NotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.movements import policies
from apps.movements.domain import papers
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.years import require_year
from apps.movements.enums import Level, MovementState
from apps.movements.models import AudiencePart, ChecklistItem, Movement, MovementBasis
from apps.movements.queries.audience import Audience
from apps.units.models import Unit

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
    verdict = policies.can_create_for(actor, organiser_id=organiser_id, cluster_year_id=data.cluster_year_id)
    if not verdict:
        raise NotAllowed(verdict.reason)
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
def change_movement(*, movement_id: int, version: int, data: MovementData, actor: Actor, now: datetime) -> Movement:
    """Correct a movement. Raises NotAllowed, StaleVersion, WrongDays, ClusterMissing, OwnAncestor."""
    movement = lock_movement(movement_id)
    _require_run(actor, movement)
    require_version(movement, version)
    before, old = _told(movement), movement.decision
    _write(movement, data)
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
        )
    return movement


@operation()
def remove_draft(*, movement_id: int, actor: Actor, now: datetime) -> None:
    """Take away a draft that was never launched. Raises NotAllowed, AlreadyLaunched."""
    movement = lock_movement(movement_id)
    _require_run(actor, movement)
    if movement.state != MovementState.DRAFT:
        raise AlreadyLaunched(_("Phong trào đã phát động thì không xóa được."))
    record("movements.movement.remove", actor=actor, target=movement, at=now, before=_told(movement))
    papers.let_go(movement.decision, movement, "decision")
    for basis in movement.bases.select_related("document"):
        papers.let_go(basis.document, movement, f"basis-{basis.document_id}")
    movement.delete()


@operation()
def set_checklist(*, movement_id: int, texts: Iterable[str], actor: Actor, now: datetime) -> Movement:
    """The movement's own criteria, in order: kept by their text, so that what units said of a line stays with it."""
    movement = lock_movement(movement_id)
    _require_run(actor, movement)
    wanted = list(dict.fromkeys(filter(None, map(clean, texts))))
    known = {item.text: item for item in movement.checklist.all()}
    if list(known) == wanted:
        return movement
    ChecklistItem.objects.filter(movement=movement).exclude(text__in=wanted).delete()
    for order, text in enumerate(wanted, start=1):
        if (item := known.get(text)) is None:
            ChecklistItem.objects.create(movement=movement, order=order, text=text[:500])
        elif item.order != order:
            item.order = order
            item.save(update_fields=["order", "updated_at"])
    record("movements.checklist.set", actor=actor, target=movement, at=now, before=list(known), after=wanted)
    return movement


@operation()
def set_audience(*, movement_id: int, audience: Audience, actor: Actor, now: datetime) -> Movement:
    """Who is asked: kinds, lines, clusters, units. Raises NotAllowed, AlreadyLaunched."""
    movement = lock_movement(movement_id)
    _require_run(actor, movement)
    if movement.state != MovementState.DRAFT:
        raise AlreadyLaunched
    movement.audience.all().delete()
    AudiencePart.objects.bulk_create(
        [
            *(AudiencePart(movement=movement, unit_kind=kind) for kind in dict.fromkeys(audience.kinds)),
            *(AudiencePart(movement=movement, line=line) for line in dict.fromkeys(audience.lines)),
            *(AudiencePart(movement=movement, cluster_year_id=pk) for pk in dict.fromkeys(audience.cluster_year_ids)),
            *(AudiencePart(movement=movement, unit_id=pk) for pk in dict.fromkeys(audience.unit_ids)),
        ]
    )
    after = {
        "kinds": list(audience.kinds),
        "lines": list(audience.lines),
        "clusters": list(audience.cluster_year_ids),
        "units": list(audience.unit_ids),
    }
    record("movements.audience.set", actor=actor, target=movement, at=now, after=after)
    return movement


def lock_movement(movement_id: int) -> Movement:
    """The row for a change, with its organiser."""
    rows = Movement.objects.select_related("organiser", "decision", "cluster_year")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=movement_id)


def touch(row, actor: Actor, now: datetime) -> None:
    """One version further, by whom and when."""
    row.version += 1
    row.saved_by_label, row.saved_at = actor.label, now


def _require_run(actor: Actor, movement: Movement) -> None:
    verdict = policies.can_run(actor, movement)
    if not verdict:
        raise NotAllowed(verdict.reason)


def _write(movement: Movement, data: MovementData) -> None:
    if data.ends_on < data.starts_on:
        raise WrongDays(field="ends_on")
    if (data.level == Level.CLUSTER) != (data.cluster_year_id is not None):
        raise ClusterMissing(field="cluster_year")
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
