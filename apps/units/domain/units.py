"""Founding and editing units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.collation import sort_key
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.units.domain.tree import lock_tree, plant
from apps.units.models import Unit, UnitAlias
from apps.units.models.search import own_text, refresh_search


class CodeTaken(DomainError):
    """Another unit has this code."""

    def __init__(self, unit: Unit):
        message = _("Mã %(code)s đã dùng cho “%(name)s”. Chọn mã khác hoặc sửa đơn vị đó.")
        super().__init__(message % {"code": unit.code, "name": unit.name}, field="code", code="taken")
        self.unit = unit


class WrongPeriod(DomainError):
    """The last day lies before the first one, or a date contradicts what is on record."""

    default_message = _("Ngày kết thúc hoạt động phải sau ngày bắt đầu hoạt động.")


class ParentEnded(DomainError):
    """The unit above had ended before the new one began."""

    def __init__(self, unit: Unit, field: str):
        message = _("“%(unit)s” đã kết thúc hoạt động ngày %(date)s. Chọn đơn vị kế thừa.")
        super().__init__(message % {"unit": unit.name, "date": format_date(unit.valid_to)}, field=field)


@dataclass(frozen=True)
class UnitFields:
    """What a unit is, as typed or read from a file; texts are cleaned when stored."""

    name: str
    kind: str
    short_name: str = ""
    province: str = ""
    protocol_order: int = 0
    legal_person: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()

    def columns(self) -> dict:
        """Values of the columns of Unit."""
        return {
            "name": clean(self.name),
            "kind": self.kind,
            "short_name": clean(self.short_name),
            "province": clean(self.province),
            "protocol_order": self.protocol_order,
            "legal_person": self.legal_person,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


@operation()
def ensure_unit(  # noqa: PLR0913 -- the columns of the unit file
    *,
    code: str,
    name: str,
    kind: str,
    actor: Actor,
    now: datetime,
    parent: Unit | None = None,
    short_name: str = "",
    protocol_order: int = 0,
    province: str = "",
    legal_person: bool | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    aliases: tuple[str, ...] = (),
) -> Unit:
    """The unit with this code, founded when it is not there yet. Repeating changes nothing, two at once found one."""
    known = Unit.objects.filter(code=code).first()
    if known is not None:
        return known
    lock_tree()
    if (known := Unit.objects.filter(code__iexact=code).first()) is not None:
        return known
    fields = UnitFields(
        name, kind, short_name, province, protocol_order, legal_person, valid_from, valid_to, tuple(aliases)
    )
    return _found(code, fields, parent, actor, now)


@operation()
def found_unit(*, code: str, fields: UnitFields, parent: Unit | None, actor: Actor, now: datetime) -> Unit:
    """Found a unit (Lập đơn vị). The caller has asked ``policies.can_found``. Raises CodeTaken, WrongPeriod,
    ParentEnded.
    """
    lock_tree()
    if (known := Unit.objects.filter(code__iexact=clean(code)).first()) is not None:
        raise CodeTaken(known)
    require_period(fields.valid_from, fields.valid_to)
    require_open(parent, fields.valid_from or local(now).date())
    return _found(clean(code), fields, parent, actor, now)


def _found(code: str, fields: UnitFields, parent: Unit | None, actor: Actor, now: datetime) -> Unit:
    unit = plant(Unit(code=code, saved_by_label=actor.label, saved_at=now, **fields.columns()), parent)
    set_aliases(unit, fields.aliases)
    after = {"code": code, "name": unit.name, "parent": parent.code if parent else ""}
    record("units.unit.found", actor=actor, target=unit, at=now, after=after)
    return unit


@operation()
def edit_unit(
    *, unit_id: int, expected_version: int, fields: UnitFields, actor: Actor, now: datetime, reason: str = ""
) -> Unit:
    """Correct what is on record of a unit. A new name by decision is ``rearranging.rename_unit``, which keeps the old.

    The caller has asked ``policies.can_edit``. Raises StaleVersion, WrongPeriod.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require_version(unit, expected_version)
    require_period(fields.valid_from, fields.valid_to)
    before, after = differences(unit, fields)
    if not after:
        return unit
    for name, value in fields.columns().items():
        setattr(unit, name, value)
    touch(unit, actor, now)
    set_aliases(unit, fields.aliases)
    record("units.unit.edit", actor=actor, target=unit, at=now, before=before, after=after, reason=reason)
    return unit


def require_period(valid_from: date | None, valid_to: date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise WrongPeriod(field="valid_to")


def require_open(parent: Unit | None, on: date, field: str = "parent") -> None:
    """Raises ParentEnded where the unit above has ended before ``on``."""
    if parent is not None and parent.valid_to and parent.valid_to < on:
        raise ParentEnded(parent, field)


def differences(unit: Unit, fields: UnitFields) -> tuple[dict, dict]:
    """What would change, as the trail keeps it: (before, after)."""
    before, after = {}, {}
    for name, value in fields.columns().items():
        if (present := getattr(unit, name)) != value:
            before[name], after[name] = _plain(present), _plain(value)
    known = [alias.name for alias in unit.aliases.all()]
    wanted = distinct_aliases(fields.aliases)
    if known != wanted:
        before["aliases"], after["aliases"] = known, wanted
    return before, after


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def touch(unit: Unit, actor: Actor, now: datetime) -> None:
    """Save a locked unit as its next version."""
    unit.version += 1
    unit.saved_by_label, unit.saved_at = actor.label, now
    unit.save()
    refresh_search([unit.pk])


def distinct_aliases(names: Iterable[str]) -> list[str]:
    """Cleaned aliases, the first of those that read alike."""
    found: dict[str, str] = {}
    for name in map(clean, names):
        if name:
            found.setdefault(name, name)
    return list(found.values())


def set_aliases(unit: Unit, names: Iterable[str]) -> None:
    """Make these the aliases of the unit; the others are taken away."""
    wanted = distinct_aliases(names)
    known = {alias.name: alias for alias in unit.aliases.all()}
    if list(known) == wanted:
        return
    UnitAlias.objects.filter(unit=unit).exclude(name__in=wanted).delete()
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in wanted if name not in known)
    refresh_search([unit.pk])


def unsaved_unit(code: str, fields: UnitFields, actor: Actor, now: datetime) -> Unit:
    """A new unit with its derived columns, for writing many at once."""
    unit = Unit(code=code, saved_by_label=actor.label, saved_at=now, **fields.columns())
    unit.search_text, unit.sort_key = own_text(unit), sort_key(unit.name)
    return unit
