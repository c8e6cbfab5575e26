"""Register of integrity checks: apps add theirs in AppConfig.ready(); ``manage.py verify_integrity`` runs them."""

from collections.abc import Callable, Iterable

_checks: dict[str, Callable[[], Iterable[str]]] = {}


def register(name: str, check: Callable[[], Iterable[str]]) -> None:
    """``check()`` yields one Vietnamese sentence per fault that it finds."""
    _checks[name] = check


def run() -> dict[str, list[str]]:
    """Faults by check, in order of registration."""
    return {name: list(check()) for name, check in _checks.items()}
