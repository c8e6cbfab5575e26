"""What the files of people know of a transfer: whether the old unit has to say something (nhận xét của đơn vị cũ)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import people
from apps.core.dates import format_date
from apps.units.domain.service_time import service_time
from apps.units.models import Posting
from apps.units.person_enums import PostingKind

REMARK_FROM_MONTHS = 6  # Thông tư 01/2024/TT-UBDT (mẫu chung); Nghị định 91/2017/NĐ-CP Điều 10


def old_unit_remark_missing(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """False for whoever did not change the unit in the year, or served too short in the old one for a remark.

    Whether a remark that is asked for has come stands in no file: unknown, with the transfer named. So does what was
    before a first posting that begins in the year, or whose beginning nobody noted. One query.
    """
    wanted = people(subjects)
    postings: dict[int, list[Posting]] = defaultdict(list)
    rows = Posting.objects.filter(person_id__any_of=[subject.pk for subject in wanted], kind=PostingKind.OFFICIAL)
    for row in rows.exclude(starts_on=None).select_related("unit").order_by("starts_on", "pk"):
        postings[row.person_id].append(row)
    known = {}
    for subject in wanted:
        in_time = [row for row in postings[subject.pk] if row.starts_on.year <= subject.year]
        if not in_time:
            continue
        if in_time[0].starts_on.year == subject.year:
            words = _("Công tác tại %(unit)s từ %(day)s, chưa có dữ liệu trước đó")
            known[subject] = Known(None, words % _place(in_time[0]))
        else:
            moves = _asked_moves(in_time, subject.year)
            known[subject] = Known(None if moves else False, "; ".join(moves))
    return known


def _asked_moves(postings: Sequence[Posting], year: int) -> list[str]:
    """Transfers of the year from a unit in which the person served long enough, in words."""
    found = []
    for old, new in pairwise(postings):
        if new.starts_on.year != year or new.unit_id == old.unit_id:
            continue
        there = [(row.starts_on, row.ends_on) for row in postings if row.unit_id == old.unit_id]
        months = service_time(there, until=date.fromordinal(new.starts_on.toordinal() - 1)).months
        if months >= REMARK_FROM_MONTHS:
            words = _("Chuyển từ %(old)s sang %(unit)s từ %(day)s, đã công tác ở đó %(n)s tháng")
            found.append(words % {"old": old.unit.name, "n": months, **_place(new)})
    return found


def _place(posting: Posting) -> dict[str, str]:
    return {"unit": posting.unit.name, "day": format_date(posting.starts_on)}


def register() -> None:
    facts.register("old_unit_remark_missing", old_unit_remark_missing)
