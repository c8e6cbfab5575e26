"""Correcting, extending and taking back what an inspection found, while the unit still owes it."""

import hashlib
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.models import Entry
from apps.audit.trail import operation, record
from apps.clusters import inspections_policies as policies
from apps.clusters.domain.findings import lock_finding
from apps.clusters.domain.inspections import APP, DateWrong, tell_unit, words
from apps.clusters.enums import FindingState
from apps.clusters.models import Finding
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError, StaleVersion
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.documents.domain.citing import uncite
from apps.periods.domain.years import require_writable


class NotOwed(DomainError):
    """The unit has reported the fix, or it was accepted: it is answered or opened again, not rewritten."""

    default_message = _("Đơn vị đã báo khắc phục: hãy trả lời hoặc mở lại trước khi sửa nội dung này.")


class LateOnRecord(NotOwed):
    """The unit reported the fix after its day; that stays on record, so the finding stays with it."""

    default_message = _("Đơn vị đã báo khắc phục chậm; việc chậm được lưu nên không bỏ được nội dung này.")


def what_is_read(finding: Finding) -> str:
    """Short text that differs as soon as wording or day were changed: what was read is what is changed."""
    return hashlib.sha256(f"{finding.due_on.isoformat()} {finding.text}".encode()).hexdigest()[:16]


@operation()
def change_finding(
    *, finding_id: int, text: str, due_on: date, reason: str, actor: Actor, now: datetime, seen: str = ""
) -> Finding:
    """Another wording or another day (Gia hạn); the unit is told why. ``seen``: ``what_is_read`` of what the person
    read. A fix reported already stays as late as it was by the day of then.

    Raises NotAllowed, NotOwed, YearClosed, DateWrong, StaleVersion.
    """
    finding = _owed(finding_id, actor)
    if due_on < (finding.inspection.held_on or finding.inspection.planned_on):
        raise DateWrong(_("Hạn khắc phục trước ngày kiểm tra."), field="due_on")
    before, read, day = _told(finding), what_is_read(finding), finding.due_on
    finding.text, finding.due_on = clean(text, multiline=True), due_on
    if before == (after := _told(finding)):
        return finding
    if seen and seen != read:
        raise _changed_by_others(finding)
    if finding.first_fixed_at is not None:
        finding.first_due_on = finding.first_due_on or day
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
    """It was no fault, or is written twice: the unit owes it no more.

    Raises NotAllowed, NotOwed, YearClosed; LateOnRecord once the unit has reported the fix late.
    """
    finding = _owed(finding_id, actor)
    if finding.first_fixed_at is not None and finding.days_late(now):
        raise LateOnRecord
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
    require_writable(finding.inspection.year)
    if finding.state != FindingState.OPEN:
        raise NotOwed
    return finding


def _told(finding: Finding) -> dict:
    return {"text": finding.text, "due_on": finding.due_on.isoformat()}


def _changed_by_others(finding: Finding) -> StaleVersion:
    """Who changed it last and when, as the trail tells."""
    key = f"{finding._meta.label_lower}:{finding.pk}"
    told = Entry.objects.filter(target_key=key, action="clusters.finding.change").order_by("pk").last()
    who, at = (told.actor_label, told.at) if told else (finding.inspection.by_whom, finding.updated_at)
    return StaleVersion(who=who, at=at)
