"""Papers in time, by duty: what a year's report says about đúng hạn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.obligations.models import Obligation
from apps.periods.models import EmulationYear


@dataclass(frozen=True)
class DutyRecord:
    """One duty of some units: how many owe it, for how many it came due (sent, closed or past its date), how many of
    these were in time, the names of those that were late.
    """

    code: str
    label: str
    owed: int
    due: int
    in_time: int
    late: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Nobody's date lies ahead: only then something may be said of all."""
        return self.due == self.owed

    @property
    def is_report(self) -> bool:
        return self.code.startswith("report:")


def duty_records(year: EmulationYear, units: Iterable[tuple[int, str]], now: datetime) -> list[DutyRecord]:
    """Duties of the year that came due for these units, in the order of their dates; one query.

    ``units``: (id, name in the year) in protocol order, the order in which those late are named.
    """
    names = dict(units)
    rows = Obligation.objects.filter(duty__year=year, duty__asked_by=None, waived_at=None, unit_id__in=list(names))
    owed: dict[int, list[Obligation]] = {}
    for each in rows.select_related("duty").order_by("duty__due_on", "duty_id"):
        owed.setdefault(each.duty_id, []).append(each)
    records = [_record(each, names, now) for each in owed.values()]
    return [each for each in records if each.due]


def _record(owed: list[Obligation], names: dict[int, str], now: datetime) -> DutyRecord:
    found = [each for each in owed if each.has_come_due(now)]
    late = {each.unit_id for each in found if each.days_late(now)}
    duty = owed[0].duty
    return DutyRecord(
        duty.code,
        duty.label,
        len(owed),
        len(found),
        len(found) - len(late),
        tuple(name for unit_id, name in names.items() if unit_id in late),
    )
