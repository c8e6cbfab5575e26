"""How a benchmark is measured: alternating runs, medians, an exponent over sizes. Absolute times mean nothing."""

import math
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.db import connection

RUNS = 5


@dataclass(frozen=True)
class Sides:
    """One size of one benchmark: two calls that must answer the same rows.

    ``reset`` puts the database back before every run, outside of the time. Where a side leaves its rows in a table,
    ``bare_rows`` and ``our_rows`` read them after each run, outside of the time too. ``runs``: where not RUNS;
    ``cold``: each run is in new processes, and none warms the next.
    """

    n: int
    bare: Callable[[], object]
    ours: Callable[[], object]
    reset: Callable[[], object] = lambda: None
    bare_rows: Callable[[], object] | None = None
    our_rows: Callable[[], object] | None = None
    runs: int | None = None
    cold: bool = False


@dataclass(frozen=True)
class Measured:
    """Rows with a time of their own in ms: for calls of which only the SQL counts."""

    rows: object
    ms: float


class SqlTime:
    """Time spent in statements that contain a text ("" for all), added up, and their number; an execute wrapper."""

    def __init__(self, about: str):
        self.about, self.ms, self.count = about, 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if self.about in sql:
                self.count += 1
                self.ms += (time.perf_counter() - started) * 1000


@contextmanager
def sql_time(about: str) -> Iterator[SqlTime]:
    spent = SqlTime(about)
    with connection.execute_wrapper(spent):
        yield spent


@dataclass(frozen=True)
class Result:
    """One line of ``bench --json``. ``exponent``: of time over n, 0 flat, 1 linear; null with a single size.

    ``parts``: what was measured of which this is the worst; lines of their own behind it.
    """

    name: str
    n: int
    bare_ms: float
    ours_ms: float
    ratio: float
    exponent: float | None
    rows_equal: bool
    parts: tuple["Result", ...] = ()

    def as_rows(self) -> list[dict]:
        own = asdict(self)
        del own["parts"]
        return [own, *(row for part in self.parts for row in part.as_rows())]


def measure(name: str, sizes: list[Callable[[], Sides]]) -> Result:
    """Measure each size in turn (each is made by its own call); the result is that of the last, largest one."""
    times = []
    for make in sizes:
        sides = make()
        bare, ours, equal = alternate(sides)
        times.append((sides.n, ours))
    return Result(
        name=name,
        n=sides.n,
        bare_ms=round(bare, 3),
        ours_ms=round(ours, 3),
        ratio=round(ours / bare, 3),
        exponent=exponent(times),
        rows_equal=equal,
    )


def alternate(sides: Sides) -> tuple[float, float, bool]:
    """Medians in ms of alternating runs after a warm one, and whether both sides always answered the same rows."""
    bare_times, our_times, equal = [], [], True
    for run in range((sides.runs or RUNS) + (not sides.cold)):
        bare_ms, bare_rows = timed(sides.bare, sides.reset)
        bare_rows = sides.bare_rows() if sides.bare_rows else bare_rows
        ours_ms, our_rows = timed(sides.ours, sides.reset)
        our_rows = sides.our_rows() if sides.our_rows else our_rows
        equal = equal and bare_rows == our_rows
        if run or sides.cold:  # the first one warms caches and plans
            bare_times.append(bare_ms)
            our_times.append(ours_ms)
    return statistics.median(bare_times), statistics.median(our_times), equal


def timed(call: Callable[[], object], reset: Callable[[], object]) -> tuple[float, object]:
    reset()
    started = time.perf_counter()
    rows = call()
    spent = (time.perf_counter() - started) * 1000
    return (rows.ms, rows.rows) if isinstance(rows, Measured) else (spent, rows)


def exponent(times: list[tuple[int, float]]) -> float | None:
    """Slope of log(time) over log(n) by least squares."""
    if len(times) < 2:  # noqa: PLR2004 - a slope needs two points
        return None
    xs = [math.log(n) for n, _ms in times]
    ys = [math.log(ms) for _n, ms in times]
    return round(statistics.linear_regression(xs, ys).slope, 3)
