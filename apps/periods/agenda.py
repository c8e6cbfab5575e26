"""Register of what stands in a person's calendar: dates of the apps that know them.

    periods.agenda.register("duties", provider)

``provider(actor, first, last) -> Iterable[Event]``: what concerns the actor from ``first`` to ``last``, both included,
in a fixed number of queries. The same register feeds the page, its print and the address for calendar programs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from apps.core.actor import Actor


@dataclass(frozen=True)
class Event:
    """One day, or the days from ``day`` to ``last_day``. ``uid`` is stable: the same thing has it at every call.

    ``changed_at``: when it was last changed; calendar programs read it. ``done``: nothing is to be done any more.
    """

    uid: str
    day: date
    title: str
    changed_at: datetime
    note: str = ""
    url: str = ""
    last_day: date | None = None
    done: bool = False


_providers: dict[str, Callable[..., Iterable[Event]]] = {}


def register(name: str, provider: Callable[..., Iterable[Event]]) -> None:
    _providers[name] = provider


def events(actor: Actor, first: date, last: date) -> list[Event]:
    """Everything in the calendar of the actor, by day; what several apps tell under one ``uid`` stands once."""
    found: dict[str, Event] = {}
    for provider in _providers.values():
        for event in provider(actor, first, last):
            found.setdefault(event.uid, event)
    return sorted(found.values(), key=lambda event: (event.day, event.title, event.uid))
