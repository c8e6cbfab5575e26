"""One text, looked for in every kind: how many of each, and the first few.

Shown first is what is called exactly so, then what begins with the text, then the rest in the order of the kind. Where
more rows match than are counted, they are not all looked at: what has that name, what begins so and what is found among
the first rows of the order are each read from an index and put before the others.
"""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from apps.core.actor import Actor
from apps.core.search import beginning_with, patterns
from apps.dashboard.searching.kinds import KINDS, Hit, Kind

LEAST, MOST = 2, 200  # characters that are looked for
COUNTED = 1000  # more are told as "hơn 1.000"; nobody reads further, and the database stops there
LOOKED_THROUGH = 10_000  # rows from the start of a kind's order, where more match than are counted
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

    One statement finds and counts in all of them, one for each kind with hits reads its first rows; one more looks for
    what is to be shown of the kinds with more hits than are counted.
    """
    kinds = [kind for kind in KINDS if kind.may(actor)]
    return groups_of(kinds, text, actor, ON_PAGE)


def suggest(text: str, actor: Actor) -> list[Group]:
    """The first few of the kinds that are looked for most, while somebody types."""
    kinds = [kind for kind in KINDS if kind.quick and kind.may(actor)]
    return groups_of(kinds, text, actor, WHILE_TYPING)


def groups_of(kinds: list[Kind], text: str, actor: Actor, most: int) -> list[Group]:
    matched = arrays([statement(matches(kind, text, actor)) for kind in kinds])
    found = {kind: ids for kind, ids in zip(kinds, matched, strict=True) if ids}
    fitting = best_of([kind for kind, ids in found.items() if len(ids) > COUNTED], text, actor, most)
    return [
        Group(
            kind,
            first_hits(kind, [*fitting.get(kind, ()), *ids], text, actor, most),
            len(ids),
            kind.list_url(text),
        )
        for kind, ids in found.items()
    ]


def matches(kind: Kind, text: str, actor: Actor) -> QuerySet:
    """Ids of the rows that the text finds, so many that counting ends.

    The limit is a fence for the planner, too: a rare name is found by its trigrams and then sorted, never by walking
    a million rows in their order.
    """
    scope = kind.scope(actor).order_by()
    return scope.filter(search_text__matches=kind.typed(text)).values("pk")[: COUNTED + 1]


def best_of(kinds: list[Kind], text: str, actor: Actor, most: int) -> dict[Kind, list[int]]:
    """Ids to be shown before others of kinds in which the text finds more than is counted; one statement for all."""
    parts = [fitting_parts(kind, kind.typed(text), kind.scope(actor).order_by(), most) for kind in kinds]
    found = iter(arrays([part for own in parts for part in own]))
    return {kind: [pk for _part in own for pk in next(found)] for kind, own in zip(kinds, parts, strict=True)}


def fitting_parts(kind: Kind, text: str, scope: QuerySet, most: int) -> list[tuple]:
    """Statements for what is called so, what begins so, and what is found among the first rows of the kind's order."""
    spelled = kind.spelled(text)
    parts = [statement(beginning_with(scope, each).values("pk")[:most]) for each in spelled]
    if kind.named:
        parts.append(statement(scope.filter(kind.named(text)).values("pk")[:most]))
    first = statement(scope.order_by(*(kind.newest or kind.order)).values("pk", "search_text")[:LOOKED_THROUGH])
    begins = [f"{connection.ops.prep_for_like_query(each)}%" for each in spelled]
    return [*parts, among(first, " OR ", begins, most), among(first, " AND ", patterns(text, connection), most)]


def statement(rows: QuerySet) -> tuple:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:  # the actor reaches nothing of this kind
        return "SELECT NULL::bigint, '' WHERE FALSE", ()


def among(first: tuple, joined: str, like: list[str], most: int) -> tuple:
    """The first of some rows, in their order, whose text is like that, of several ``joined`` by AND or OR.

    Reading ends with the last one shown.
    """
    sql, parameters = first
    condition = joined.join("search_text LIKE %s" for _each in like)
    asked = f"SELECT id FROM ({sql}) AS first (id, search_text) WHERE {condition} LIMIT %s"  # noqa: S608 -- no input
    return asked, (*parameters, *like, most)


def arrays(parts: list[tuple]) -> list[list[int]]:
    """The ids that each part finds, in one statement."""
    if not parts:
        return []
    asked = ", ".join(f"ARRAY(SELECT id FROM ({sql}) AS found (id))" for sql, _own in parts)  # noqa: S608 -- no input
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [value for _sql, parameters in parts for value in parameters])
        return list(cursor.fetchone())


def first_hits(kind: Kind, ids: list[int], text: str, actor: Actor, most: int) -> list[Hit]:
    """What is called so comes first, then what begins with the text as typed, then the order of the kind."""
    typed = kind.typed(text)
    called, begins = Q(), Q()
    for each in kind.spelled(typed):
        called |= Q(search_text=each) | Q(search_text__startswith=f"{each} ")
        begins |= Q(search_text__startswith=each)
    if kind.named:
        called |= kind.named(typed)
    rows = kind.shown().filter(pk__any_of=ids).order_by(_first(called), _first(begins), *kind.order)
    return [kind.hit(row, actor, text) for row in rows[:most]]


def _first(condition: Q):
    return ExpressionWrapper(condition, output_field=BooleanField()).desc()
