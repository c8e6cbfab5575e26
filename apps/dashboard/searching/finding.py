"""One text, looked for in every kind: how many of each, and the first few."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from apps.core.actor import Actor
from apps.core.text import fold
from apps.dashboard.searching.kinds import KINDS, Hit, Kind

LEAST, MOST = 2, 200  # characters that are looked for
COUNTED = 1000  # more are told as "hơn 1.000"; nobody reads further, and the database stops there
ON_PAGE, WHILE_TYPING = 5, 3


@dataclass(frozen=True)
class Group:
    """Hits of one kind. ``count``: at most COUNTED, ``more``: there are more than that."""

    kind: Kind
    hits: list[Hit]
    count: int
    list_url: str

    @property
    def more(self) -> bool:
        return self.count > COUNTED

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.hits)


def search(text: str, actor: Actor) -> list[Group]:
    """Groups with something in them, in the order of ``KINDS``.

    One statement finds and counts in all of them, one for each kind with hits reads its first rows.
    """
    kinds = [kind for kind in KINDS if kind.may(actor)]
    return groups_of(kinds, text, actor, ON_PAGE)


def suggest(text: str, actor: Actor) -> list[Group]:
    """The first few of the kinds that are looked for most, while somebody types."""
    kinds = [kind for kind in KINDS if kind.quick and kind.may(actor)]
    return groups_of(kinds, text, actor, WHILE_TYPING)


def groups_of(kinds: list[Kind], text: str, actor: Actor, most: int) -> list[Group]:
    found = ids_of([matches(kind, text, actor) for kind in kinds])
    return [
        Group(kind, first_hits(kind, ids, text, actor, most), len(ids), kind.list_url(text))
        for kind, ids in zip(kinds, found, strict=True)
        if ids
    ]


def matches(kind: Kind, text: str, actor: Actor) -> QuerySet:
    """Ids of the rows that the text finds, so many that counting ends.

    The limit is a fence for the planner, too: a rare name is found by its trigrams and then sorted, never by walking
    a million rows in their order.
    """
    scope = kind.scope(actor).order_by()
    return scope.filter(search_text__matches=kind.typed(text)).values("pk")[: COUNTED + 1]


def ids_of(matched: list[QuerySet]) -> list[list[int]]:
    """What each finds, in one statement."""
    parts, parameters = [], []
    for each in matched:
        try:
            sql, own = each.query.sql_with_params()
        except EmptyResultSet:  # the actor reaches nothing of this kind
            sql, own = "SELECT NULL::bigint WHERE FALSE", ()
        parts.append(f"ARRAY({sql})")
        parameters += own
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return list(cursor.fetchone())


def first_hits(kind: Kind, ids: list[int], text: str, actor: Actor, most: int) -> list[Hit]:
    """What begins with the text as typed comes first, then the order of the kind."""
    begins = ExpressionWrapper(Q(search_text__startswith=fold(kind.typed(text))), output_field=BooleanField())
    rows = kind.shown().filter(pk__any_of=ids).order_by(begins.desc(), *kind.order)
    return [kind.hit(row, actor, text) for row in rows[:most]]
