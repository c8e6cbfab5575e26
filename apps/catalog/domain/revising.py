"""Changing the law's rows: from a day on, or a mistake in place. What was in force stays to be read.

Every row that the ministry touches is kept: the shipped files no longer overwrite it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.catalog import policies
from apps.catalog.models import AwardRoute, AwardTerm, AwardType, BaseSalary
from apps.catalog.models.dated import DatedRow
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.verdict import require_allowed
from apps.core.versions import require_version

# Rows of which only one may be in force for the same subject on one day.
ONE_AT_A_TIME: dict[type[DatedRow], tuple[str, ...]] = {
    AwardTerm: ("award_id",),
    AwardRoute: ("award_id", "unit_kind", "legal_person", "route"),
    BaseSalary: (),
}


class OutsideForce(DomainError):
    """The new day lies before the row took force or after it ended."""

    default_message = gettext_lazy("Ngày này nằm ngoài thời gian hiệu lực của dòng đang sửa.")


class Overlapping(DomainError):
    """Another row would be in force for the same thing on the same day."""


@operation()
def revise_row(
    *,
    model: type[DatedRow],
    row_id: int,
    version: int,
    changes: Mapping[str, object],
    from_day: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> DatedRow:
    """Change a row of the law. ``from_day``: the day from which the change holds; None mends a mistake in place.

    With a day the present row ends the day before and a new one begins. Raises NotAllowed, StaleVersion, OutsideForce,
    Overlapping. Changing nothing answers the row as it is.
    """
    _require(actor)
    _lock(model.objects.get(pk=row_id))
    row = model.objects.select_for_update(no_key=True).get(pk=row_id)
    require_version(row, version)
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not changed:
        return row
    before = {name: _plain(getattr(row, name)) for name in changed}
    target = row if from_day is None else _successor(row, from_day, actor, now)
    for name, value in changed.items():
        setattr(target, name, value)
    _store(target, actor, now)
    after = {name: _plain(value) for name, value in changed.items()}
    if from_day is not None:
        after["valid_from"] = from_day.isoformat()
    record("catalog.row.revise", actor=actor, target=target, at=now, before=before, after=after, reason=reason)
    return target


@operation()
def create_row(
    *,
    model: type[DatedRow],
    name: str,
    award_id: int | None,
    values: Mapping[str, object],
    valid_from: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> DatedRow:
    """Add a row of the law, in force from a day. ``name`` of the kind becomes part of the code of the row.

    ``award_id`` None where the kind has no award (base salary). Raises NotAllowed, Overlapping.
    """
    _require(actor)
    row = model(valid_from=valid_from, **values)
    if award_id is not None:
        row.award_id = award_id
    _lock(row)
    award = AwardType.objects.get(pk=award_id).code if award_id is not None else ""
    row.code = _free_code(model, "-".join(filter(None, [award, name.upper(), f"{valid_from:%Y%m%d}"])))
    row.version = 0
    _store(row, actor, now)
    after = {"valid_from": valid_from.isoformat(), **{key: _plain(value) for key, value in values.items()}}
    record("catalog.row.create", actor=actor, target=row, at=now, after=after, reason=reason)
    return row


def _free_code(model: type[DatedRow], stem: str) -> str:
    """The stem, or the stem with the first free number behind it."""
    taken = set(model.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def _lock(row: DatedRow) -> None:
    """One writer at a time for rows that may overlap: the award's row, or all base salaries."""
    if award_id := getattr(row, "award_id", None):
        AwardType.objects.select_for_update(no_key=True).get(pk=award_id)
    elif isinstance(row, BaseSalary):
        list(BaseSalary.objects.order_by("pk").select_for_update(no_key=True))


@operation()
def end_row(
    *, model: type[DatedRow], row_id: int, version: int, last_day: date, reason: str, actor: Actor, now: datetime
) -> DatedRow:
    """Let a row be in force for the last time on ``last_day``. Raises NotAllowed, StaleVersion, OutsideForce."""
    _require(actor)
    row = model.objects.select_for_update(no_key=True).get(pk=row_id)
    require_version(row, version)
    if (row.valid_from and last_day < row.valid_from) or (row.valid_to and last_day > row.valid_to):
        raise OutsideForce(field="last_day")
    if row.valid_to == last_day:
        return row
    before = {"valid_to": _plain(row.valid_to)}
    row.valid_to = last_day
    _store(row, actor, now)
    after = {"valid_to": last_day.isoformat()}
    record("catalog.row.end", actor=actor, target=row, at=now, before=before, after=after, reason=reason)
    return row


def _successor(row: DatedRow, from_day: date, actor: Actor, now: datetime) -> DatedRow:
    """End the row the day before; its copy from the day on, not stored yet."""
    if (row.valid_from and from_day <= row.valid_from) or (row.valid_to and from_day > row.valid_to):
        raise OutsideForce(field="from_day")
    copy = type(row).objects.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True  # noqa: SLF001 - Django's own recipe for a copy
    copy.code = f"{row.code.partition('@')[0]}@{from_day:%Y%m%d}"
    copy.valid_from, copy.version = from_day, 0
    row.valid_to = from_day - timedelta(days=1)
    _store(row, actor, now)
    return copy


def _store(row: DatedRow, actor: Actor, now: datetime) -> None:
    _refuse_overlap(row)
    row.kept_by_ministry = True
    row.version += 1
    row.saved_by_label, row.saved_at = actor.label, now
    row.save()


def _refuse_overlap(row: DatedRow) -> None:
    if type(row) not in ONE_AT_A_TIME:
        return
    same = {name: getattr(row, name) for name in ONE_AT_A_TIME[type(row)]}
    others = type(row).objects.exclude(pk=row.pk).filter(**same)
    if row.valid_to:
        others = others.filter(Q(valid_from=None) | Q(valid_from__lte=row.valid_to))
    if row.valid_from:
        others = others.filter(Q(valid_to=None) | Q(valid_to__gte=row.valid_from))
    other = others.first()
    if other is not None:
        raise Overlapping(
            _("Đã có dòng khác có hiệu lực từ %(start)s cho cùng nội dung. Hãy kết thúc dòng đó trước.")
            % {"start": format_date(other.valid_from)},
            field="from_day" if row.pk else "valid_from",
        )


def _require(actor: Actor) -> None:
    require_allowed(policies.can_change(actor))


def _plain(value):
    """JSON form of a value for the trail."""
    if isinstance(value, models.Model):
        return str(value)
    return value if isinstance(value, str | int | bool | list | dict | type(None)) else str(value)
