"""Register of what follows the members of a ClusterYear: an app whose papers they owe hears who came, went or moved.

``follow(cluster_year_id=, joined=, left=, actor=, now=)`` gets the ids of units; members whose line changed are in
neither, the register is told of them all the same. ``leaving`` is asked before, this one told afterwards.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from apps.core.actor import Actor

_followers: list[Callable] = []


def register(follow: Callable) -> None:
    _followers.append(follow)


def changed(
    cluster_year_id: int,
    *,
    actor: Actor,
    now: datetime,
    joined: Iterable[int] = (),
    left: Iterable[int] = (),
) -> None:
    """Tell all of them, inside the transaction that has changed the members."""
    joined, left = set(joined), set(left)
    for follow in _followers:
        follow(cluster_year_id=cluster_year_id, joined=joined, left=left, actor=actor, now=now)
