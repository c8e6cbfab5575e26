"""Rearrangements of one unit: new name, other parent, split, end (Đổi tên, chuyển cấp trên, chia tách, giải thể)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.text import clean
from apps.core.versions import require_version
from apps.units.domain.successions import (
    ONE_DAY,
    Basis,
    SuccessionRefused,
    require_living,
    same_succession,
    write_succession,
)
from apps.units.domain.tree import lock_tree, plant, replant
from apps.units.domain.units import UnitFields, touch, unsaved_unit
from apps.units.enums import SuccessionKind
from apps.units.models import Unit, UnitName, UnitSuccession


def _locked(unit_id: int, expected_version: int | None) -> Unit:
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if expected_version is not None:
        require_version(unit, expected_version)
    return unit


@operation()
def rename_unit(
    *,
    unit_id: int,
    name: str,
    on: date,
    basis: Basis,
    actor: Actor,
    now: datetime,
    short_name: str = "",
    expected_version: int | None = None,
) -> Unit:
    """A new official name from ``on``; the old one stays as the name of the time before. Repeating changes nothing.

    Raises StaleVersion, SuccessionRefused.
    """
    unit = _locked(unit_id, None)
    if same_succession(SuccessionKind.RENAME, on, [(unit.pk, unit.pk)]) and unit.name == clean(name):
        return unit
    if expected_version is not None:
        require_version(unit, expected_version)
    require_living(unit, on, field="name", today=timezone.localtime(now).date())
    if unit.name == clean(name):
        raise SuccessionRefused(_("Tên mới giống tên hiện nay."), field="name")
    keep_former_name(unit, on)
    unit.name = clean(name)
    if short_name:
        unit.short_name = clean(short_name)
    touch(unit, actor, now)
    write_succession(SuccessionKind.RENAME, on, [(unit, unit)], basis, actor=actor, now=now)
    return unit


def keep_former_name(unit: Unit, on: date) -> UnitName:
    """The present name of a locked unit becomes the name in force until the day before ``on``."""
    last = unit.former_names.filter(valid_to__isnull=False).order_by("-valid_to").first()
    since = last.valid_to + ONE_DAY if last else unit.valid_from
    if since and on <= since:
        message = _("Tên hiện nay có từ ngày %(date)s, tên mới phải có từ sau ngày đó.")
        raise SuccessionRefused(message % {"date": format_date(since)}, field="on")
    return UnitName.objects.create(unit=unit, name=unit.name, valid_from=since, valid_to=on - ONE_DAY)


@operation()
def move_unit(
    *,
    unit_id: int,
    parent_id: int | None,
    on: date,
    basis: Basis,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Unit:
    """The unit and all below it under another parent from ``on``. Repeating changes nothing.

    The caller has asked ``policies.can_edit`` for the unit and both parents. Raises StaleVersion, UnitCycle,
    SuccessionRefused.
    """
    lock_tree()
    unit = _locked(unit_id, None)
    parent = Unit.objects.get(pk=parent_id) if parent_id else None
    if unit.path[: -Unit.steplen] == (parent.path if parent else ""):
        return unit
    if expected_version is not None:
        require_version(unit, expected_version)
    require_living(unit, on, field="parent", today=timezone.localtime(now).date())
    if parent is not None and parent.valid_to and parent.valid_to < on:
        message = _("“%(unit)s” đã kết thúc hoạt động ngày %(date)s, không thể chọn nữa.")
        raise SuccessionRefused(message % {"unit": parent.name, "date": format_date(parent.valid_to)}, field="parent")
    old = Unit.objects.get_parent(unit)
    replant(unit, parent)
    unit.refresh_from_db()
    touch(unit, actor, now)
    way = _("Từ “%(old)s” sang “%(new)s”.") % {"old": old or "–", "new": parent or "–"}
    basis = replace(basis, note=" ".join(filter(None, [str(way), basis.note])))
    write_succession(SuccessionKind.MOVE, on, [(unit, unit)], basis, actor=actor, now=now)
    return unit


@operation()
def dissolve_unit(
    *, unit_id: int, on: date, basis: Basis, actor: Actor, now: datetime, expected_version: int | None = None
) -> UnitSuccession:
    """The unit ends; ``on`` is the first day without it. Its papers stay, nobody takes over its duties.

    Repeating changes nothing. Raises StaleVersion, SuccessionRefused (units below it must be placed first).
    """
    lock_tree()
    unit = _locked(unit_id, None)
    if (known := same_succession(SuccessionKind.DISSOLVE, on, [(unit.pk, None)])) is not None:
        return known
    if expected_version is not None:
        require_version(unit, expected_version)
    require_living(unit, on, field="unit", today=timezone.localtime(now).date())
    below = Unit.objects.get_descendants(unit).valid_on(on)
    if (count := below.count()) > 0:
        message = _(
            "Còn %(count)s đơn vị trực thuộc đang hoạt động (%(names)s). Chuyển hoặc kết thúc các đơn vị đó trước."
        )
        names = ", ".join(each.name for each in below[:3])
        raise SuccessionRefused(message % {"count": count, "names": names}, field="unit")
    end_unit(unit, on, actor=actor, now=now)
    return write_succession(SuccessionKind.DISSOLVE, on, [(unit, None)], basis, actor=actor, now=now)


def end_unit(unit: Unit, on: date, *, actor: Actor, now: datetime) -> None:
    """The day before ``on`` is the last day of a locked unit."""
    unit.valid_to = on - ONE_DAY
    touch(unit, actor, now)


@operation()
def split_unit(
    *,
    unit_id: int,
    parts: Iterable[tuple[str, UnitFields]],
    on: date,
    basis: Basis,
    lives_on: bool,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> UnitSuccession:
    """New units (code, fields) come out of one, at its place in the tree; it ends unless it ``lives_on`` (tách).

    Duties and papers stay with the old unit: who continues what is decided unit by unit. Raises StaleVersion,
    SuccessionRefused.
    """
    parts = list(parts)
    lock_tree()
    unit = _locked(unit_id, None)
    known = {each.code: each for each in Unit.objects.filter(code__in=[code for code, _fields in parts])}
    targets = [known.get(code) for code, _fields in parts]
    if all(targets):
        pairs = [(unit.pk, each.pk) for each in targets]
        if (same := same_succession(SuccessionKind.SPLIT, on, pairs)) is not None:
            return same
    if known:
        taken = next(iter(known.values()))
        message = _("Mã %(code)s đã dùng cho “%(name)s”.")
        raise SuccessionRefused(message % {"code": taken.code, "name": taken.name}, field="parts")
    if expected_version is not None:
        require_version(unit, expected_version)
    require_living(unit, on, field="unit", today=timezone.localtime(now).date())
    parent = Unit.objects.get_parent(unit)
    founded = []
    for code, fields in parts:
        founded.append(plant(unsaved_unit(code, replace(fields, valid_from=on), actor, now), parent))
    unit.refresh_from_db()
    if not lives_on:
        end_unit(unit, on, actor=actor, now=now)
    pairs = [(unit, each) for each in founded]
    return write_succession(SuccessionKind.SPLIT, on, pairs, basis, actor=actor, now=now)
