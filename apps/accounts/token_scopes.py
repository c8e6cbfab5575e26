"""Register of what an access token may be made to read.

The app that has the door for programs adds its scopes in ``AppConfig.ready()``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """One thing that a token may read: ``code`` is kept with the token, ``label`` stands on the page."""

    code: str
    label: object


_scopes: dict[str, Scope] = {}


def register(code: str, label) -> None:
    """``code`` in small letters, such as ``awards``."""
    _scopes[code] = Scope(code, label)


def known() -> tuple[Scope, ...]:
    """All scopes in the order in which they were registered."""
    return tuple(_scopes.values())


def labels(codes) -> list:
    """Labels of these codes in the order of the register; a code that nobody knows any more stands for itself."""
    named = [scope.label for scope in known() if scope.code in codes]
    return [*named, *(code for code in codes if code not in _scopes)]
