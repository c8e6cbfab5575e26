"""The signed text of a decision: the digitally signed PDF or the scan of the paper original, kept with its paper."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.domain.decisions import lock_issued
from apps.awards.models import AwardDecision
from apps.core.actor import Actor
from apps.core.errors import TransitionNotAllowed
from apps.core.kept import kept_language
from apps.documents.domain.files import attach_file
from apps.documents.domain.signed_files import store_signed
from apps.documents.models import DocumentFile

DIGITAL, SCAN = _("Bản điện tử đã ký số"), _("Bản quét của bản giấy")


@operation()
def keep_signed_text(*, decision_id: int, file, digital: bool, actor: Actor, now: datetime) -> DocumentFile:
    """Check the uploaded file with its signatures and put it to the paper of an issued decision.

    The caller has asked ``can_prepare``. Raises TransitionNotAllowed for a draft, SignatureRefused and what
    ``attachments.store`` raises.
    """
    decision: AwardDecision = lock_issued(decision_id)
    if decision.is_draft:
        raise TransitionNotAllowed(_("Chỉ tải lên bản ký sau khi đã ghi số, ngày ban hành."))
    attachment = store_signed(file, digital=digital, actor=actor, now=now)
    with kept_language():
        note = str(DIGITAL if digital else SCAN)
    kept = attach_file(document_id=decision.document_id, attachment=attachment, note=note, actor=actor, now=now)
    after = {"file": attachment.name, "sha256": attachment.sha256, "signatures": attachment.signatures.count()}
    record("awards.decision.signed_text", actor=actor, target=decision, at=now, after=after)
    return kept
