"""Nhắc: the people of units that still owe a paper are told, each about the own unit only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.presentation import days_left_text
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.notifications.domain.sending import notify
from apps.notifications.models import Notice
from apps.obligations.models import Duty, Obligation
from apps.obligations.queries import owing
from apps.units.enums import Role
from apps.units.queries import ids_by_unit

TASK = "apps.obligations.tasks.remind_task"
MOST_AT_ONCE = 300  # units that a request may remind; more are a job with progress
AT_ONCE = 200  # units whose officers are looked up together


class NobodyToRemind(DomainError):
    """Everybody has sent meanwhile, has been reminded today, or has no officer."""

    def __init__(self):
        super().__init__(
            _("Không có ai để nhắc: các đơn vị đã gửi, đã được nhắc hôm nay, hoặc chưa phân công cán bộ TĐKT.")
        )


@dataclass(frozen=True)
class Reminded:
    """How many units and people were told now."""

    units: int
    people: int


@dataclass(frozen=True)
class Reach:
    """Whom a reminder would tell now: ids of units; ``no_officer``: units that have nobody to tell."""

    to_tell: frozenset[int]
    no_officer: frozenset[int]


def reach(owed: Iterable[tuple[int, int]], actor: Actor, now: datetime) -> Reach:
    """Of what is owed – pairs (obligation, unit): units with an officer who was not reminded today. Two queries."""
    pairs, today = list(owed), local(now).date()
    officers = ids_by_unit([unit for _pk, unit in pairs], [Role.OFFICER], today)
    keys = {_key(pk, today): unit for pk, unit in pairs}
    told = set(Notice.objects.filter(key__in=keys).values_list("key", "recipient_id"))
    waiting = {
        unit
        for key, unit in keys.items()
        for user in officers.get(unit, ())
        if user != actor.user_id and (key, user) not in told
    }
    return Reach(frozenset(waiting), frozenset(unit for _pk, unit in pairs if not officers.get(unit)))


def _key(obligation_id: int, today: date) -> str:
    """One person is reminded of one duty once a day."""
    return f"obligations.reminder:{obligation_id}:{today:%Y-%m-%d}"


@operation()
def remind(
    *,
    duty_ids: Iterable[int],
    unit_ids: Iterable[int],
    late_only: bool,
    actor: Actor,
    now: datetime,
    help_from: str = "",
    told_one: Callable[[], None] | None = None,
) -> Reminded:
    """Tell the officers of those of the units that owe the duties at this moment, past their date with ``late_only``.

    Who owes and who is in charge is found now, not when the page was opened. Nobody hears of another unit's lateness.
    One person is reminded of one duty once a day. ``help_from``: whom to ask, with telephone. The caller has asked who
    may act on these units. ``told_one()`` after each unit and duty. Raises NobodyToRemind.
    """
    unit_ids, told_units, told = list(unit_ids), set(), 0
    # No lock: whoever sends meanwhile does not wait, and the key of the notice tells each person once a day.
    for duty in Duty.objects.filter(pk__in=list(duty_ids)).order_by("pk").select_related("year"):
        units, people = _remind_of(
            duty, unit_ids, late_only=late_only, actor=actor, now=now, help_from=help_from, told_one=told_one
        )
        if people:
            after = {"units": units, "people": people, "late_only": late_only}
            record("obligations.duty.remind", actor=actor, target=duty, at=now, after=after)
        told_units.update(units)
        told += people
    if not told:
        raise NobodyToRemind
    return Reminded(len(told_units), told)


def _remind_of(
    duty: Duty, unit_ids: list[int], *, late_only: bool, actor: Actor, now: datetime, help_from: str, told_one
) -> tuple[list[str], int]:
    """Codes of the units told about one duty, and how many people."""
    today = local(now).date()
    chosen = Obligation.objects.open().opened(today).filter(duty=duty, unit_id__in=unit_ids)
    if late_only:
        chosen = chosen.overdue(now)
    ids = list(chosen.order_by("unit__protocol_order", "pk").values_list("pk", flat=True))
    units, people = [], 0
    for start in range(0, len(ids), AT_ONCE):
        # Asked again: of many units some have sent since the first were told.
        owed = Obligation.objects.open().filter(pk__in=ids[start : start + AT_ONCE])
        owed = list(owed.select_related("duty__year", "unit").order_by("unit__protocol_order", "pk"))
        officers = ids_by_unit([each.unit_id for each in owed], [Role.OFFICER], today)
        for obligation in owed:
            told = notify(
                "obligations.reminder",
                to=officers.get(obligation.unit_id, ()),
                about=obligation,
                body=_text(obligation, now, help_from),
                path=obligation.path,
                actor=actor,
                now=now,
                key=_key(obligation.pk, today),
            )
            if told:
                units.append(obligation.unit.code)
                people += told
            if told_one:
                told_one()
    return units, people


@operation()
def remind_all(
    *,
    duty_id: int,
    late_only: bool,
    actor: Actor,
    now: datetime,
    help_from: str = "",
    told_one: Callable[[], None] | None = None,
) -> Reminded:
    """Remind every unit that owes one duty now. The caller has asked ``policies.can_remind``. Raises NobodyToRemind."""
    owed = owing(Duty.objects.get(pk=duty_id), now, late_only=late_only)
    return remind(
        duty_ids=[duty_id],
        unit_ids=owed.values_list("unit_id", flat=True),
        late_only=late_only,
        help_from=help_from,
        told_one=told_one,
        actor=actor,
        now=now,
    )


@operation()
def ask_to_remind(*, duty_id: int, late_only: bool, actor: Actor, now: datetime, help_from: str = "") -> Job:
    """The same as background work, where more units owe it than a request should tell."""
    duty = Duty.objects.get(pk=duty_id)
    return enqueue(
        TASK,
        key=f"obligations.remind:{duty_id}:{now.isoformat()}",
        label=_("Nhắc đơn vị: %(duty)s") % {"duty": duty.label},
        params={"duty_id": duty_id, "late_only": late_only, "help_from": help_from},
        actor=actor,
        now=now,
    )


def _text(obligation: Obligation, now: datetime, help_from: str) -> str:
    with kept_language():
        what = {"unit": obligation.unit.name, "duty": obligation.duty.label, "year": obligation.duty.year.year}
        days = obligation.days_to_go(now)
        if days is None:
            lines = [_("%(unit)s đã gửi, nay chưa gửi lại: %(duty)s năm %(year)s.") % what]
        else:
            left, _tone = days_left_text(days)
            lines = [
                _("%(unit)s chưa gửi: %(duty)s năm %(year)s.") % what,
                _("Hạn nộp: %(day)s (%(left)s).")
                % {"day": format_date(obligation.last_day), "left": f"{left[0].lower()}{left[1:]}"},
            ]
            day = obligation.internal_day  # without the days passed: it is never lateness
            if day and day != obligation.last_day:
                lines.append(_("Hạn nội bộ: %(day)s.") % {"day": format_date(day)})
        if obligation.duty.basis:
            lines.append(_("Căn cứ: %(basis)s.") % {"basis": obligation.duty.basis})
        if help_from:
            lines.append(_("Cần hỗ trợ, liên hệ: %(people)s.") % {"people": help_from})
        return "\n".join(lines)
