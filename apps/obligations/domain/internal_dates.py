"""Hạn nội bộ that a head sets for the members of a cluster before the ministry's date: it sorts and reminds only."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.obligations.domain.calling import OwnDateTooLate
from apps.obligations.models import Duty, Obligation
from apps.periods.domain.years import require_writable
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class DateHasPassed(DomainError):
    """Nobody can keep a date that lies behind."""

    default_message = lazy("Hạn nội bộ không ở trước hôm nay.")


@operation()
def set_for_members(
    *, duty_id: int, unit_ids: Iterable[int], internal_due_on: date | None, within: str, actor: Actor, now: datetime
) -> int:
    """The day by which the units should have sent one duty to their head; None takes it away. Answers for how many.

    Never lateness; a day that a unit set itself stays its own. Officers of units that still owe the paper are told.
    A day that has passed and that members have already stays as it is: whoever came later does not get it.
    ``within``: name of the cluster. The caller has asked who may act on these units; of the year of a duty a unit
    stands in one cluster only, so that no other head's day is touched.
    Raises OwnDateTooLate, DateHasPassed, YearClosed.
    """
    duty = Duty.objects.select_related("year").get(pk=duty_id)
    require_writable(duty.year)
    if internal_due_on and internal_due_on > duty.due_on:
        raise OwnDateTooLate(field="internal_due_on")
    owed = Obligation.objects.filter(duty=duty, unit_id__in=list(unit_ids), waived_at=None).order_by("pk")
    rows = list(owed.select_for_update(of=("self",), no_key=True).select_related("unit"))
    changed = [each for each in rows if each.head_due_on != internal_due_on]
    if internal_due_on and internal_due_on < local(now).date():
        if len(changed) == len(rows):
            raise DateHasPassed(field="internal_due_on")
        return 0
    if not changed:
        return 0
    before = {each.unit.code: each.head_due_on.isoformat() for each in changed if each.head_due_on}
    found = Obligation.objects.filter(pk__in=[each.pk for each in changed])
    found.update(head_due_on=internal_due_on, updated_at=now)
    after = {
        "internal_due_on": internal_due_on.isoformat() if internal_due_on else "",
        "within": within,
        "units": [each.unit.code for each in changed],
    }
    about = {"target": duty, "before": {"internal_due_on": before}, "after": after}
    record("obligations.duty.set_members_date", actor=actor, at=now, **about)
    if internal_due_on:
        _tell(
            duty, [each.unit_id for each in changed if each.fulfilled_at is None], internal_due_on, within, actor, now
        )
    return len(changed)


def _tell(duty: Duty, unit_ids: list[int], day: date, within: str, actor: Actor, now: datetime) -> None:
    with kept_language():
        words = _("%(cluster)s đề nghị gửi trước hết ngày %(day)s. Hạn nộp %(due)s giữ nguyên.")
        body = words % {"cluster": within, "day": format_date(day), "due": format_date(duty.due_on)}
    people = ids_of_people(unit_ids, [Role.OFFICER], local(now).date())
    notify("obligations.internal_date", to=people, about=duty, body=body, path="/", actor=actor, now=now)
