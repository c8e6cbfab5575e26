"""Register of rights: apps add querysets with the same columns; one UNION builds the Actor.

``source(on)`` answers a queryset of what is valid on the date for everybody, annotated with COLUMNS: the user and then
the fields of core.actor.Grant, in their order. ``grant_columns`` fills what a source has nothing to say about.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat, Trim

from apps.core.actor import Actor, Grant
from apps.core.kept_queries import KeptQuery

COLUMNS = (
    "grant_user_id",
    "grant_role",
    "grant_unit_id",
    "grant_unit_path",
    "grant_cluster_year_id",
    "grant_starts_on",
    "grant_ends_on",
    "grant_acting_for",
)

_sources: list[Callable] = []


def register(source: Callable) -> None:
    """``source(on)`` answers a queryset annotated with COLUMNS; the date stands in it as it was given."""
    _sources.append(source)


def grant_columns(**columns) -> dict:
    """The annotations of a source by the names of Grant's fields; without them: no ClusterYear, an own right."""
    nothing = Cast(Value(None), BigIntegerField())  # typed: a UNION matches columns by type
    empty = {"cluster_year_id": nothing, "acting_for": Value("", output_field=CharField())}
    return {f"grant_{name}": column for name, column in {**empty, **columns}.items()}


def label_of(user: str):
    """The name with Ông or Bà of the user behind a relation, as SQL."""
    return _label(f"{user}__honorific", f"{user}__full_name")


def acting_for(user: str) -> Subquery:
    """``label_of`` the user behind a relation of a source, asked for the rows found: one table less to be joined for
    the many who stand in for nobody.
    """
    named = get_user_model().objects.filter(pk=OuterRef(f"{user}_id"))
    return Subquery(named.values(label=_label("honorific", "full_name"))[:1])


def _label(honorific: str, full_name: str) -> Trim:
    return Trim(Concat(honorific, Value(" "), full_name, output_field=CharField()), output_field=CharField())


def actor_for(user, on: date) -> Actor:
    """The Actor of ``user`` on a local date: one query, whatever the number of sources."""
    if not user.is_authenticated or not user.is_active:
        return Actor(user_id=None, label="", on=on)
    if not _sources:
        return Actor(user.pk, user.label, (), on, user.is_staff)
    grants = [Grant(*columns) for _user_id, *columns in _RIGHTS.rows(user.pk, on, sources=tuple(_sources))]
    return Actor(user.pk, user.label, _sorted(grants), on, user.is_staff)


def holders(on: date, where: Q) -> list[tuple[int, Grant]]:
    """Who holds which grants that fulfil ``where`` (a condition on COLUMNS) on the date; one query.

    Locked accounts are not told apart here: they get no Actor, ``actor_for`` sees to it.
    """
    return [(user_id, Grant(*columns)) for user_id, *columns in _union(_sources, on, where)]


def _union(sources: Iterable[Callable], on: date, where: Q):
    querysets = [source(on).filter(where).order_by().values_list(*COLUMNS) for source in sources]
    return querysets[0].union(*querysets[1:], all=True) if len(querysets) > 1 else querysets[0]


# The rights of one person: every request asks them.
_RIGHTS = KeptQuery(lambda user_id, on, *, sources: _union(sources, on, Q(grant_user_id=user_id)))


def _sorted(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    return tuple(sorted(grants, key=lambda g: (g.role, g.unit_path, g.cluster_year_id or 0, g.acting_for)))
