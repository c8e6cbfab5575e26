"""Where the date of a duty is kept by another app: a template of reports, a milestone, the plan of a cluster.

Filled in ``AppConfig.ready()``: those apps lie above us. Such a duty is not edited here, so that it has one date.
"""

from collections.abc import Callable

from apps.obligations.models import Duty

_owners: dict[str, Callable[[Duty], str]] = {}


def register(prefix: str, page: Callable[[Duty], str]) -> None:
    """``page(duty)``: address at which the date is changed; empty when there is no such row."""
    _owners[prefix] = page


def page_of(duty: Duty) -> str:
    return next((page(duty) for prefix, page in _owners.items() if duty.code.startswith(prefix)), "")
