"""What the files of people know of a transfer: whether the old unit has to say something (nhận xét của đơn vị cũ)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.db.models import F
from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import people
from apps.core.dates import format_date
from apps.units.domain.service_time import service_time
from apps.units.models import Posting, SuccessionPair
from apps.units.person_enums import PostingKind

REMARK_FROM_MONTHS = 6  # Thông tư 01/2024/TT-UBDT (mẫu chung); Nghị định 91/2017/NĐ-CP Điều 10


def old_unit_remark_missing(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """False for whoever did not change the unit in the year, or served too short in the old one for a remark; who goes
    on in the unit that his became (a merger, a split) has changed none.

    Whether a remark that is asked for has come stands in no file: unknown, with the transfer named. So does what was
    before a first posting that begins in the year, or whose beginning nobody noted. Two queries.
    """
    wanted = people(subjects)
    postings: dict[int, list[Posting]] = defaultdict(list)
    rows = Posting.objects.filter(person_id__any_of=[subject.pk for subject in wanted], kind=PostingKind.OFFICIAL)
    for row in rows.select_related("unit").order_by(F("starts_on").asc(nulls_first=True), "pk"):
        postings[row.person_id].append(row)
    became = _became({row.unit_id for found in postings.values() for row in found})
    known = {}
    for subject in wanted:
        in_time = [row for row in postings[subject.pk] if not row.starts_on or row.starts_on.year <= subject.year]
        if not in_time:
            continue
        if doubt := _before_unknown(in_time[0], subject.year):
            known[subject] = Known(None, doubt)
        else:
            moves = _asked_moves(in_time, subject.year, became)
            known[subject] = Known(None if moves else False, "; ".join(moves))
    return known


def _before_unknown(first: Posting, year: int) -> str:
    """Why nobody knows where a person was before the first posting: it may have begun in the year."""
    if first.starts_on is None and (first.ends_on is None or first.ends_on.year >= year):
        return _("Vị trí công tác tại %(unit)s chưa ghi ngày bắt đầu") % {"unit": first.unit.name}
    if first.starts_on is not None and first.starts_on.year == year:
        return _("Công tác tại %(unit)s từ %(day)s, chưa có dữ liệu trước đó") % _place(first)
    return ""


def _became(unit_ids: Collection[int]) -> dict[tuple[int, int], date]:
    """(old unit, unit that it became) → since when. One query."""
    pairs = SuccessionPair.objects.filter(predecessor__any_of=unit_ids, successor__any_of=unit_ids)
    rows = pairs.order_by("succession__effective_on").values_list(
        "predecessor_id", "successor_id", "succession__effective_on"
    )
    return {(old, new): on for old, new, on in rows}


def _asked_moves(postings: Sequence[Posting], year: int, became: dict[tuple[int, int], date]) -> list[str]:
    """Transfers of the year from a unit in which the person served long enough, in words."""

    def goes_on(old: Posting, new: Posting) -> bool:
        since = became.get((old.unit_id, new.unit_id))
        return old.unit_id == new.unit_id or (since is not None and since <= new.starts_on)

    found = []
    for old, new in pairwise(postings):
        if new.starts_on.year != year or goes_on(old, new):
            continue
        units = {old.unit_id}
        for before, after in reversed(list(pairwise(postings))):
            if after.unit_id in units and goes_on(before, after):
                units.add(before.unit_id)  # what became the old unit
        there = [row for row in postings if row.unit_id in units]
        if there[0].starts_on is None:
            words = _("Chuyển từ %(old)s sang %(unit)s từ %(day)s, chưa rõ thời gian công tác ở đó")
            found.append(words % {"old": old.unit.name, **_place(new)})
            continue
        spans = [(row.starts_on, row.ends_on) for row in there]
        months = service_time(spans, until=date.fromordinal(new.starts_on.toordinal() - 1)).months
        if months >= REMARK_FROM_MONTHS:
            words = _("Chuyển từ %(old)s sang %(unit)s từ %(day)s, đã công tác ở đó %(n)s tháng")
            found.append(words % {"old": old.unit.name, "n": months, **_place(new)})
    return found


def _place(posting: Posting) -> dict[str, str]:
    return {"unit": posting.unit.name, "day": format_date(posting.starts_on)}


def register() -> None:
    facts.register("old_unit_remark_missing", old_unit_remark_missing)
