"""Fixed queries that every page asks: their SQL is put together once per process, for that costs more than the answer.

The answers are never kept: each call asks the database with its own values.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection

# In the places of values in the kept SQL: no row has them.
_FIRST_ID, _FIRST_DAY = -1_234_567, date(1, 2, 3)
MOST_SHAPES = 128

Value = int | date | Collection[int]


class KeptQuery:
    """``make(*values, **fixed)`` answers a ``values_list`` queryset with the values in it as they are given: an id, a
    date, or a set of ids. What else the SQL depends on is ``fixed`` (hashable), a statement for each.
    """

    def __init__(self, make: Callable):
        self._make = make
        self._statement = lru_cache(MOST_SHAPES)(self._put_together)

    def rows(self, *values: Value, **fixed) -> list[tuple]:
        """The rows for these values; one query, none where the ORM sees that no row can fulfil it."""
        values = [value if isinstance(value, int | date) else tuple(value) for value in values]
        sql, params, converters = self._statement(tuple(map(_shape, values)), tuple(fixed.items()))
        if not sql:
            return []
        present = {}
        for standing, value in zip(_stand_ins(map(_shape, values)), values, strict=True):
            present.update(zip(standing, value, strict=True) if isinstance(value, tuple) else [(standing, value)])
        with connection.cursor() as cursor:
            cursor.execute(sql, [present.get(param, param) for param in params])
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    def _put_together(self, shapes: tuple, fixed: tuple) -> tuple[str, tuple, tuple]:
        values = list(_stand_ins(shapes))
        compiler = self._make(*values, **dict(fixed)).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return "", (), ()
        wanted = {value for value in values if not isinstance(value, tuple)}
        wanted.update(part for value in values if isinstance(value, tuple) for part in value)
        if not wanted <= set(params):
            raise ValueError("a value does not stand in the statement as it was given")
        columns = [column for column, _sql, _alias in compiler.select]
        return sql, tuple(params), tuple(compiler.get_converters(columns).items())


def _shape(value: Value) -> int | str:
    """How many ids; of a single value its kind."""
    if isinstance(value, tuple):
        return len(value)
    return "day" if isinstance(value, date) else "id"


def _stand_ins(shapes):
    """A value for each shape, each part of them another one."""
    numbers = count()
    for shape in shapes:
        if shape == "day":
            yield _FIRST_DAY + timedelta(days=next(numbers))
        elif shape == "id":
            yield _FIRST_ID - next(numbers)
        else:
            yield tuple(_FIRST_ID - next(numbers) for _each in range(shape))


def _converted(row: tuple, converters: tuple) -> tuple:
    """As the ORM's own reading of rows does."""
    cells = list(row)
    for place, (convert, expression) in converters:
        for step in convert:
            cells[place] = step(cells[place], expression, connection)
    return tuple(cells)
