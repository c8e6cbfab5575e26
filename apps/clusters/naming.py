"""Register of what follows the naming of a head: an app whose papers a head owes hears of the new one.

``follow(cluster_year=, unit_id=, actor=, now=)`` is told afterwards, first what clusters themselves do: what the
organiser asks of the head is owed by then.
"""

from collections.abc import Callable
from datetime import datetime

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor

_followers: list[Callable] = []


def register(follow: Callable) -> None:
    """Called in ``AppConfig.ready()``."""
    _followers.append(follow)


def named(cluster_year: ClusterYear, unit_id: int, *, actor: Actor, now: datetime) -> None:
    """Tell all of them, inside the transaction that has named the head."""
    for follow in _followers:
        follow(cluster_year=cluster_year, unit_id=unit_id, actor=actor, now=now)
