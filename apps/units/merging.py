"""What happens to the rows of every app when units merge: one rule for each foreign key to Unit.

Apps register theirs in ``AppConfig.ready()``; ``emulation_portal/tests/test_merging_register.py`` fails when a key is
missing. A rule tells the preview of the page and does the work later, in the one transaction of the merge::

    merging.register("scoring.ScoreSheet.unit", preview=sheets_to_move, apply=move_sheets)
    merging.register("ranking.RankingEntry.unit", **merging.stays(_("Kết quả xếp hạng"), RankingEntry, "unit"))

Principles: open duties go to the successor, submitted papers stay with the predecessor's name, sums add up, rates are
computed again from their parts, lateness of a predecessor is not charged to the successor, one sheet for the year.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor


@dataclass(frozen=True)
class Merge:
    """What is asked: ``units`` become part of ``into`` from ``on`` (the first day without them).

    ``into`` is None while the page previews a unit that is still to be founded. ``overdue_until``: until when the
    successor has time for what its predecessors had already let pass.
    """

    units: tuple
    into: object | None
    on: date
    overdue_until: date | None = None

    @property
    def unit_ids(self) -> list[int]:
        return [unit.pk for unit in self.units]

    @property
    def into_id(self) -> int | None:
        return self.into.pk if self.into else None


@dataclass(frozen=True)
class Line:
    """One line of the preview: table, number of rows, what will happen to them."""

    label: object
    count: int
    what: object


@dataclass(frozen=True)
class Rule:
    """``preview(merge)`` answers Lines, writes nothing; ``apply(merge, actor=, now=)`` counts the rows it changed."""

    preview: Callable[[Merge], Iterable[Line]]
    apply: Callable[..., int]


_rules: dict[str, Rule] = {}


def register(*keys: str, preview: Callable[[Merge], Iterable[Line]], apply: Callable[..., int]) -> None:
    """Give the rule of one or more keys ``app.Model.field``. Rules run in the order of registration."""
    for key in keys:
        _rules[key] = Rule(preview, apply)


def rules() -> list[Rule]:
    """Each rule once, in order."""
    return list(dict.fromkeys(_rules.values()))


def registered() -> set[str]:
    return set(_rules)


def preview(merge: Merge) -> list[Line]:
    """All that will happen, table by table; tables without rows are left out."""
    return [line for rule in rules() for line in rule.preview(merge) if line.count]


def apply(merge: Merge, *, actor: Actor, now: datetime) -> int:
    """Let every rule do its work; answers how many rows changed. Call inside the transaction of the merge."""
    return sum(rule.apply(merge, actor=actor, now=now) for rule in rules())


def stays(label, model: type[models.Model], field: str, what=None) -> dict:
    """Arguments of ``register`` for rows that keep pointing to the predecessor."""
    text = what or _("Giữ nguyên ở đơn vị cũ, với tên ghi lúc đó.")

    def count(merge: Merge) -> list[Line]:
        return [Line(label, model.objects.filter(**{f"{field}_id__in": merge.unit_ids}).count(), text)]

    return {"preview": count, "apply": nothing}


def nothing(_merge: Merge, *, actor: Actor, now: datetime) -> int:
    return 0
