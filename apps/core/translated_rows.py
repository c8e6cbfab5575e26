"""Register of shipped rows that only we write: their words are shown through gettext like those of the code.

Apart from ``translations``, which needs the tools of who changes the code: each app registers at every start.
"""

from collections.abc import Iterator
from pathlib import Path

_columns: dict[Path, tuple[str, ...]] = {}


def register(path: Path, *columns: str) -> None:
    """The texts in these columns of a JSON file, a list of rows, are translated in ``locale/en``."""
    _columns[path] = columns


def registered() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Files and their columns, in the order of the files."""
    return iter(sorted(_columns.items()))
