"""Register of those who carry a message to a person: notices lie in a later row and add themselves.

What happens to somebody's account is told to that person, whoever did it. The trail is written by the domain function.
"""

from collections.abc import Callable
from datetime import datetime

from apps.core.actor import Actor

KIND = "accounts.security"  # of apps/notifications/data/notice_kinds.json

_carriers: list[Callable] = []


def register(carrier: Callable) -> None:
    """``carrier(kind, to=[user_id], about=, title=, body=, path=, now=, actor=)``: notifications' notify."""
    _carriers.append(carrier)


def tell(*, user, title: str, body: str, path: str, now: datetime, actor: Actor | None = None, about=None) -> None:
    """Tell ``user``; called inside the operation, so that nothing is told of what was rolled back."""
    for carrier in _carriers:
        carrier(KIND, to=[user.pk], about=about or user, title=title, body=body, path=path, now=now, actor=actor)
