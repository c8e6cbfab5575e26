"""What an inspection found, until it is put right."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters import inspections_policies as policies
from apps.clusters.domain.inspections import APP, tell_unit
from apps.clusters.enums import FindingState
from apps.clusters.inspections_workflow import FINDING_FLOW
from apps.clusters.models import Finding
from apps.clusters.queries import ids_of_heads, ids_of_last_heads
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.documents.domain.citing import cite, uncite
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class FixNotTold(DomainError):
    """A fix is told in words and rests on a paper."""

    default_message = _("Ghi kết quả khắc phục và dẫn văn bản báo cáo (số, ký hiệu, ngày).")


@operation()
def report_fix(*, finding_id: int, note: str, document: Document | None, actor: Actor, now: datetime) -> Finding:
    """The unit says what was put right and by which paper. Raises NotAllowed, FixNotTold, TransitionNotAllowed."""
    finding = lock_finding(finding_id)
    require_allowed(policies.can_report_fix(actor, finding))
    note = clean(note, multiline=True)
    if not note or document is None:
        raise FixNotTold(field="note" if not note else "symbol")
    before, cited = finding.state, finding.fix_document
    finding.state = FINDING_FLOW.target("report_fix", before)
    finding.fix_note, finding.fix_document = note, document
    finding.fixed_at, finding.fixed_by_label = now, actor.label
    finding.first_fixed_at = finding.first_fixed_at or now
    finding.save()
    key = f"finding:{finding.pk}"
    if cited is not None and cited.pk != document.pk:
        uncite(cited, app=APP, key=key)
    cite(document, app=APP, key=key, label=str(finding), path=finding.get_absolute_url())
    record("clusters.finding.report_fix", actor=actor, target=finding, at=now, before=before, after=finding.state)
    _tell_heads(finding, actor, now)
    return finding


@operation()
def accept_fix(*, finding_id: int, actor: Actor, now: datetime, remark: str = "") -> Finding:
    """The head takes it as put right. Raises NotAllowed, TransitionNotAllowed."""
    return _judge(finding_id, "accept", remark, actor, now)


@operation()
def ask_again(*, finding_id: int, remark: str, actor: Actor, now: datetime) -> Finding:
    """Not enough: the unit owes it again, and reads why. Raises NotAllowed, TransitionNotAllowed."""
    return _judge(finding_id, "ask_again", remark, actor, now)


@operation()
def reopen_finding(*, finding_id: int, remark: str, actor: Actor, now: datetime) -> Finding:
    """What was accepted turned out not to be put right. Raises NotAllowed, TransitionNotAllowed."""
    return _judge(finding_id, "reopen", remark, actor, now)


def _judge(finding_id: int, action: str, remark: str, actor: Actor, now: datetime) -> Finding:
    finding = lock_finding(finding_id)
    require_allowed(policies.can_judge(actor, finding))
    before = finding.state
    finding.state = FINDING_FLOW.target(action, before)
    finding.remark = clean(remark, multiline=True)
    finding.judged_at, finding.judged_by_label = now, actor.label
    finding.save()
    record(
        f"clusters.finding.{action}",
        actor=actor,
        target=finding,
        at=now,
        before=before,
        after=finding.state,
        reason=finding.remark,
    )
    if finding.state == FindingState.OPEN:
        tell_unit("clusters.fix_asked_again", finding.inspection, finding.remark, actor, now)
    return finding


def lock_finding(finding_id: int) -> Finding:
    rows = Finding.objects.select_related("inspection__year", "inspection__unit", "inspection__cluster_year")
    rows = rows.select_related("fix_document")
    # No require_writable: what an inspection found is put right and judged after its year was closed as well; whoever
    # rewrites it (finding_changes) asks for an open year.
    return hold(rows, finding_id)


def _tell_heads(finding: Finding, actor: Actor, now: datetime) -> None:
    inspection, today = finding.inspection, local(now).date()
    if inspection.cluster_year_id:
        people = ids_of_heads(inspection.cluster_year_id, today)
        if not people:
            people = ids_of_last_heads(inspection.cluster_year_id, today)
            people |= ids_of_people([inspection.organiser_id], [Role.STANDING_OFFICE], today)
    else:
        people = ids_of_people([inspection.organiser_id], [Role.STANDING_OFFICE], today)
    notify("clusters.fix_reported", to=people, about=inspection, body=finding.text, actor=actor, now=now)
