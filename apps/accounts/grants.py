"""Register of rights: apps add querysets with the same columns; one UNION builds the Actor.

The columns are those of core.actor.Grant: role, unit_id, unit_path, cluster_year_id, starts_on, ends_on.
"""

from collections.abc import Callable
from datetime import date

from apps.core.actor import Actor, Grant

COLUMNS = ("role", "unit_id", "unit_path", "cluster_year_id", "starts_on", "ends_on")

_sources: list[Callable] = []


def register(source: Callable) -> None:
    """``source(user_id, on)`` answers a queryset of ``values_list(*COLUMNS)`` valid on the date."""
    _sources.append(source)


def actor_for(user, on: date) -> Actor:
    """The Actor of ``user`` on a local date: one query, whatever the number of sources."""
    if not user.is_authenticated or not user.is_active:
        return Actor(user_id=None, label="", on=on)
    if not _sources:
        return Actor(user.pk, user.label, (), on, user.is_staff)
    querysets = [source(user.pk, on) for source in _sources]
    rows = querysets[0].union(*querysets[1:], all=True) if len(querysets) > 1 else querysets[0]
    grants = sorted((Grant(*row) for row in rows), key=lambda g: (g.role, g.unit_path, g.cluster_year_id or 0))
    return Actor(user.pk, user.label, tuple(grants), on, user.is_staff)
