"""What was asked for somebody (trình), told by the app that knows of it: the registry holds what was granted (tặng).

The two stand in tables of their own and are never summed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from apps.core.actor import Actor
from apps.core.components import StatusWord


@dataclass(frozen=True)
class AskedFor:
    """One award in one dossier that was sent. ``years``: of the achievements. ``words``: what was said of this case
    since. ``url``: what was sent.
    """

    award: str
    occasion: str
    unit_name: str
    years: str
    receiver: str
    sent_on: date
    word: StatusWord
    words: tuple[str, ...]
    url: str


# person_id, unit_ids (a collective and those before it), actor → newest first, only what the actor sees
Source = Callable[[int | None, Collection[int], Actor], list[AskedFor]]

_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """``source(person_id, unit_ids, actor)``: of the person, else of the collectives; a fixed number of queries."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def asked_for(actor: Actor, *, person_id: int | None = None, unit_ids: Collection[int] = ()) -> list[AskedFor]:
    return [each for source in _SOURCES for each in source(person_id, unit_ids, actor)]
