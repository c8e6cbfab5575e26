"""What other apps do when an award is corrected, cancelled or restored: the registry itself knows none of them."""

from collections.abc import Callable
from datetime import datetime

from apps.core.actor import Actor
from apps.registry.models import Award

Listener = Callable[[Award, str, Actor, datetime], None]

_LISTENERS: list[Listener] = []


def register(listener: Listener) -> None:
    """``listener(award, kind, actor, now)``, in the transaction of the act; a DomainError refuses it."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(award: Award, kind: str, actor: Actor, now: datetime) -> None:
    for listener in _LISTENERS:
        listener(award, kind, actor, now)
