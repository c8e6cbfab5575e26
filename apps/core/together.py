"""Questions of many apps, answered in a few statements.

A page that is put together from many apps asks many small questions that know nothing of each other, and each costs a
way to the database and back. Here a function says what it wants to know instead of asking it: it yields a queryset and
is sent its rows as a list, or several as a tuple and is sent a tuple of lists. ``together`` runs any number of such
functions side by side: what they want at the same time is one statement.

    def paper_of(unit_id) -> Asking:
        papers = yield Paper.objects.filter(unit_id=unit_id)
        signatures, remarks = yield Signature.objects.filter(paper__in=papers), Remark.objects.filter(paper__in=papers)
        return ...

    ours, theirs = answered(together(paper_of(1), paper_of(2)))  # two statements instead of six

The parts of a statement are ``UNION ALL``: columns of one type share a place, what a part has nothing for is NULL.
"""

import re
from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Yields QuerySets, is sent their rows, returns what it found out.
Asking = Generator[Any, Any, Any]

LENGTH = re.compile(r"\(\d+(, ?\d+)?\)")  # varchar(200), numeric(8, 3): of one kind with every other


def answered(asking: Asking):
    """What the function returns; whatever it yields at once is one statement."""
    rows = None
    while True:
        try:
            question = asking.send(rows)
        except StopIteration as end:
            return end.value
        rows = _fetch(question) if isinstance(question, tuple) else list(question)


def together(*askings: Asking | Any) -> Asking:
    """What each of them returns, in their order; itself a function that says what it wants to know.

    A queryset stands for its rows. Whoever has nothing to ask may answer at once, as a plain function does.
    """
    askings = [_rows_of(each) if isinstance(each, QuerySet) else each for each in askings]
    found: list = [None] * len(askings)
    waiting: dict[int, Any] = {}

    def send(number: int, rows) -> None:
        if not isinstance(askings[number], Generator):
            found[number] = askings[number]
            return
        try:
            waiting[number] = askings[number].send(rows)
        except StopIteration as end:
            found[number] = end.value

    for number in range(len(askings)):
        send(number, None)
    while waiting:
        present = dict(waiting)
        waiting.clear()
        rows = iter((yield tuple(each for question in present.values() for each in _several(question))))
        for number, question in present.items():
            own = tuple(next(rows) for _each in _several(question))
            send(number, own if isinstance(question, tuple) else own[0])
    return tuple(found)


def _rows_of(queryset: QuerySet) -> Asking:
    return (yield queryset)


def _several(question) -> tuple:
    return question if isinstance(question, tuple) else (question,)


class _Part:
    """One queryset in a statement: its SQL, and the place of each of its columns by type."""

    def __init__(self, queryset: QuerySet):
        self.queryset = queryset.all()
        self.compiler = self.queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.rows: list[tuple] = []
        self.columns: list[tuple[str, int]] = []
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
            return
        seen: Counter[str] = Counter()
        for expression, *_rest in self.compiler.select:
            kind = LENGTH.sub("", expression.output_field.cast_db_type(self.compiler.connection))
            self.columns.append((kind, seen[kind]))
            seen[kind] += 1

    def select(self, number: int, places: Iterable[tuple[str, int]]) -> str:
        """``number`` tells the part; the order of its rows is kept beside it."""
        own = {column: f"c{n}::{column[0]}" for n, column in enumerate(self.columns)}
        shown = ", ".join(own.get(place) or f"NULL::{place[0]}" for place in places)
        names = ", ".join(f"c{n}" for n in range(len(self.columns)))
        return f"SELECT {number}, row_number() OVER (), {shown} FROM ({self.sql}) AS part ({names})"  # noqa: S608

    def answer(self) -> list:
        """The rows as the queryset gives them itself: instances with all that was selected with them, values, tuples.

        The one place that goes around Django's own ways: its compiler is handed the rows that it would have fetched.
        """
        query = self.queryset.query
        self.compiler.execute_sql = lambda *_args, **_kwargs: [self.rows]
        query.get_compiler = lambda *_args, **_kwargs: self.compiler
        try:
            return list(self.queryset)
        finally:
            del query.get_compiler


def _fetch(questions: tuple) -> tuple[list, ...]:
    """The rows of each; one statement, whatever their number."""
    parts = [_Part(each) if isinstance(each, QuerySet) else None for each in questions]
    asked = [part for part in parts if part is not None and part.sql]
    if len(asked) == 1:
        asked = []
    elif asked:
        _execute(asked)
    return tuple(part.answer() if part in asked else list(each) for part, each in zip(parts, questions, strict=True))


def _execute(parts: list[_Part]) -> None:
    places = list(dict.fromkeys(column for part in parts for column in part.columns))
    at = {place: n for n, place in enumerate(places, start=2)}
    own = [[at[column] for column in part.columns] for part in parts]
    sql = " UNION ALL ".join(part.select(number, places) for number, part in enumerate(parts))
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, [value for part in parts for value in part.params])
        for row in sorted(cursor.fetchall(), key=lambda row: row[:2]):
            parts[row[0]].rows.append(tuple(map(row.__getitem__, own[row[0]])))
