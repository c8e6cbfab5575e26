"""Keeping the list of indicators."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.results import policies
from apps.results.enums import Measure
from apps.results.models import Indicator, ResultEntry, Target

TEXTS = ("label", "short_label", "unit_of_measure", "numerator_label", "denominator_label", "field_code")
MEANING = ("measure", "better", "excess")
KEPT = (*TEXTS, *MEANING, "valid_from", "valid_to")


class CodeTaken(DomainError):
    """An indicator of this code exists."""

    default_message = _("Mã này đã được dùng cho chỉ số khác.")


class MeasureUsed(DomainError):
    """Figures were entered: an amount does not become a rate any more, nor what is better or above otherwise told."""

    default_message = _("Chỉ số đã có số liệu: không đổi loại, chiều tốt và cách tính vượt được. Hãy lập chỉ số mới.")


class ShortOfParts(DomainError):
    """A rate needs words for both of its parts."""

    default_message = _("Chỉ số tỷ lệ cần tên tử số và mẫu số.")


@operation()
def add_indicator(*, code: str, owner_id: int | None, actor: Actor, now: datetime, **told) -> Indicator:
    """Add an indicator; ``told``: the fields KEPT. Raises NotAllowed, CodeTaken, ShortOfParts."""
    indicator = Indicator(code=clean(code), owner_id=owner_id, saved_by_label=actor.label, saved_at=now)
    require_allowed(policies.can_change_indicator(actor, indicator))
    _write(indicator, told)
    try:
        with transaction.atomic():
            indicator.save()
    except IntegrityError as error:
        raise CodeTaken(field="code") from error
    record("results.indicator.add", actor=actor, target=indicator, at=now, after=_told(indicator))
    return indicator


@operation()
def change_indicator(*, indicator_id: int, version: int, actor: Actor, now: datetime, **told) -> Indicator:
    """Correct an indicator. Raises NotAllowed, StaleVersion, MeasureUsed, ShortOfParts."""
    indicator = Indicator.objects.select_for_update(no_key=True).get(pk=indicator_id)
    require_allowed(policies.can_change_indicator(actor, indicator))
    require_version(indicator, version)
    before = _told(indicator)
    _write(indicator, told)
    after = _told(indicator)
    if any(after[name] != before[name] for name in MEANING) and _is_used(indicator):
        raise MeasureUsed(field="measure")
    indicator.version += 1
    indicator.saved_by_label, indicator.saved_at = actor.label, now
    indicator.save()
    record("results.indicator.change", actor=actor, target=indicator, at=now, before=before, after=after)
    return indicator


def _is_used(indicator: Indicator) -> bool:
    return (
        ResultEntry.objects.filter(indicator=indicator).exists() or Target.objects.filter(indicator=indicator).exists()
    )


def _write(indicator: Indicator, told: dict) -> None:
    for name in KEPT:
        if name in told:
            setattr(indicator, name, clean(told[name] or "") if name in TEXTS else told[name])
    if indicator.measure == Measure.RATE and not (indicator.numerator_label and indicator.denominator_label):
        raise ShortOfParts(field="numerator_label")


def _told(indicator: Indicator) -> dict:
    return {name: getattr(indicator, name) for name in KEPT}
