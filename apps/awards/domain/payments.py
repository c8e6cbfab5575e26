"""Money that goes with a decision: multiple × base salary of its day, the highest only where the rule says so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.awards.models import DecisionLine
from apps.awards.payment_rules import highest_only
from apps.catalog import queries
from apps.catalog.enums import Subject
from apps.core.kept import kept_language
from apps.core.text import fold
from apps.units.models import Person, Unit

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Paid:
    """What was paid to a recipient for awards of one list and year: the sum, the awards that it was paid for, and the
    highest bonus among those that hold.
    """

    amount: Decimal
    names: tuple[str, ...]
    highest: Decimal = NOTHING


@dataclass(frozen=True)
class Owed:
    """A line of a decision that holds, whose recipient was paid less than the highest bonus: so much is missing."""

    line: DecisionLine
    amount: Decimal


def lay_down(lines: Sequence[DecisionLine], on: date) -> None:
    """Fill multiple, base salary, bonus and what is to be paid of each line; nothing is stored here.

    ``lines`` have ``nominee__award`` and ``nominee__proposal``. The highest bonus in the list itself is paid first;
    what was paid before for the same list of awards and year counts against it, so that the sum never exceeds the
    highest one. A fixed number of queries, whatever the number of lines; recipients are locked, so that of two
    decisions at once the second sees what the first pays.
    """
    _lock_recipients(lines)
    terms = queries.terms_on({line.nominee.award_id for line in lines}, on)
    salary = queries.base_salary(on)
    before = paid_before(lines)
    for line in lines:
        term = terms.get(line.nominee.award_id)
        multiple = term.multiple(line.nominee.subject) if term else None
        line.multiple, line.base_salary = multiple, salary.amount if salary else None
        line.is_ceiling = bool(term and term.is_ceiling)
        known = multiple is not None and salary is not None
        line.bonus = multiple * salary.amount if known else None
        line.paid, line.bonus_note = line.bonus, "" if known else _why_unknown(multiple)
    _count_in_order(lines, before, on)


def _why_unknown(multiple: Decimal | None) -> str:
    with kept_language():
        if multiple is None:
            return _("Không có mức tiền thưởng theo quy định của ngày quyết định.")
        return _("Chưa có mức lương cơ sở của ngày quyết định trong danh mục.")


def pay_again(lines: Sequence[DecisionLine], on: date) -> None:
    """What is to be paid of lines of one decision that hold again, beside what was paid since; the bonus stays as laid
    down, the highest in the list is paid first. Nothing is stored here.
    """
    known = [line for line in lines if line.bonus is not None]
    _lock_recipients(known)
    before = paid_before(known)
    for line in known:
        line.paid, line.bonus_note = line.bonus, ""
    _count_in_order(known, before, on)


def owed_since(lines: Sequence[DecisionLine], on: date) -> list[Owed]:
    """Lines elsewhere that were paid less because of these ones, which hold no longer; one query."""
    fallen = [line for line in lines if not line.is_live and highest_only(line.nominee.award.list, on)]
    keys = {year_key(line) for line in fallen}
    found = []
    for key, others in _others(fallen).items():
        best = max(others, key=lambda each: each.bonus)
        missing = best.bonus - sum(each.paid for each in others)
        if key in keys and missing > 0:
            found.append(Owed(best, missing))
    return found


def _count_in_order(lines: Sequence[DecisionLine], before: dict[tuple, Paid], on: date) -> None:
    for line in sorted(lines, key=lambda each: (-(each.bonus or NOTHING), each.position)):
        _count_against(line, before, on)


def _count_against(line: DecisionLine, before: dict[tuple, Paid], on: date) -> None:
    rule = highest_only(line.nominee.award.list, on)
    if rule is None or line.bonus is None:
        return
    key = year_key(line)
    there = before.get(key, Paid(NOTHING, ()))
    highest = max(there.highest, line.bonus)
    if there.names:
        line.paid = min(line.bonus, max(highest - there.amount, NOTHING))
        with kept_language():
            words = _("Đã chi %(amount)s đồng cho %(names)s cùng năm: chỉ chi mức cao nhất.")
        line.bonus_note = words % {
            "amount": f"{there.amount:,.0f}".replace(",", "."),
            "names": ", ".join(there.names),
        }
    before[key] = Paid(there.amount + line.paid, (*there.names, line.nominee.award.name), highest)


def year_key(line: DecisionLine) -> tuple:
    """Recipient, list of awards, year of the achievement."""
    nominee = line.nominee
    if nominee.person_id:
        who = ("person", nominee.person_id)
    elif nominee.subject == Subject.COLLECTIVE and nominee.unit_id:
        who = ("unit", nominee.unit_id)
    else:
        who = ("printed", fold(nominee.name), fold(nominee.unit_name))
    return (*who, nominee.award.list, nominee.proposal.period_to)


def paid_before(lines: Sequence[DecisionLine]) -> dict[tuple, Paid]:
    """What issued decisions that hold have paid to the same recipients; one query."""
    return {
        key: Paid(
            sum((line.paid for line in paid), NOTHING),
            tuple(line.nominee.award.name for line in paid if line.paid),
            max(line.bonus for line in paid),
        )
        for key, paid in _others(lines).items()
    }


def _others(lines: Sequence[DecisionLine]) -> dict[tuple, list[DecisionLine]]:
    """Issued lines that hold, of the same recipients, outsiders by what is printed; by ``year_key``."""
    people, units = _people_and_units(lines)
    printed = {
        fold(f"{line.nominee.name} {line.nominee.unit_name}") for line in lines if year_key(line)[0] == "printed"
    }
    issued = DecisionLine.objects.filter(is_live=True, paid__isnull=False).exclude(pk__in=[line.pk for line in lines])
    mine = issued.filter(
        Q(nominee__person_id__in=people)
        | Q(nominee__unit_id__in=units, nominee__subject=Subject.COLLECTIVE)
        | Q(nominee__search_text__in=printed, nominee__person=None)
    )
    found: dict[tuple, list] = defaultdict(list)
    for line in mine.select_related("nominee__award", "nominee__proposal", "decision__document").order_by("pk"):
        found[year_key(line)].append(line)
    return found


def _people_and_units(lines: Sequence[DecisionLine]) -> tuple[set[int], set[int]]:
    people = {line.nominee.person_id for line in lines} - {None}
    return people, {line.nominee.unit_id for line in lines if line.nominee.subject == Subject.COLLECTIVE} - {None}


def _lock_recipients(lines: Sequence[DecisionLine]) -> None:
    people, units = _people_and_units(lines)
    for rows, ids in ((Person.objects, people), (Unit.objects, units)):
        list(rows.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))
