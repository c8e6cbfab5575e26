"""What other apps do when awards are corrected, cancelled or restored: the registry itself knows none of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from apps.core.actor import Actor
from apps.registry.models import Award

Listener = Callable[[Sequence[Award], str, Actor, datetime], None]

_LISTENERS: list[Listener] = []


def register(listener: Listener) -> None:
    """``listener(awards, kind, actor, now)``, in the transaction of the act; a DomainError refuses it."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(awards: Sequence[Award], kind: str, actor: Actor, now: datetime) -> None:
    for listener in _LISTENERS:
        listener(awards, kind, actor, now)
