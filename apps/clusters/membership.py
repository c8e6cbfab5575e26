"""Register of what follows the members of a ClusterYear: an app whose papers they owe hears who came, went or moved.

``follow(cluster_year_id=, joined=, left=, actor=, now=)`` gets the ids of units; members whose line changed are in
neither, the register is told of them all the same. ``leaving`` is asked before, this one told afterwards. Who knows of
a later date for those who join (plan, pledge) is told first, what the organiser asks of everybody ``LAST``.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from apps.core.actor import Actor

LAST = 90
_followers: list[tuple[int, Callable]] = []


def register(follow: Callable, *, order: int = 50) -> None:
    _followers.append((order, follow))
    _followers.sort(key=lambda pair: pair[0])


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
    for _order, follow in _followers:
        follow(cluster_year_id=cluster_year_id, joined=joined, left=left, actor=actor, now=now)
