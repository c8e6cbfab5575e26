"""Money that goes with a decision: multiple × base salary of its day, the highest only where the rule says so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.awards.models import DecisionLine
from apps.awards.payment_rules import highest_only
from apps.catalog import queries
from apps.catalog.enums import Subject
from apps.core.text import fold

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Paid:
    """What was paid to a recipient for awards of one list and year: the sum, and the awards that it was paid for."""

    amount: Decimal
    names: tuple[str, ...]


def lay_down(lines: Sequence[DecisionLine], on: date) -> None:
    """Fill multiple, base salary, bonus and what is to be paid of each line; nothing is stored here.

    ``lines`` have ``nominee__award`` and ``nominee__proposal``. The highest bonus in the list itself is paid first;
    what was paid before for the same list of awards and year counts against it, so that the sum never exceeds the
    highest one. Four queries, whatever the number of lines.
    """
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
        line.paid, line.bonus_note = line.bonus, "" if known else _why_unknown(multiple, on)
    for line in sorted(lines, key=lambda each: (-(each.bonus or NOTHING), each.position)):
        _count_against(line, before, on)


def _why_unknown(multiple: Decimal | None, on: date) -> str:
    if multiple is None:
        return _("Không có mức tiền thưởng theo quy định của ngày quyết định.")
    return _("Chưa có mức lương cơ sở của ngày quyết định trong danh mục.")


def _count_against(line: DecisionLine, before: dict[tuple, Paid], on: date) -> None:
    rule = highest_only(line.nominee.award.list, on)
    if rule is None or line.bonus is None:
        return
    key = year_key(line)
    there = before.get(key, Paid(NOTHING, ()))
    if there.names:
        line.paid = max(line.bonus - there.amount, NOTHING)
        line.bonus_note = _("Đã chi %(amount)s đồng cho %(names)s cùng năm: chỉ chi mức cao nhất.") % {
            "amount": f"{there.amount:,.0f}".replace(",", "."),
            "names": ", ".join(there.names),
        }
    before[key] = Paid(there.amount + line.paid, (*there.names, line.nominee.award.name))


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
    people = {line.nominee.person_id for line in lines} - {None}
    units = {line.nominee.unit_id for line in lines if line.nominee.subject == Subject.COLLECTIVE} - {None}
    issued = DecisionLine.objects.filter(is_live=True, paid__gt=0).exclude(pk__in=[line.pk for line in lines])
    mine = issued.filter(nominee__person_id__in=people) | issued.filter(
        nominee__unit_id__in=units, nominee__subject=Subject.COLLECTIVE
    )
    found: dict[tuple, list] = defaultdict(list)
    for line in mine.select_related("nominee__award", "nominee__proposal"):
        found[year_key(line)].append(line)
    return {
        key: Paid(sum(line.paid for line in paid), tuple(line.nominee.award.name for line in paid))
        for key, paid in found.items()
    }
