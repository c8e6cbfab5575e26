"""Opening the next year from the last one, in one operation that may safely be repeated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import later_by
from apps.core.errors import DomainError
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.periods import opening
from apps.periods.domain.years import YearClosed, ordered_stages, require_days, require_year
from apps.periods.enums import YearState, usually_public
from apps.periods.models import EmulationYear
from apps.periods.workflow import YEAR_FLOW

TASK = "apps.periods.tasks.open_year_task"
MOST_AT_ONCE = 1500  # rows that a request may carry over; more are a job with progress


class AnotherOrganiser(DomainError):
    """The year to open from belongs to another body."""

    default_message = _("Năm trước thuộc đơn vị tổ chức khác.")


@dataclass(frozen=True)
class Plan:
    """What was confirmed. ``chosen``: name of the part → key of the row → values of its fields."""

    organiser_id: int
    year: int
    starts_on: date
    ends_on: date
    stages_off: tuple[str, ...] = ()
    start: bool = True
    from_year_id: int | None = None
    chosen: Mapping[str, opening.Chosen] | None = None


def next_days(last: EmulationYear) -> tuple[date, date]:
    """The days of the year after ``last``: the same calendar, one year on."""
    return later_by(last.starts_on, 1), later_by(last.ends_on, 1)


def draft_of(plan_year: int, organiser, starts_on: date, ends_on: date) -> EmulationYear:
    """The year to come as the previews read it: not saved, or the one that is there already."""
    found = EmulationYear.objects.filter(organiser=organiser, year=plan_year).first()
    return found or EmulationYear(organiser=organiser, year=plan_year, starts_on=starts_on, ends_on=ends_on)


@operation()
def open_year(*, plan: Plan, actor: Actor, now: datetime, told=None) -> EmulationYear:
    """The year with all that was chosen from the last one. The caller has asked ``can_organise``.

    Done twice it is done once: what the year has by then stays as it is, only what is missing is added. Two at once
    are taken one after the other. ``told(part)`` hears of each part. Raises NoSuchYear, WrongDays, YearClosed, and
    whatever the parts refuse; then nothing is written.
    """
    require_year(plan.year)
    require_days(plan.year, plan.starts_on, plan.ends_on)
    last = _last_year(plan)
    _found, created = EmulationYear.objects.get_or_create(
        organiser_id=plan.organiser_id,
        year=plan.year,
        defaults={
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
            "stages_off": ordered_stages(plan.stages_off),
            "state": YearState.PREPARING,
            "public_parts": list(last.public_parts) if last else usually_public(),
        },
    )
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=_found.pk)
    if year.state == YearState.CLOSED:
        raise YearClosed
    before = "" if created else year.state
    if plan.start and year.state == YearState.PREPARING:
        year.state = YEAR_FLOW.target("open", year.state)
        year.save(update_fields=["state", "updated_at"])
    written = opening.carry_over(last, year, plan.chosen or {}, actor=actor, now=now, told=told) if last else {}
    if created or any(written.values()) or before != year.state:
        after = {"state": year.state, "from": last.year if last else None, "carried_over": written}
        record("periods.year.open", actor=actor, target=year, at=now, before=before, after=after)
    return year


@operation()
def ask_to_open(*, plan: Plan, actor: Actor, now: datetime) -> Job:
    """The same as background work: for organisers whose year has more rows than a request should carry."""
    return enqueue(
        TASK,
        key=f"periods.open:{plan.organiser_id}:{plan.year}:{now.isoformat()}",
        label=_("Mở năm thi đua %(year)s") % {"year": plan.year},
        params={"plan": to_json(plan), "asked_at": now.isoformat()},
        actor=actor,
        now=now,
    )


def to_json(plan: Plan) -> dict:
    """A plan as a job keeps it."""
    return {name: _plain(value) for name, value in plan.__dict__.items()}


def from_json(stored: dict) -> Plan:
    chosen = {
        part: {key: {name: _rich(value) for name, value in values.items()} for key, values in rows.items()}
        for part, rows in (stored["chosen"] or {}).items()
    }
    days = {name: date.fromisoformat(stored[name]["date"]) for name in ("starts_on", "ends_on")}
    return Plan(**{**stored, **days, "stages_off": tuple(stored["stages_off"]), "chosen": chosen})


def _plain(value):
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _rich(value):
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def _last_year(plan: Plan) -> EmulationYear | None:
    if plan.from_year_id is None:
        return None
    last = EmulationYear.objects.select_related("organiser").get(pk=plan.from_year_id)
    if last.organiser_id != plan.organiser_id:
        raise AnotherOrganiser
    return last
