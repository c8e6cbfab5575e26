"""Nhắc theo hạn: before, on and after a date the officers of the units that still owe the paper are told by themselves.

Which days: ``data/reminder_days.csv`` – ``days`` after the date (negative: before it) of hạn nộp (``official``) or of
hạn nội bộ (``internal``), with source. One that falls on a day off goes out on the working day before; after the date,
on the working day that follows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.audit.trail import operation
from apps.core.dates import format_date, local
from apps.core.kept import kept_language
from apps.core.presentation import days_left_text
from apps.core.reference import read_csv
from apps.notifications.domain.sending import notify
from apps.obligations.models import Duty, Obligation
from apps.periods.domain.working_days import MARGIN, working_days
from apps.periods.enums import YearState
from apps.units.enums import Role
from apps.units.queries import ids_of_people

DATA = Path(__file__).parent.parent / "data" / "reminder_days.csv"
AT_ONCE = 200  # obligations told in one transaction
OFFICIAL, INTERNAL = "official", "internal"


@cache
def reminder_days() -> tuple[tuple[str, int], ...]:
    """(which date, days after it), in the order of the file."""
    return tuple((row["counts_from"], int(row["days"])) for row in read_csv(DATA))


@dataclass(frozen=True)
class Reminder:
    """What the units of one duty are told today: which of its dates, and the number of the file it comes from.

    ``again``: the date has passed for those that sent and have their paper back; they are not late.
    """

    duty: Duty
    which: str
    day: date
    days: int
    again: bool = False

    @property
    def key(self) -> str:
        """Nobody is told twice of one date from one row; moved, the date is another one."""
        key = f"obligations.date_near:{self.duty.pk}:{self.which}:{self.day:%Y-%m-%d}:{self.days:+d}"
        return f"{key}:again" if self.again else key

    def text(self, today: date) -> str:
        basis = _("Căn cứ: %(basis)s.") % {"basis": self.duty.basis} if self.duty.basis else ""
        return "\n".join(filter(None, [self._day_in_words(today), basis]))

    def _day_in_words(self, today: date) -> str:
        if self.again:
            return _("Đã gửi, nay chưa gửi lại. Hạn nộp là %(day)s.") % {"day": format_date(self.day)}
        left, _tone = days_left_text((self.day - today).days)
        what = {"day": format_date(self.day), "left": f"{left[0].lower()}{left[1:]}"}
        words = _("Hạn nộp: %(day)s (%(left)s).") if self.which == OFFICIAL else _("Hạn nội bộ: %(day)s (%(left)s).")
        return words % what


def remind_by_dates(*, now: datetime, except_duties=()) -> int:
    """Tell who owes something whose date says so today; answers how many people. Repeating on the day tells nobody.

    Only what is due from today's reminders: days that passed before are not caught up. ``except_duties``: ids of duties
    that count nowhere. Not one operation: each batch is told, and stands, by itself.
    """
    today = local(now).date()
    told, waiting = 0, defaultdict(list)
    for which, chosen in _dates_of(today).items():
        for owed in _owing(which, chosen, now, except_duties):
            day = _day(owed, which)
            days = chosen.get(day)
            if days is not None:
                again = days > 0 and owed.is_with_unit_again
                waiting[Reminder(owed.duty, which, day, days, again)].append(owed.pk)
    for reminder, found in waiting.items():
        for start in range(0, len(found), AT_ONCE):
            told += _tell(reminder, found[start : start + AT_ONCE], now=now)
    return told


def _dates_of(today: date) -> dict[str, dict[date, int]]:
    """Which dates are reminded of today, from which row; of two rows for one date the later one."""
    found: dict[str, dict[date, int]] = {OFFICIAL: {}, INTERNAL: {}}
    rows = sorted(reminder_days(), key=lambda row: row[1])
    span = [today - timedelta(days=days) for _which, days in rows]
    calendar = working_days(min(span) - MARGIN, max(span) + MARGIN)
    for which, days in rows:
        moved = calendar.on_or_after if days > 0 else calendar.on_or_before
        for number in range(-MARGIN.days, MARGIN.days + 1):
            day = today - timedelta(days=days) + timedelta(days=number)
            if moved(day + timedelta(days=days)) == today:
                found[which][day] = days
    return found


def _owing(which: str, days: Iterable[date], now: datetime, except_duties):
    """More than those whose date it is: which of several dates counts, the obligation says."""
    days = list(days)
    if which == OFFICIAL:
        near = Q(duty__due_on__in=days) | Q(extended_to__date__in=days)
    else:
        near = Q(internal_due_on__in=days) | Q(head_due_on__in=days) | Q(duty__internal_due_on__in=days)
    owed = Obligation.objects.open().opened(local(now).date()).filter(near)
    owed = owed.filter(duty__year__state__in=[YearState.OPEN, YearState.CLOSING]).exclude(duty__in=except_duties)
    return owed.select_related("duty").order_by("duty__due_on", "duty_id", "pk").iterator(chunk_size=2000)


def _day(owed: Obligation, which: str) -> date | None:
    """Hạn nội bộ that is hạn nộp as well is told as hạn nộp alone."""
    if which == OFFICIAL:
        return owed.last_day
    return owed.internal_day if owed.internal_day != owed.last_day else None


@operation()
def _tell(reminder: Reminder, obligation_ids: Iterable[int], *, now: datetime) -> int:
    """Who still owes it, and who is in charge there, is asked at this moment."""
    today = local(now).date()
    owed = Obligation.objects.open().filter(pk__in=obligation_ids)
    with kept_language():
        body = reminder.text(today)
    return notify(
        "obligations.date_near",
        to=ids_of_people(owed.values_list("unit_id", flat=True), [Role.OFFICER], today),
        about=reminder.duty,
        body=body,
        path="/",
        now=now,
        key=reminder.key,
    )
