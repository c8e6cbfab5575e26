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

Each part of a statement is one array in its only row: the rows of the part in their order, each as the text of a record
that is read here. On columns that have to match, as in a UNION, the planner spends more than on the parts themselves.
"""

import re
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from psycopg.adapt import Transformer
from psycopg.pq import Format

# Yields QuerySets, is sent their rows, returns what it found out.
Asking = Generator[Any, Any, Any]

LENGTH = re.compile(r"\(\d+(, ?\d+)?\)")  # varchar(200), numeric(8, 3): read as every other
# Of a record as PostgreSQL writes it, what stands before a comma: between quotes, or without; nothing at all is NULL.
CELL = re.compile(rb'(?:"((?:[^"]|"")*)"|([^,]*)),')
DOUBLED = re.compile(rb'(["\\])\1')


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
    """One queryset in a statement: its SQL, and the types of its columns."""

    def __init__(self, queryset: QuerySet):
        self.queryset = queryset.all()
        self.compiler = self.queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.rows: list[tuple] = []
        self.types: list[str] = []
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
            return
        for expression, *_rest in self.compiler.select:
            kind = expression.output_field.cast_db_type(self.compiler.connection)
            self.types.append(LENGTH.sub("", kind))

    def select(self) -> str:
        return f"ARRAY(SELECT (part.*)::text FROM ({self.sql}) AS part)"  # noqa: S608

    def read(self, records: list[str], driver) -> None:
        """The records as the driver's cursor reads the columns of any statement.

        Without the columns behind them by which DISTINCT rows are ordered: Django selects these and leaves them out.
        """
        known, reading, width = driver.connection.adapters.types, Transformer(driver), len(self.types)
        reading.set_loader_types([known.get_oid(name) for name in self.types], Format.TEXT)
        self.rows = [reading.load_sequence(tuple(islice(_cells(record), width))) for record in records]

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
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(part.select() for part in parts)}", [value for part in parts for value in part.params]
        )
        for part, records in zip(parts, cursor.fetchone(), strict=True):
            part.read(records, cursor.cursor)


def _cells(record: str) -> Iterator[bytes | None]:
    """The columns of a record, in the text format of their types."""
    for cell in CELL.finditer(f"{record[1:-1]},".encode()):
        quoted, plain = cell.groups()
        yield DOUBLED.sub(rb"\1", quoted) if quoted is not None else plain or None
