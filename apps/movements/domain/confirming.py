"""Each year the unit says whether the movement is in its programme; all live movements on one page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.movements.domain import papers
from apps.movements.domain.movements import touch
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.ticks import FIELDS, MovementNotLive, lock, put, require_past, require_speaking, settle
from apps.movements.domain.years import require_year
from apps.movements.enums import Tick
from apps.movements.models import YearConfirmation


class NothingConfirmed(DomainError):
    default_message = _("Chưa có nội dung nào được xác nhận.")


@dataclass(frozen=True)
class Confirmation:
    """What one unit says of one movement on the page of all: ticks with their days, the year, the plan paper."""

    participation_id: int
    launched_on: date | None = None
    planned_on: date | None = None
    included: bool | None = None
    text: str = ""


@operation()
def confirm_year(
    *,
    participation_id: int,
    year: int,
    included: bool,
    actor: Actor,
    now: datetime,
    text: str = "",
    on: date | None = None,
    paper: PaperFacts | None = None,
) -> YearConfirmation:
    """Whether the movement is in the unit's programme of the year. Raises NotAllowed, MovementNotLive, YearClosed."""
    (row,) = lock([participation_id])
    require_speaking(actor, row)
    document = papers.filed(paper, row.unit, actor=actor, now=now)
    said = _say_year(row, year, included=included, text=text, on=on, document=document, actor=actor, now=now)
    settle([row], year, now)
    return said


def _say_year(row, year: int, *, included: bool, text: str, on, document, actor: Actor, now: datetime):
    if not row.movement.covers(year):
        raise MovementNotLive(_("Phong trào không thực hiện trong năm %(year)s.") % {"year": year})
    day = on or local(now).date()
    require_past(day, now, "on")
    require_year(row.movement, year)
    known = YearConfirmation.objects.filter(participation=row, year=year).select_related("document").first()
    before = known and {"included": known.included, "text": known.text}
    if known is not None:
        papers.let_go(known.document, row, f"{Tick.PROGRAMMED}-{year}")
        document = document or known.document
    said = known or YearConfirmation(participation=row, year=year)
    said.included, said.text, said.confirmed_on = included, clean(text, multiline=True), day
    said.document, said.confirmed_by_label = document, actor.label_for(row)
    said.save()
    papers.use(document, row, f"{Tick.PROGRAMMED}-{year}", str(row))
    after = {"year": year, "included": included, "text": said.text}
    record("movements.year.confirm", actor=actor, target=row, at=now, before=before, after=after)
    return said


@operation()
def confirm_all(
    *,
    unit_id: int,
    year: int,
    confirmations: Sequence[Confirmation],
    actor: Actor,
    now: datetime,
    paper: PaperFacts | None = None,
    paper_for: Iterable[str] = (Tick.PLANNED,),
) -> int:
    """All live movements of a unit at once; the paper named once serves each tick of ``paper_for`` set here.

    Only what is given changes. Answers how many movements changed. Raises NotAllowed, MovementNotLive, DayToCome,
    YearClosed, NothingConfirmed.
    """
    wanted = {each.participation_id: each for each in confirmations}
    rows = [row for row in lock(wanted) if row.unit_id == unit_id]
    document, changed = None, []
    for row in rows:
        require_speaking(actor, row)
        if document is None:
            document = papers.filed(paper, row.unit, actor=actor, now=now)
        if _confirm_one(row, wanted[row.pk], year, document, set(paper_for), actor, now):
            changed.append(row)
    if not changed:
        raise NothingConfirmed
    settle(changed, year, now)
    return len(changed)


def _confirm_one(row, said: Confirmation, year: int, document, paper_for: set, actor: Actor, now: datetime) -> bool:
    set_now = {}
    for tick, day in ((Tick.LAUNCHED, said.launched_on), (Tick.PLANNED, said.planned_on)):
        on, _paper = FIELDS[tick]
        if day is None or getattr(row, on) == day:
            continue
        require_past(day, now, f"{on}_{row.pk}")
        require_year(row.movement, day.year)
        put(row, tick, day, document if tick in paper_for else None)
        set_now[str(tick)] = day.isoformat()
    if set_now:
        touch(row, actor, now)
        row.save()
        after = {**set_now, "document": str(document or "")}
        record("movements.participation.tick", actor=actor, target=row, at=now, after=after)
    if said.included is None or _said_already(row, said, year):
        return bool(set_now)
    paper = document if Tick.PROGRAMMED in paper_for else None
    _say_year(row, year, included=said.included, text=said.text, on=None, document=paper, actor=actor, now=now)
    return True


def _said_already(row, said: Confirmation, year: int) -> bool:
    known = YearConfirmation.objects.filter(participation=row, year=year).first()
    return known is not None and (known.included, known.text) == (said.included, clean(said.text, multiline=True))
