"""Register of what keeps a unit from leading: an app that judges the units of a year says who may not lead the next.

``check(cluster_year_id)`` answers unit id → why; ``cluster_year_id`` is the year before the one that is led.
"""

from collections.abc import Callable, Mapping

from apps.clusters.models import ClusterYear
from apps.clusters.queries import year_before

_checks: list[Callable[[int], Mapping[int, str]]] = []


def register(check: Callable[[int], Mapping[int, str]]) -> None:
    """Called in ``AppConfig.ready()``."""
    _checks.append(check)


def barred(cluster_year: ClusterYear) -> dict[int, str]:
    """Unit → why it may be neither head nor deputy of this ClusterYear; units that may are absent."""
    before = year_before(cluster_year)
    found: dict[int, str] = {}
    if before is not None:
        for check in _checks:
            for unit_id, reason in check(before.pk).items():
                found.setdefault(unit_id, str(reason))
    return found
