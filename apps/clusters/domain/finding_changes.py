"""Correcting, extending and taking back what an inspection found, while the unit still owes it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters import inspections_policies as policies
from apps.clusters.domain.findings import lock_finding
from apps.clusters.domain.inspections import APP, DateWrong, tell_unit, words
from apps.clusters.enums import FindingState
from apps.clusters.models import Finding
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.documents.domain.citing import uncite


class NotOwed(DomainError):
    """The unit has reported the fix, or it was accepted: it is answered or opened again, not rewritten."""

    default_message = _("Đơn vị đã báo khắc phục: hãy trả lời hoặc mở lại trước khi sửa nội dung này.")


@operation()
def change_finding(*, finding_id: int, text: str, due_on: date, reason: str, actor: Actor, now: datetime) -> Finding:
    """Another wording or another day (Gia hạn); the unit is told why. Raises NotAllowed, NotOwed, DateWrong."""
    finding = _owed(finding_id, actor)
    if due_on < (finding.inspection.held_on or finding.inspection.planned_on):
        raise DateWrong(_("Hạn khắc phục trước ngày kiểm tra."), field="due_on")
    before = _told(finding)
    finding.text, finding.due_on = clean(text, multiline=True), due_on
    if before == (after := _told(finding)):
        return finding
    finding.save()
    reason = clean(reason)
    record("clusters.finding.change", actor=actor, target=finding, at=now, before=before, after=after, reason=reason)
    body = words(
        _("%(text)s Hạn khắc phục: %(day)s. Lý do: %(reason)s"),
        text=finding.text,
        day=format_date(due_on),
        reason=reason,
    )
    tell_unit("clusters.finding_changed", finding.inspection, body, actor, now)
    return finding


@operation()
def withdraw_finding(*, finding_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """It was no fault, or is written twice: the unit owes it no more. Raises NotAllowed, NotOwed."""
    finding = _owed(finding_id, actor)
    inspection, reason = finding.inspection, clean(reason)
    before = _told(finding)
    record("clusters.finding.withdraw", actor=actor, target=inspection, at=now, before=before, reason=reason)
    if finding.fix_document is not None:
        uncite(finding.fix_document, app=APP, key=f"finding:{finding.pk}")
    body = words(_("Không phải khắc phục nữa: %(text)s Lý do: %(reason)s"), text=finding.text, reason=reason)
    tell_unit("clusters.finding_changed", inspection, body, actor, now)
    finding.delete()


def _owed(finding_id: int, actor: Actor) -> Finding:
    finding = lock_finding(finding_id)
    require_allowed(policies.can_change_finding(actor, finding))
    if finding.state != FindingState.OPEN:
        raise NotOwed
    return finding


def _told(finding: Finding) -> dict:
    return {"text": finding.text, "due_on": finding.due_on.isoformat()}
