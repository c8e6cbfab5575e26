"""Nhập thay: the head or the standing office types the self-score of a unit from its paper."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.obligations.domain.proxies import require_received
from apps.scoring.domain.lines import editable_version, lock_sheet
from apps.scoring.models import ScoreSheet
from apps.scoring.models.sheet import PROXY


class NoProxy(DomainError):
    """The unit took it in hand itself meanwhile, or Nhập thay was ended."""

    default_message = _("Bảng này không còn được nhập thay. Mở lại trang để xem đơn vị đã làm gì.")


def require_proxy(sheet: ScoreSheet) -> None:
    """Raises NoProxy."""
    if not sheet.is_proxy:
        raise NoProxy


@operation()
def begin_proxy(*, sheet_id: int, received_on: date, basis: str, actor: Actor, now: datetime) -> ScoreSheet:
    """Open the unit's sheet for typing from the paper that arrived on ``received_on``; again: another day or paper.

    ``basis``: the paper (số, ngày) or how it came. What the unit has typed stays, line by line who saves second is
    told; the unit's own signature ends it. The caller has asked ``policies.can_type_for``. Raises ReceivedLater,
    ReceivedBeforeYear, SheetNotEditable, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    editable_version(sheet)
    require_received(received_on, sheet.cluster_year.year, now)
    sheet.proxy_received_on, sheet.proxy_basis = received_on, clean(basis)
    sheet.proxy_by_label, sheet.correct_until = actor.label_for(sheet), None
    sheet.save(update_fields=[*PROXY, "updated_at"])
    after = {"received_on": received_on.isoformat(), "basis": sheet.proxy_basis}
    record("scoring.score_sheet.begin_proxy", actor=actor, target=sheet, at=now, after=after)
    return sheet


@operation()
def end_proxy(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Thôi nhập thay: what was typed stays as the unit's draft, and the unit sends it itself.

    The caller has asked ``policies.can_send_proxy``. Raises NoProxy, SheetNotEditable, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    editable_version(sheet)
    require_proxy(sheet)
    sheet.forget_proxy()
    sheet.save(update_fields=[*PROXY, "updated_at"])
    record("scoring.score_sheet.end_proxy", actor=actor, target=sheet, at=now)
    return sheet
