"""Imports of sheets: hand in, answer, correct, write once, give up.

Small files are checked and written in the call, large ones in a job; either way in one transaction, and only what was
just checked in that same transaction is written.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.core import sheets
from apps.core.actor import Actor
from apps.core.errors import DomainError, NotAllowed
from apps.core.kept import kept_language
from apps.core.locking import hold
from apps.core.sheets import Checked, ImportKind, Summary
from apps.core.sheets.engine import write_checked
from apps.core.sheets.grid import PASTED, PASTED_FILE
from apps.core.uploads import SHEET_KINDS
from apps.core.verdict import in_person, require_allowed
from apps.documents.domain import attachments
from apps.documents.domain.sheet_reports import counts_of, report_of, without_persons
from apps.documents.models import SheetImport
from apps.documents.sheet_import_enums import ImportState
from apps.documents.sheet_import_workflow import IMPORT_FLOW
from apps.jobs.queue import enqueue

ROWS_IN_REQUEST = 500
TASK = "apps.documents.tasks.run_sheet_import"


class ImportBusy(DomainError):
    """A job is checking or writing this import just now."""

    default_message = gettext_lazy("Hệ thống đang xử lý tệp này. Hãy chờ xong, hoặc bấm Dừng.")


class ContentGone(DomainError):
    """The administrator removed the content of the file."""

    default_message = gettext_lazy("Nội dung tệp đã được gỡ bỏ. Hãy nộp tệp khác hoặc bỏ lần nhập này.")


class NotReady(DomainError):
    """The import has mistakes or open questions: the page shows them."""

    default_message = gettext_lazy("Chưa ghi được: còn lỗi hoặc điểm chưa rõ. Xem kết quả kiểm tra mới nhất ở dưới.")


@operation()
def start(*, kind: str, upload, actor: Actor, now: datetime) -> SheetImport:
    """Keep the file and check it. Raises UploadRefused, NotAllowed."""
    _require_may(sheets.kind(kind), actor)
    attachment = _stored(upload, actor, now)
    begun = SheetImport.objects.create(kind=kind, attachment=attachment, requested_by_id=actor.user_id)
    record("documents.sheet_import.start", actor=actor, target=begun, at=now, after={"sha256": attachment.sha256})
    return _check(begun, actor, now)


@operation()
def replace_file(*, import_id: int, upload, actor: Actor, now: datetime) -> SheetImport:
    """A corrected file for the same import; answers that still fit are kept. Raises UploadRefused, ImportBusy."""
    found = _locked(import_id, actor, "check")
    before = {"sha256": found.attachment.sha256}
    found.attachment = _stored(upload, actor, now)
    after = {"sha256": found.attachment.sha256}
    record("documents.sheet_import.correct", actor=actor, target=found, at=now, before=before, after=after)
    return _check(found, actor, now)


@operation()
def answer(*, import_id: int, answers: dict[str, str], actor: Actor, now: datetime) -> SheetImport:
    """Answer questions and check again; an empty answer takes one back. Raises ImportBusy."""
    found = _locked(import_id, actor, "check")
    before = dict(found.answers)
    found.answers = {key: value for key, value in (found.answers | answers).items() if value}
    if found.answers == before:
        return found
    record("documents.sheet_import.answer", actor=actor, target=found, at=now, before=before, after=found.answers)
    return _check(found, actor, now)


@operation()
def confirm(*, import_id: int, actor: Actor, now: datetime) -> SheetImport:
    """Write the import. Confirmed twice, it is written once. Raises NotReady, ImportBusy, NotAllowed.

    The file is checked again in the transaction that writes: what changed in the system meanwhile counts.
    """
    found = locked(import_id)
    if found.state == ImportState.DONE or (found.state == ImportState.WRITING and found.is_busy):
        return found
    require_allowed(in_person(actor))
    found = _settled(found, actor, "write")
    if not found.is_ready:
        raise NotReady
    found.state = IMPORT_FLOW.target("write", found.state)
    if found.row_count > ROWS_IN_REQUEST:
        found.job = _enqueue(found, "write", actor, now)
        found.save()
        return found
    found.save()
    checked = write(found, actor=actor, now=now, step=None)
    if checked is not None:
        end_check(found, checked, now)
    return found


@operation()
def abandon(*, import_id: int, actor: Actor, now: datetime) -> SheetImport:
    """Give the import up; its file stays for the trail, what was read from it goes. Raises ImportBusy."""
    found = locked(import_id)
    if found.state == ImportState.ABANDONED:
        return found
    found = _settled(found, actor, "abandon")
    before = found.state
    found.state = IMPORT_FLOW.target("abandon", found.state)
    found.report = without_persons(found.report)
    found.save()
    record(
        "documents.sheet_import.abandon",
        actor=actor,
        target=found,
        at=now,
        before={"state": before},
        after={"state": found.state},
    )
    return found


# --- What the call does for small files and the job for large ones ----------------------------------


def examine(found: SheetImport, *, actor: Actor, now: datetime) -> Checked:
    """Read and check the file with the answers given so far. Writes nothing."""
    data = _content(found)
    name = str(PASTED) if found.attachment.name == PASTED_FILE else found.attachment.name
    return sheets.examine_file(sheets.kind(found.kind), data, name, actor=actor, now=now, answers=found.answers)


def end_check(found: SheetImport, checked: Checked, now: datetime) -> None:
    """Keep what a check found; ``found`` is locked."""
    found.state = IMPORT_FLOW.target(
        "end_check" if found.state == ImportState.CHECKING else "give_up_write", found.state
    )
    found.report = report_of(checked) if found.attachment.purged_at is None else {}
    found.checked_at = now
    for field, count in counts_of(checked).items():
        setattr(found, field, count)
    found.save()


def write(found: SheetImport, *, actor: Actor, now: datetime, step) -> Checked | None:
    """Check again and write, within the caller's operation; ``found`` is locked and WRITING.

    Answers None when written; else what the new check found, nothing having been written.
    """
    kind = sheets.kind(found.kind)
    _require_may(kind, actor)
    checked = examine(found, actor=actor, now=now)
    if not checked.ready:
        return checked
    summary = write_checked(kind, checked, actor=actor, now=now, step=step)
    _end_write(found, summary, actor, now)
    return None


def _end_write(found: SheetImport, summary: Summary, actor: Actor, now: datetime) -> None:
    found.state = IMPORT_FLOW.target("end_write", found.state)
    found.done_at = now
    found.created_count, found.updated_count = summary.created, summary.updated
    found.unchanged_count = summary.unchanged
    found.report = without_persons(found.report)
    found.save()
    counts = {"created": summary.created, "updated": summary.updated, "unchanged": summary.unchanged}
    record("documents.sheet_import.write", actor=actor, target=found, at=now, after=counts)


def give_up(found: SheetImport) -> None:
    """Back to checked after a write that was stopped; ``found`` is locked."""
    if found.state == ImportState.WRITING:
        found.state = IMPORT_FLOW.target("give_up_write", found.state)
        found.save(update_fields=["state", "updated_at"])


def locked(import_id: int) -> SheetImport:
    """The import, held until the end of the transaction."""
    return hold(SheetImport.objects.select_related("attachment", "job"), import_id)


# --- Helpers ---------------------------------------------------------------------------------------


def _check(found: SheetImport, actor: Actor, now: datetime) -> SheetImport:
    """Check now, or ask a worker to."""
    found.checks += 1
    found.state = IMPORT_FLOW.target("check", found.state)
    if sheets.row_estimate(_content(found), enough=ROWS_IN_REQUEST) > ROWS_IN_REQUEST:
        found.job = _enqueue(found, "check", actor, now)
        found.save()
        return found
    found.job = None
    end_check(found, examine(found, actor=actor, now=now), now)
    return found


def _enqueue(found: SheetImport, step: str, actor: Actor, now: datetime):
    with kept_language():
        label = _("Ghi “%(name)s”") if step == "write" else _("Kiểm tra “%(name)s”")
    return enqueue(
        TASK,
        key=f"sheet-import:{found.pk}:{step}:{found.checks}",
        label=label % {"name": found.attachment.name},
        params={"import_id": found.pk, "step": step},
        actor=actor,
        now=now,
    )


def _locked(import_id: int, actor: Actor, action: str) -> SheetImport:
    return _settled(locked(import_id), actor, action)


def _settled(found: SheetImport, actor: Actor, action: str) -> SheetImport:
    """Refuse while a job has it; a job that ended without its end left the state behind, which is put right here."""
    _require_may(sheets.kind(found.kind), actor)
    if found.is_busy:
        raise ImportBusy
    if found.state == ImportState.WRITING:
        found.state = IMPORT_FLOW.target("give_up_write", found.state)
    IMPORT_FLOW.target(action, found.state)
    return found


def _require_may(kind: ImportKind, actor: Actor) -> None:
    if not actor.is_system and not (verdict := kind.may(actor)):
        raise NotAllowed(verdict.reason)


def _stored(upload, actor: Actor, now: datetime):
    attachment = attachments.store(upload, actor=actor, now=now, allowed=SHEET_KINDS)
    attachments.mark_used(attachment, now)
    return attachment


def _content(found: SheetImport) -> bytes:
    if found.attachment.purged_at is not None:
        raise ContentGone
    with found.attachment.file.open("rb") as file:
        return file.read()
