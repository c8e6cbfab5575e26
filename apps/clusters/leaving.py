"""Register of what keeps a unit in its cluster: an app that has papers of the unit in a ClusterYear says so.

``check(cluster_year_id, unit_ids)`` answers the ids of units that may not leave, and ``label`` says why.
"""

from collections.abc import Callable, Iterable

_checks: list[tuple[object, Callable]] = []


def register(label, check: Callable) -> None:
    """``label``: the reason in words, such as "đã mở bảng tự chấm điểm"."""
    _checks.append((label, check))


def reasons(cluster_year_id: int, unit_ids: Iterable[int]) -> dict[int, str]:
    """Unit → why it may not leave; units that may are absent. One query for each register entry."""
    unit_ids = set(unit_ids)
    found: dict[int, str] = {}
    if unit_ids:
        for label, check in _checks:
            for unit_id in check(cluster_year_id, unit_ids):
                found.setdefault(unit_id, str(label))
    return found
