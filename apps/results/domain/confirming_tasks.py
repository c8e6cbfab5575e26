"""The task of January: what was an estimate is confirmed (Xác nhận số liệu ước).

Any estimate of a unit makes the unit owe one duty of that emulation year, open from 1 January and due on 31 January
of the next one; it is done when the last estimate is confirmed.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.obligations.domain.duties import ask, fulfil, owe, unfulfil
from apps.obligations.enums import DutyKind
from apps.obligations.models import Duty, Obligation
from apps.periods.models import EmulationYear
from apps.results.models import ResultEntry
from apps.units.models import Unit

DUTY = f"{DutyKind.OTHER}:result_confirmation"
PATH = "/results/?standing=estimate&year={year}"


def settle_tasks(unit: Unit, year: int, years: list[EmulationYear], *, actor: Actor, now: datetime) -> None:
    """Let the unit owe, or owe no longer, the confirmation of the year, as its estimates stand now."""
    waiting = ResultEntry.objects.unconfirmed().filter(unit=unit, year=year).exists()
    for each in years:
        owed = Obligation.objects.filter(duty__year=each, duty__code=DUTY, unit=unit).select_related("duty").first()
        if waiting and owed is None:
            owed = _ask(each, unit, actor=actor, now=now)
        if owed is None:
            continue
        path = PATH.format(year=year)
        if waiting and owed.fulfilled_at:
            unfulfil(year_id=each.pk, code=DUTY, unit_id=unit.pk)
        elif not waiting and not owed.fulfilled_at:
            fulfil(year_id=each.pk, code=DUTY, unit_id=unit.pk, at=now, path=path)
        if waiting and owed.subject_path != path:
            Obligation.objects.filter(pk=owed.pk).update(subject_path=path)


def _ask(year: EmulationYear, unit: Unit, *, actor: Actor, now: datetime) -> Obligation:
    """The duty of the year with its dates, made by the first estimate; later ones keep what people changed in it."""
    if not Duty.objects.filter(year=year, code=DUTY).exists():
        with kept_language():
            label = _("Xác nhận số liệu ước")
        ask(
            year_id=year.pk,
            code=DUTY,
            label=label,
            due_on=date(year.year + 1, 1, 31),
            opens_on=date(year.year + 1, 1, 1),
            unit_ids=[],
            actor=actor,
            now=now,
        )
    owe(year_id=year.pk, code=DUTY, unit_id=unit.pk)
    found = Obligation.objects.select_related("duty")
    return found.get(duty__year=year, duty__code=DUTY, unit=unit)
