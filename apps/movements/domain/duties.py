"""What movements ask of units by a date: one duty a year to confirm the live ones, one for each dated review."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.movements.domain.years import year_of
from apps.movements.models import Milestone, Movement, Participation
from apps.movements.queries.cascade import owing
from apps.obligations.domain import duties
from apps.obligations.models import Duty, Obligation, last_moment
from apps.periods.models import EmulationYear

LAUNCH = "movement_launch"
# Units answer for the year until the end of January where the organiser has set no other day.
ANSWER_UNTIL = (1, 31)


def ask_confirmation(
    year: EmulationYear, unit_ids: Iterable[int], *, actor: Actor, now: datetime, due_on: date | None = None
) -> Duty:
    """Every unit owes the confirmation of the movements that run in the year; units that come later get more time.

    Who had answered before is asked again when another movement is launched: the first answer stays on record.
    """
    unit_ids = list(unit_ids)
    known = Duty.objects.filter(year=year, code=LAUNCH).first()
    if known is None:
        with kept_language():
            label = _("Xác nhận phát động phong trào")
        return duties.ask(
            year_id=year.pk,
            code=LAUNCH,
            label=label,
            due_on=due_on or date(year.year, *ANSWER_UNTIL),
            unit_ids=unit_ids,
            actor=actor,
            now=now,
        )
    duties.ask(
        year_id=year.pk,
        code=LAUNCH,
        label=known.label,
        due_on=known.due_on,
        internal_due_on=known.internal_due_on,
        opens_on=known.opens_on,
        closes_at=known.closes_at,
        basis=known.basis,
        unit_ids=unit_ids,
        actor=actor,
        now=now,
    )
    if due_on and due_on > known.due_on:
        again = Obligation.objects.filter(duty=known, unit_id__in=unit_ids, waived_at=None)
        again.filter(extended_to=None).update(extended_to=last_moment(due_on))
        again.filter(extended_to__lt=last_moment(due_on)).update(extended_to=last_moment(due_on))
    return known


def settle(unit_id: int, year: int, *, organisers: Iterable[int], now: datetime, path: str) -> None:
    """The unit has launched all that runs and answered for the year: its duty is fulfilled; else it is owed."""
    for organiser_id in set(organisers):
        emulation_year = EmulationYear.objects.filter(organiser_id=organiser_id, year=year).first()
        if emulation_year is None:
            continue
        live = Movement.objects.live_in(year).filter(organiser_id=organiser_id).order_by().values("pk")
        mine = Participation.objects.standing().filter(unit_id=unit_id, movement__in=live)
        if owing(mine, year).exists():
            duties.unfulfil(year_id=emulation_year.pk, code=LAUNCH, unit_id=unit_id)
        elif not _is_fulfilled(emulation_year, unit_id):
            duties.fulfil(year_id=emulation_year.pk, code=LAUNCH, unit_id=unit_id, at=now, path=path)


def _is_fulfilled(year: EmulationYear, unit_id: int) -> bool:
    return Obligation.objects.filter(
        duty__year=year, duty__code=LAUNCH, unit_id=unit_id, fulfilled_at__isnull=False
    ).exists()


def ask_review(milestone: Milestone, unit_ids: Iterable[int], *, actor: Actor, now: datetime) -> Duty | None:
    """The report of a milestone whose day is set; None where the organiser has not opened that year."""
    year = year_of(milestone.movement, milestone.year)
    if year is None:
        return None
    with kept_language():
        label = _("Báo cáo %(kind)s: %(movement)s") % {
            "kind": milestone.get_kind_display().lower(),
            "movement": milestone.movement.short_name,
        }
    basis = str(milestone.movement.decision or "")
    return duties.ask(
        year_id=year.pk,
        code=milestone.duty_code,
        label=label[:200],
        due_on=milestone.due_on,
        basis=basis,
        unit_ids=unit_ids,
        actor=actor,
        now=now,
    )
