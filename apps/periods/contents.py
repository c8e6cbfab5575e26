"""Register of what belongs to a year and is shown on its page: clusters, duties, criteria sets.

    periods.contents.register("clusters", label, provider, order=10)

``provider(year, actor) -> list[Line]``: what the actor may see of it, in a fixed number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from apps.core.actor import Actor


@dataclass(frozen=True)
class Line:
    """One thing of the year: its name, how far it is, where it is."""

    label: object
    note: object = ""
    url: str = ""
    warning: object = ""


@dataclass(frozen=True)
class Part:
    label: object
    provider: Callable[..., list[Line]]
    order: int


_parts: dict[str, Part] = {}


def register(name: str, label, provider: Callable[..., list[Line]], *, order: int = 50) -> None:
    _parts[name] = Part(label, provider, order)


def of_year(year, actor: Actor) -> Iterable[tuple[object, list[Line]]]:
    """Label → lines of every part, empty ones too: an empty part says what is still missing."""
    return [(part.label, part.provider(year, actor)) for part in sorted(_parts.values(), key=lambda each: each.order)]
