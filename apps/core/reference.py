"""Register of reference rows: law and lists carried as data, loaded by ``manage.py load_reference``.

Each loader is idempotent and keyed on ``code``: loading twice changes nothing.
"""

from collections.abc import Callable

_loaders: dict[str, Callable[[], int]] = {}


def register(name: str, loader: Callable[[], int]) -> None:
    """``loader()`` writes what is missing or changed and answers the number of rows it wrote."""
    _loaders[name] = loader


def load_all() -> dict[str, int]:
    return {name: loader() for name, loader in _loaders.items()}
