"""Register of integrity checks: apps add theirs in AppConfig.ready(); ``manage.py verify_integrity`` runs them."""

from collections.abc import Callable, Iterable

_checks: dict[str, Callable[[], Iterable[str]]] = {}


def register(name: str, check: Callable[[], Iterable[str]]) -> None:
    """``check()`` yields one Vietnamese sentence per fault that it finds."""
    _checks[name] = check


def names() -> list[str]:
    """The checks in order of registration."""
    return list(_checks)


def faults_of(name: str) -> Iterable[str]:
    return _checks[name]()


def run() -> dict[str, list[str]]:
    """Faults by check, in order of registration."""
    return {name: list(faults_of(name)) for name in names()}
