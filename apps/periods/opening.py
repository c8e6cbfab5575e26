"""Register of what a new year takes over from the last one.

An app that owns something of a year registers in ``AppConfig.ready()``:

    periods.opening.register("duties", label, preview=…, carry_over=…, order=30)

``preview(from_year, to_year, actor) -> list[Row]`` says row by row what was, what will be and what differs; it writes
nothing. ``to_year`` may be an unsaved EmulationYear (``pk`` None): it carries organiser, year and dates.

``carry_over(from_year, to_year, chosen, actor, now) -> int`` does what was chosen and answers how much it wrote.
``chosen`` maps the key of each chosen Row to the values of its fields (``{"due_on": date(…), …}``; empty mapping
without fields). It runs inside of the one operation that opens the year, to_year is saved then. Idempotent: done twice,
nothing is written twice and what people changed since then stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.dates import later_by

Chosen = Mapping[str, Mapping[str, Any]]


class Change(models.TextChoices):
    """How the new year differs from the last one in this row."""

    SAME = "same", _("Như năm trước")
    CHANGED = "changed", _("Có thay đổi")
    NEW = "new", _("Mới")
    LEFT = "left", _("Không chuyển tiếp")
    DONE = "done", _("Đã có trong năm mới")


@dataclass(frozen=True)
class Field:
    """A value of a row that may be edited before confirming. ``kind``: date, text or choice."""

    name: str
    label: object
    value: Any = None
    kind: str = "date"
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    help_text: object = ""


@dataclass(frozen=True)
class Row:
    """One thing of the last year and what becomes of it. ``key`` is stable: the same thing has it at every call.

    ``selectable``: a box beside it, ticked when ``selected``; a row without box is always among the chosen ones when it
    has fields (a decision for all), else it only informs.
    """

    key: str
    label: object
    last: object = ""
    next: object = ""
    change: Change = Change.SAME
    note: object = ""
    warning: object = ""
    selectable: bool = True
    selected: bool = True
    fields: tuple[Field, ...] = field(default=())


@dataclass(frozen=True)
class Part:
    """A part of the guided step: one app's rows."""

    name: str
    label: object
    preview: Callable[..., Sequence[Row]]
    carry_over: Callable[..., int]
    order: int
    help_text: object = ""
    weight: Callable[..., int] | None = None


_parts: dict[str, Part] = {}


def register(
    name: str,
    label,
    preview: Callable,
    carry_over: Callable,
    *,
    order: int = 50,
    help_text: object = "",
    weight: Callable | None = None,
) -> None:
    """``order``: clusters 10, heads 20, duties 30, criteria sets 40, movements 50; parts are carried over in it.

    ``weight(from_year)``: how many rows there are to carry over; above a limit the opening is a job with progress.
    """
    _parts[name] = Part(name, label, preview, carry_over, order, help_text, weight)


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def preview(from_year, to_year, actor: Actor) -> list[tuple[Part, list[Row]]]:
    """Every part with its rows; a part without rows is left out."""
    found = [(part, list(part.preview(from_year, to_year, actor))) for part in parts()]
    return [(part, rows) for part, rows in found if rows]


def carry_over(
    from_year, to_year, chosen: Mapping[str, Chosen], *, actor: Actor, now: datetime, told: Callable | None = None
) -> dict[str, int]:
    """Carry over part by part; ``chosen`` maps the part's name to its chosen rows. ``told(part)`` before each one."""
    written = {}
    for part in parts():
        if part.name in chosen:
            if told:
                told(part)
            written[part.name] = part.carry_over(from_year, to_year, chosen[part.name], actor=actor, now=now)
    return written


def weight(from_year) -> int:
    """How many rows the parts have to carry over."""
    return sum(part.weight(from_year) for part in parts() if part.weight)


def moved(day: date, from_year, to_year) -> date:
    """The same day of the new year: 29 February becomes the 28th. Working days are the caller's concern."""
    return later_by(day, to_year.year - from_year.year)
