"""The guided merge (Sáp nhập): several units become part of one, also in the middle of a year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.versions import require_version
from apps.units import merging
from apps.units.domain.rearranging import end_unit
from apps.units.domain.successions import Basis, SuccessionRefused, require_living, same_succession, write_succession
from apps.units.domain.tree import lock_tree, plant
from apps.units.domain.units import CodeTaken, UnitFields, require_open, require_period, set_aliases, unsaved_unit
from apps.units.enums import SuccessionKind
from apps.units.models import Unit, UnitSuccession


@dataclass(frozen=True)
class NewUnit:
    """The successor that a merge founds: its code, fields and parent."""

    code: str
    fields: UnitFields
    parent_id: int | None = None


def preview_merge(
    *, unit_ids: Iterable[int], into_id: int | None, on: date, today: date, overdue_until: date | None = None
) -> list[merging.Line]:
    """What would happen, table by table; nothing is written. Raises SuccessionRefused as the merge itself would."""
    units = list(Unit.objects.filter(pk__in=unit_ids).order_by("protocol_order", "sort_key", "pk"))
    into = Unit.objects.get(pk=into_id) if into_id else None
    _check(units, into, on, today)
    return merging.preview(merging.Merge(tuple(units), into, on, overdue_until))


@operation()
def merge_units(
    *,
    unit_ids: Iterable[int],
    on: date,
    basis: Basis,
    actor: Actor,
    now: datetime,
    into_id: int | None = None,
    new: NewUnit | None = None,
    overdue_until: date | None = None,
    expected_versions: Mapping[int, int] | None = None,
) -> UnitSuccession:
    """Units become part of ``into_id``, or of a ``new`` unit, from ``on``: one transaction for every table.

    The register ``units.merging`` says what happens to the rows of every app. The caller has asked
    ``policies.can_merge``. The same request again changes nothing and answers the first succession.
    Raises SuccessionRefused, StaleVersion, CodeTaken.
    """
    lock_tree()
    ids = sorted(set(unit_ids) | ({into_id} if into_id else set()))
    locked = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)}
    units = sorted((locked[pk] for pk in set(unit_ids)), key=lambda each: (each.protocol_order, each.sort_key, each.pk))
    into = locked[into_id] if into_id else Unit.objects.filter(code__iexact=new.code).first()
    if into is not None and units:
        pairs = [(unit.pk, into.pk) for unit in units]
        if (known := same_succession(SuccessionKind.MERGE, on, pairs)) is not None:
            return known
    if into_id is None and into is not None:
        raise CodeTaken(into)
    for pk, version in (expected_versions or {}).items():
        require_version(locked[pk], version)
    _check(units, into, on, timezone.localtime(now).date())
    if into is None:
        into = _found_successor(new, on, actor, now)
    merge = merging.Merge(tuple(units), into, on, overdue_until)
    moved = merging.apply(merge, actor=actor, now=now)
    for unit in units:
        unit.refresh_from_db()  # a rule may have moved what lies below it
        end_unit(unit, on, actor=actor, now=now)
    note = str(_("%(count)s dòng dữ liệu được chuyển.") % {"count": moved}) if moved else ""
    basis = replace(basis, note=" ".join(filter(None, [basis.note, note])))
    pairs = [(unit, into) for unit in units]
    return write_succession(SuccessionKind.MERGE, on, pairs, basis, actor=actor, now=now)


def _check(units: list[Unit], into: Unit | None, on: date, today: date) -> None:
    if not units:
        raise SuccessionRefused(_("Chọn ít nhất một đơn vị được sáp nhập."), field="units")
    if into is not None and into.pk in {unit.pk for unit in units}:
        message = _("“%(unit)s” không thể sáp nhập vào chính nó.")
        raise SuccessionRefused(message % {"unit": into.name}, field="into")
    for unit in units:
        require_living(unit, on, field="units", today=today)
        if into is not None and into.path.startswith(unit.path):
            message = _("“%(into)s” đang trực thuộc “%(unit)s”. Chuyển đơn vị cấp trên trước khi sáp nhập.")
            raise SuccessionRefused(message % {"into": into.name, "unit": unit.name}, field="into")
    if into is not None and into.valid_to and into.valid_to < on:
        message = _("“%(unit)s” đã kết thúc hoạt động ngày %(date)s, không thể nhận đơn vị khác.")
        raise SuccessionRefused(message % {"unit": into.name, "date": format_date(into.valid_to)}, field="into")
    if into is not None and into.valid_from and into.valid_from > on:
        message = _("“%(unit)s” hoạt động từ ngày %(date)s, ngày sáp nhập không được trước ngày đó.")
        raise SuccessionRefused(message % {"unit": into.name, "date": format_date(into.valid_from)}, field="on")


def _found_successor(new: NewUnit, on: date, actor: Actor, now: datetime) -> Unit:
    fields = replace(new.fields, valid_from=new.fields.valid_from or on)
    require_period(fields.valid_from, fields.valid_to)
    parent = Unit.objects.get(pk=new.parent_id) if new.parent_id else None
    require_open(parent, fields.valid_from, field="new_parent")
    unit = plant(unsaved_unit(new.code, fields, actor, now), parent)
    set_aliases(unit, fields.aliases)
    return unit
