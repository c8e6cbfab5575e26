"""Writing down what became of units; the checks that every rearrangement shares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.units.models import SuccessionPair, Unit, UnitSuccession
from apps.units.models.search import refresh_search

ONE_DAY = timedelta(days=1)


class SuccessionRefused(DomainError):
    """The rearrangement contradicts what is on record; the message says which unit and why."""


@dataclass(frozen=True)
class Basis:
    """By what a rearrangement was ordered: a filed document or its words, and whether achievements count."""

    document_id: int | None = None
    text: str = ""
    counts_achievements: bool = True
    verified: bool = True
    note: str = ""


def same_succession(kind: str, on: date, pairs: Iterable[tuple[int, int | None]]) -> UnitSuccession | None:
    """The rearrangement already on record with exactly these pairs: asking again changes nothing."""
    wanted = set(pairs)
    found = UnitSuccession.objects.filter(kind=kind, effective_on=on, pairs__predecessor_id=next(iter(wanted))[0])
    for succession in found.prefetch_related("pairs").distinct():
        if {(pair.predecessor_id, pair.successor_id) for pair in succession.pairs.all()} == wanted:
            return succession
    return None


@operation()
def record_succession(
    *, kind: str, on: date, pairs: Sequence[tuple[Unit, Unit | None]], basis: Basis, actor: Actor, now: datetime
) -> UnitSuccession | None:
    """Keep a rearrangement of the past, without moving anything; None when it is on record already.

    Raises SuccessionRefused when a unit would descend from itself.
    """
    if same_succession(kind, on, [(old.pk, new.pk if new else None) for old, new in pairs]) is not None:
        return None
    return write_succession(kind, on, pairs, basis, actor=actor, now=now)


def write_succession(
    kind: str, on: date, pairs: Sequence[tuple[Unit, Unit | None]], basis: Basis, *, actor: Actor, now: datetime
) -> UnitSuccession:
    """Keep the rearrangement with its pairs, and let the successors be found by the names of their predecessors.

    Raises SuccessionRefused when a unit would descend from itself.
    """
    _require_no_circle([(old.pk, new.pk) for old, new in pairs if new is not None and new.pk != old.pk], pairs)
    succession = UnitSuccession.objects.create(
        kind=kind,
        effective_on=on,
        basis_id=basis.document_id,
        basis_text=clean(basis.text),
        counts_achievements=basis.counts_achievements,
        verified=basis.verified,
        note=clean(basis.note),
    )
    SuccessionPair.objects.bulk_create(
        SuccessionPair(succession=succession, predecessor=old, successor=new) for old, new in pairs
    )
    refresh_search([unit.pk for pair in pairs for unit in pair if unit is not None])
    target = next((new for _old, new in pairs if new is not None), pairs[0][0])
    record(
        f"units.unit.{kind}",
        actor=actor,
        target=target,
        at=now,
        after={
            "on": on.isoformat(),
            "basis": succession.basis_text or str(succession.basis or ""),
            "from": [old.name for old, _new in pairs],
            "to": list(dict.fromkeys(new.name for _old, new in pairs if new is not None)),
        },
        reason=succession.note,
    )
    return succession


def _require_no_circle(edges: list[tuple[int, int]], pairs: Sequence[tuple[Unit, Unit | None]]) -> None:
    if not edges:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE later(id) AS (SELECT unnest(%s::bigint[]) UNION"
            " SELECT p.successor_id FROM units_successionpair p JOIN later l ON p.predecessor_id = l.id"
            " WHERE p.successor_id IS NOT NULL) SELECT id FROM later",
            [[new for _old, new in edges]],
        )
        later = {row[0] for row in cursor.fetchall()}
    for old, new in pairs:
        if new is not None and new.pk != old.pk and old.pk in later:
            message = _("“%(old)s” là đơn vị hình thành từ “%(new)s”, không thể nhập ngược lại.")
            raise SuccessionRefused(message % {"old": old.name, "new": new.name}, field="into")


def require_living(unit: Unit, on: date, *, field: str, today: date) -> None:
    """A unit that is to be rearranged on a day must have been founded before it and be at work until then."""
    names = {"unit": unit.name, "date": format_date(unit.valid_from or unit.valid_to)}
    if on > today:
        message = _("Ngày %(date)s chưa đến. Việc sắp xếp được ghi từ ngày có hiệu lực.") % {"date": format_date(on)}
        raise SuccessionRefused(message, field="on")
    if unit.valid_from and on <= unit.valid_from:
        message = _("“%(unit)s” hoạt động từ ngày %(date)s, ngày sắp xếp phải sau ngày đó.")
        raise SuccessionRefused(message % names, field="on")
    if unit.valid_to and unit.valid_to < on:
        names["date"] = format_date(unit.valid_to)
        message = _("“%(unit)s” đã kết thúc hoạt động ngày %(date)s, không thể chọn nữa.")
        raise SuccessionRefused(message % names, field=field)
