"""Assigning targets (Giao chỉ tiêu) and changing them."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.errors import DomainError
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain.citing import cite, uncite
from apps.documents.models import Document
from apps.results import policies
from apps.results.domain.years import require_writable_for
from apps.results.enums import Origin
from apps.results.models import Indicator, Target
from apps.units.models import Unit


class TargetWrong(DomainError):
    """A number that no target can have."""


class TargetKnown(DomainError):
    """This target stands already and is another one: it is changed, not assigned again."""


@operation()
def assign_target(  # noqa: PLR0913 -- the columns of a target
    *,
    unit_id: int,
    year: int,
    indicator_id: int,
    value: Decimal | None,
    issuer_name: str,
    actor: Actor,
    now: datetime,
    origin: str = Origin.SECTOR,
    issuer_id: int | None = None,
    document: Document | None = None,
    note: str = "",
    illustrative: bool = False,
) -> Target:
    """Assign one target to a unit; ``value`` None: nothing is assigned this year. Repeating changes nothing.

    Raises NotAllowed, YearClosed, TargetWrong, TargetKnown.
    """
    unit = Unit.objects.get(pk=unit_id)
    require_allowed(policies.can_assign(actor, unit, origin))
    indicator = Indicator.objects.get(pk=indicator_id)
    _check(indicator, year, value)
    require_writable_for(unit, year)
    target, created = Target.objects.get_or_create(
        unit=unit,
        year=year,
        indicator=indicator,
        origin=origin,
        defaults={
            "issuer_id": issuer_id,
            "issuer_name": clean(issuer_name),
            "value": value,
            "document": document,
            "note": clean(note),
            "illustrative": illustrative,
            "saved_by_label": actor.label,
            "saved_at": now,
        },
    )
    if not created:
        if target.value != value:
            raise TargetKnown(
                _("%(unit)s năm %(year)s đã được giao chỉ tiêu này. Hãy sửa chỉ tiêu đã có.")
                % {"unit": unit, "year": year},
                field="indicator",
            )
        return target
    _cite(target, None)
    record("results.target.assign", actor=actor, target=target, at=now, after=_told(target))
    return target


@operation()
def change_target(
    *,
    target_id: int,
    version: int,
    value: Decimal | None,
    issuer_name: str,
    actor: Actor,
    now: datetime,
    document: Document | None = None,
    note: str = "",
    reason: str = "",
) -> Target:
    """Change a target (điều chỉnh chỉ tiêu). Raises NotAllowed, StaleVersion, YearClosed, TargetWrong."""
    rows = Target.objects.select_related("unit", "indicator", "document")
    target = hold(rows, target_id)
    require_allowed(policies.can_change_target(actor, target))
    require_version(target, version)
    _check(target.indicator, target.year, value)
    require_writable_for(target.unit, target.year)
    before, cited = _told(target), target.document
    target.value, target.issuer_name, target.note = value, clean(issuer_name), clean(note)
    target.document = document
    target.version += 1
    target.saved_by_label, target.saved_at = actor.label, now
    target.save()
    _cite(target, cited)
    record(
        "results.target.change",
        actor=actor,
        target=target,
        at=now,
        before=before,
        after=_told(target),
        reason=clean(reason),
    )
    return target


def _check(indicator: Indicator, year: int, value: Decimal | None) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise TargetWrong(_("Năm %(year)s không hợp lệ.") % {"year": year}, field="year")
    if value is None:
        return
    if value < 0:
        raise TargetWrong(_("Chỉ tiêu không nhỏ hơn 0."), field="value")
    if indicator.is_rate and value > 100:  # noqa: PLR2004 - percent
        raise TargetWrong(_("Chỉ tiêu tỷ lệ tính bằng phần trăm, không lớn hơn 100."), field="value")


def _cite(target: Target, before: Document | None) -> None:
    key = f"target:{target.pk}"
    if before is not None and before.pk != target.document_id:
        uncite(before, app="results", key=key)
    if target.document is not None:
        cite(target.document, app="results", key=key, label=str(target), path=target.get_absolute_url())


def _told(target: Target) -> dict:
    return {
        "value": None if target.value is None else format(target.value.normalize(), "f"),
        "issuer": target.issuer_name,
        "document": str(target.document or ""),
        "note": target.note,
    }
