"""Python's collector of reference cycles rests while very many rows are read or written.

Rows by the hundred thousand are no garbage, but every so many new objects make the collector look at all of them again:
a fifth of the time of an import. What nobody refers to any more is freed as always.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_rests() -> Iterator[None]:
    """Also a decorator. Calls may be nested and run in several threads: whoever stopped the collector starts it."""
    stopped = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stopped:
            gc.enable()
