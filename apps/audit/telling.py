"""Register of those who carry word of faults to the auditors: who they are, and notices, lie in later rows."""

from collections.abc import Callable

from apps.audit.models import IntegrityCheck

_carriers: list[Callable[[IntegrityCheck], object]] = []


def register(carrier: Callable[[IntegrityCheck], object]) -> None:
    """``carrier(check)`` is called in the transaction that keeps a check which found faults."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def tell(check: IntegrityCheck) -> None:
    for carrier in _carriers:
        carrier(check)
