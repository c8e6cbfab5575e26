"""The tree of units: one writer at a time, no circles."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from treebeard.exceptions import InvalidMoveToDescendant

from apps.core.errors import DomainError
from apps.units.models import Unit

TREE_LOCK = 7_301_406  # any number that nothing else of the project locks


class UnitCycle(DomainError):
    """A unit would lie below itself."""

    default_message = _("Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó.")


def lock_tree() -> None:
    """Wait for whoever is writing the tree; held until the end of the transaction.

    Paths are counted from the neighbours, so two writers at once would give one path to two units.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def plant(unit: Unit, parent: Unit | None) -> Unit:
    """Save a new unit as the last child of its parent. The caller holds ``lock_tree``."""
    if parent is None:
        return Unit.objects.add_root(instance=unit)
    # Read the parent again: its path and count of children may be older than the lock.
    return Unit.objects.add_child(Unit.objects.get(pk=parent.pk), instance=unit)


def replant(unit: Unit, parent: Unit | None) -> None:
    """Move a unit with all below it. The caller holds ``lock_tree``. Raises UnitCycle."""
    fresh = Unit.objects.get(pk=unit.pk)
    if parent is None:
        if fresh.depth > 1:
            Unit.objects.move(fresh, Unit.objects.order_by("path").filter(depth=1).last(), pos="last-sibling")
        return
    target = Unit.objects.get(pk=parent.pk)
    if target.pk == fresh.pk or target.path.startswith(fresh.path):
        raise UnitCycle(field="parent")
    try:
        Unit.objects.move(fresh, target, pos="last-child")
    except InvalidMoveToDescendant as error:
        raise UnitCycle(field="parent") from error


def parent_codes(units: Iterable[Unit]) -> dict[int, str]:
    """Code of the parent of each unit, "" for roots; one query."""
    units = list(units)
    paths = {unit.path[: -Unit.steplen] for unit in units if unit.depth > 1}
    codes = dict(Unit.objects.filter(path__in=paths).values_list("path", "code"))
    return {unit.pk: codes.get(unit.path[: -Unit.steplen], "") for unit in units}


def plant_many(units: Iterable[Unit], parents: Mapping[str, str]) -> list[Unit]:
    """Save many new units at once; ``parents`` gives the code of each one's parent by its own code ("" for a root).

    Parents may be among the new ones, in any order. The caller holds ``lock_tree`` and has refused circles and unknown
    codes. Two statements for each level of the tree, whatever the number of units.
    """
    waiting = {unit.code: unit for unit in units}
    planted: list[Unit] = []
    while waiting:
        level = [unit for code, unit in waiting.items() if parents.get(code, "") not in waiting]
        if not level:
            raise UnitCycle
        planted += _plant_level(level, parents)
        for unit in level:
            del waiting[unit.code]
    return planted


def _plant_level(level: list[Unit], parents: Mapping[str, str]) -> list[Unit]:
    codes = {parents.get(unit.code, "") for unit in level}
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    last = _last_steps(known.values(), roots="" in codes)
    added: dict[int, int] = {}
    for unit in level:
        parent = known.get(parents.get(unit.code, ""))
        path = parent.path if parent else ""
        last[path] = last.get(path, 0) + 1
        unit.depth = (parent.depth if parent else 0) + 1
        unit.path = Unit._get_path(path, unit.depth, last[path])  # noqa: SLF001 -- treebeard's own counting
        if parent:
            added[parent.pk] = added.get(parent.pk, 0) + 1
    Unit.objects.bulk_create(level, batch_size=500)
    for number in set(added.values()):
        Unit.objects.filter(pk__in=[pk for pk, each in added.items() if each == number]).update(
            numchild=F("numchild") + number
        )
    return level


def _last_steps(parents: Iterable[Unit], *, roots: bool) -> dict[str, int]:
    """The last step in use below each parent path."""
    paths = [parent.path for parent in parents] + ([""] if roots else [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(path, length(path) - %s) AS parent, max(right(path, %s)) FROM units_unit"
            " WHERE left(path, length(path) - %s) = ANY(%s) GROUP BY 1",
            [Unit.steplen, Unit.steplen, Unit.steplen, paths],
        )
        return {path: Unit._str2int(step) for path, step in cursor.fetchall()}  # noqa: SLF001


def ancestors_of(unit: Unit) -> list[Unit]:
    """The units above, from the root down; one query, none for a root."""
    paths = [unit.path[: step * Unit.steplen] for step in range(1, unit.depth)]
    return list(Unit.objects.filter(path__in=paths).order_by("path")) if paths else []
