"""Ticks of a unit in a movement, each with its date and document."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.documents.models import Document
from apps.movements import policies
from apps.movements.domain import duties, papers
from apps.movements.domain.movements import touch
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.years import require_year
from apps.movements.enums import LIVE, Tick
from apps.movements.models import Participation
from apps.movements.telling_queries import people_of_units
from apps.notifications.domain.sending import notify

FIELDS = {
    Tick.LAUNCHED: ("launched_on", "launched_document"),
    Tick.PLANNED: ("planned_on", "plan_document"),
    Tick.REPORTED: ("reported_on", "report_document"),
}


class MovementNotLive(DomainError):
    default_message = _("Phong trào đã tổng kết hoặc đơn vị đã thôi tham gia: không thay đổi được nữa.")


class AlreadyTicked(DomainError):
    default_message = _("Việc này đã được xác nhận; đơn vị tự sửa khi cần.")


class BasisMissing(DomainError):
    default_message = _("Nhập thay phải ghi căn cứ: bản giấy số, ngày nào, ai gửi.")


class DayToCome(DomainError):
    default_message = _("Ngày không được ở sau hôm nay.")


def lock(participation_ids: Iterable[int]) -> list[Participation]:
    """The rows for a change, in order."""
    rows = Participation.objects.for_list().select_related("launched_document", "plan_document", "report_document")
    rows = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(rows.filter(pk__in=list(participation_ids)))


def require_speaking(actor: Actor, row: Participation) -> None:
    require_allowed(policies.can_speak_for(actor, row))
    require_live(row)


def require_live(row: Participation) -> None:
    if row.movement.state not in LIVE or row.left_on is not None:
        raise MovementNotLive


def require_past(day: date, now: datetime, field: str) -> None:
    if day > local(now).date():
        raise DayToCome(field=field)


def settle(rows: Sequence[Participation], year: int, now: datetime) -> None:
    """The yearly duty of the unit follows its ticks."""
    units, organisers = {row.unit_id for row in rows}, {row.movement.organiser_id for row in rows}
    duties.settle(units, year, organisers=organisers, now=now)


def put(row: Participation, tick: str, day: date | None, document: Document | None) -> None:
    """One tick with its date and paper on the locked row; the former paper is used here no longer."""
    on, paper = FIELDS[tick]
    papers.let_go(getattr(row, paper), row, tick)
    setattr(row, on, day)
    setattr(row, paper, document)
    papers.use(document, row, tick, str(row))


@operation()
def set_tick(
    *, participation_id: int, tick: str, on: date, actor: Actor, now: datetime, paper: PaperFacts | None = None
) -> Participation:
    """One of đã phát động, đã có kế hoạch, đã báo cáo, with its date and document; of no order among them.

    Raises NotAllowed, MovementNotLive, DayToCome, YearClosed.
    """
    (row,) = lock([participation_id])
    require_speaking(actor, row)
    return _set(row, tick, on, paper, actor=actor, now=now)


@operation()
def set_tick_instead(
    *,
    participation_id: int,
    tick: str,
    on: date,
    basis: str,
    actor: Actor,
    now: datetime,
    paper: PaperFacts | None = None,
) -> Participation:
    """Nhập thay: the organiser sets a tick from the unit's paper, with the reason; the unit is told and may correct.

    Raises NotAllowed, MovementNotLive, AlreadyTicked, DayToCome, BasisMissing, YearClosed.
    """
    (row,) = lock([participation_id])
    require_allowed(policies.can_enter_instead(actor, row))
    require_live(row)
    if getattr(row, FIELDS[tick][0]) is not None:
        raise AlreadyTicked
    if not clean(basis):
        raise BasisMissing(field="basis")
    _set(row, tick, on, paper, actor=actor, now=now, basis=clean(basis))
    people = people_of_units([row.unit_id], local(now).date())
    notify("obligations.proxy_entered", to=people, about=row, body=clean(basis), actor=actor, now=now)
    return row


def _set(row: Participation, tick: str, on: date, paper: PaperFacts | None, *, actor, now, basis="") -> Participation:
    require_past(on, now, "on")
    require_year(row.movement, on.year)
    document = papers.filed(paper, row.unit, actor=actor, now=now)
    put(row, tick, on, document)
    touch(row, actor, now)
    row.save()
    after = {"tick": tick, "on": on.isoformat(), "document": str(document or "")}
    action = "movements.participation.tick_instead" if basis else "movements.participation.tick"
    record(action, actor=actor, target=row, at=now, after=after, reason=basis)
    settle([row], local(now).date().year, now)
    return row


@operation()
def clear_tick(*, participation_id: int, tick: str, reason: str, actor: Actor, now: datetime) -> Participation:
    """Take back a tick that was set by mistake, with the reason."""
    (row,) = lock([participation_id])
    require_speaking(actor, row)
    on = getattr(row, FIELDS[tick][0])
    if on is not None:
        require_year(row.movement, on.year)
        put(row, tick, None, None)
        touch(row, actor, now)
        row.save()
        before = {"tick": tick, "on": on.isoformat()}
        record("movements.participation.untick", actor=actor, target=row, at=now, before=before, reason=clean(reason))
        settle([row], local(now).date().year, now)
    return row
