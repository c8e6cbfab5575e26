"""What movements ask of units by a date: to confirm the live ones, and one report for each dated review.

One duty a year (``movement_launch``) serves every movement; one that is launched after units have answered it, or let
it pass, gets a duty of its own (``movement_launch:<movement>``): so no lateness vanishes, and none is missed.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.movements.domain.years import year_of
from apps.movements.models import Milestone, Movement, Participation
from apps.movements.queries.cascade import LAUNCH, OWN_LAUNCH, live_of_organiser, owing, owing_shared
from apps.notifications.domain.sending import nobody_is_told
from apps.obligations.domain import duties
from apps.obligations.domain.extensions import extend
from apps.obligations.domain.waiving import unwaive, waive
from apps.obligations.enums import Asked
from apps.obligations.models import Duty, Obligation, last_moment
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear

# Units answer for the year until the end of January where the organiser has set no other day.
ANSWER_UNTIL = (1, 31)
TIME_TO_ANSWER = timedelta(days=30)  # for those asked later


def answer_by(year: int, today: date | None) -> date:
    """Until when units that are asked today answer for the year: never a day that has passed."""
    usual = date(year, *ANSWER_UNTIL)
    return max(usual, today + TIME_TO_ANSWER) if today else usual


def own_code(movement_id: int) -> str:
    """Code of the duty of one movement alone."""
    return f"{OWN_LAUNCH}{movement_id}"


def ask_year(year: EmulationYear, unit_ids: Iterable[int], *, due_on: date, actor: Actor, now: datetime) -> None:
    """Every unit owes the confirmation of the movements that run in the year; who joins later gets until ``due_on``."""
    known = Duty.objects.filter(year=year, code=LAUNCH).first()
    if known is not None:
        for unit_id in unit_ids:
            duties.owe(year_id=year.pk, code=LAUNCH, unit_id=unit_id, until=due_on)
        return
    with kept_language():
        label = _("Xác nhận phát động phong trào")
    duties.ask(year_id=year.pk, code=LAUNCH, label=label, due_on=due_on, unit_ids=list(unit_ids), actor=actor, now=now)


def ask_launch(
    movement: Movement, year: EmulationYear, unit_ids: Iterable[int], *, due_on: date, actor: Actor, now: datetime
) -> None:
    """The units owe the confirmation of this movement: with the others of the year, or by a duty of its own."""
    unit_ids = list(unit_ids)
    code = own_code(movement.pk)
    if Duty.objects.filter(year=year, code=code).exists():
        for unit_id in unit_ids:
            duties.owe(year_id=year.pk, code=code, unit_id=unit_id, until=due_on)
        return
    asked = list(
        Obligation.objects.filter(duty__year=year, duty__code=LAUNCH, unit__in=unit_ids, waived_at=None)
        .select_related("duty")
        .order_by("pk")
    )
    if any(each.has_come_due(now) for each in asked):
        _ask_alone(movement, year, unit_ids, due_on=due_on, actor=actor, now=now)
        return
    ask_year(year, unit_ids, due_on=due_on, actor=actor, now=now)
    with kept_language():
        reason = _("Phát động thêm: %(movement)s") % {"movement": movement.short_name}
    with nobody_is_told():  # the launch itself tells the day
        for each in asked:
            if each.due_at < (until := last_moment(due_on)):
                extend(
                    obligation_id=each.pk,
                    until=until,
                    asked_by=movement.organiser.name[:200],
                    asked_how=Asked.LETTER,
                    reason=reason,
                    actor=actor,
                    now=now,
                    answers=False,
                )


def _ask_alone(movement, year: EmulationYear, unit_ids, *, due_on: date, actor: Actor, now: datetime) -> None:
    with kept_language():
        label = _("Xác nhận phát động: %(movement)s") % {"movement": movement.short_name}
    duties.ask(
        year_id=year.pk,
        code=own_code(movement.pk),
        label=label[:200],
        due_on=due_on,
        basis=str(movement.decision or ""),
        unit_ids=unit_ids,
        actor=actor,
        now=now,
    )


def settle(unit_ids: Iterable[int], year: int, *, organisers: Iterable[int], now: datetime) -> None:
    """Who has launched all that runs and answered for the year owes nothing; else it is owed (again)."""
    unit_ids = set(unit_ids)
    for organiser_id in set(organisers):
        found = EmulationYear.objects.filter(organiser_id=organiser_id, year=year).first()
        if found is not None:
            _settle_shared(found, unit_ids, now)
            _settle_alone(found, unit_ids, now)


def _settle_shared(year: EmulationYear, unit_ids: set[int], now: datetime) -> None:
    mine = _mine(year, unit_ids)
    owed_by = set(owing_shared(mine, year).order_by().values_list("unit_id", flat=True))
    for each in Obligation.objects.filter(duty__year=year, duty__code=LAUNCH, unit__in=unit_ids).order_by("pk"):
        _follow(each, year, LAUNCH, now, owed=each.unit_id in owed_by)


def _settle_alone(year: EmulationYear, unit_ids: set[int], now: datetime) -> None:
    alone = Obligation.objects.filter(duty__year=year, duty__code__startswith=OWN_LAUNCH, unit__in=unit_ids)
    alone = list(alone.select_related("duty").order_by("pk"))
    if not alone:
        return
    owed = set(owing(_mine(year, unit_ids), year.year).order_by().values_list("unit_id", "movement_id"))
    for each in alone:
        movement_id = int(each.duty.code.removeprefix(OWN_LAUNCH))
        _follow(each, year, each.duty.code, now, owed=(each.unit_id, movement_id) in owed)


def _mine(year: EmulationYear, unit_ids: Iterable[int]):
    return Participation.objects.standing().filter(unit__in=unit_ids, movement__in=live_of_organiser(year))


def _follow(obligation: Obligation, year: EmulationYear, code: str, now: datetime, *, owed: bool) -> None:
    key = {"year_id": year.pk, "code": code, "unit_id": obligation.unit_id}
    if owed and (obligation.fulfilled_at or obligation.closed_unsent_at):
        duties.unfulfil(**key)
    elif not owed and obligation.fulfilled_at is None and obligation.closed_unsent_at is None:
        duties.fulfil(**key, at=now, path=f"/movements/confirmations/{obligation.unit_id}/")


def settle_ended(movement: Movement, unit_ids: Iterable[int], *, now: datetime) -> None:
    """The movement has ended for these units: what they had not confirmed of it is expected no more.

    Who has confirmed something else of the year has answered it; who has not stays late up to now. Closed years stay.
    """
    unit_ids = set(unit_ids)
    years = EmulationYear.objects.filter(
        organiser_id=movement.organiser_id, year__gte=movement.starts_on.year, year__lte=movement.ends_on.year
    )
    for year in years.exclude(state=YearState.CLOSED).order_by("year"):
        code = own_code(movement.pk)
        alone = Obligation.objects.open().filter(duty__year=year, duty__code=code, unit__in=unit_ids)
        closing = alone.values_list("unit_id", flat=True)
        duties.close_unsent_of(year_id=year.pk, code=code, unit_ids=closing, now=now)
        shared = Obligation.objects.open().filter(duty__year=year, duty__code=LAUNCH, unit__in=unit_ids)
        open_ones = list(shared.order_by("pk").values_list("unit_id", flat=True))
        mine = _mine(year, open_ones)
        still = set(mine.order_by().values_list("unit_id", flat=True))
        owed_by = set(owing_shared(mine, year).order_by().values_list("unit_id", flat=True))
        gone = [unit_id for unit_id in open_ones if unit_id not in still]
        duties.close_unsent_of(year_id=year.pk, code=LAUNCH, unit_ids=gone, now=now)
        for unit_id in open_ones:
            if unit_id in still - owed_by:
                path = f"/movements/confirmations/{unit_id}/"
                duties.fulfil(year_id=year.pk, code=LAUNCH, unit_id=unit_id, at=now, path=path)


def ask_again(movement: Movement, unit_id: int, *, actor: Actor, now: datetime) -> None:
    """A unit that had left is back: what it was excused from then it owes again."""
    for each in _of_movement(movement, unit_id, since=local(now).date()).exclude(waived_at=None):
        unwaive(obligation_id=each.pk, actor=actor, now=now)


def excuse(movement: Movement, unit_id: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """A unit has left: it owes neither the confirmation nor the reports of this movement any more."""
    for each in _of_movement(movement, unit_id).open():
        waive(obligation_id=each.pk, reason=reason, actor=actor, now=now)


def _of_movement(movement: Movement, unit_id: int, since: date = date.min):
    """What a unit owes for this movement alone, in years that are not closed."""
    codes = [own_code(movement.pk), *(each.duty_code for each in movement.milestones.filter(due_on__gte=since))]
    found = Obligation.objects.filter(
        duty__year__organiser_id=movement.organiser_id, duty__code__in=codes, unit_id=unit_id
    )
    return found.exclude(duty__year__state=YearState.CLOSED).order_by("pk")


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
