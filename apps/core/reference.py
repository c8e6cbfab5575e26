"""Register of reference rows: law and lists carried as data, loaded at the end of ``manage.py migrate``.

Each loader is idempotent and keyed on ``code``: loading twice changes nothing.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pghistory
from django.db import transaction

_loaders: dict[str, Callable[[], int]] = {}


def register(name: str, loader: Callable[[], int]) -> None:
    """``loader()`` writes what is missing or changed and answers the number of rows it wrote."""
    _loaders[name] = loader


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a shipped file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_all() -> dict[str, int]:
    """Rows written by name; all or none, and one operation in the history of the rows."""
    with transaction.atomic(), pghistory.context():
        return {name: loader() for name, loader in _loaders.items()}
