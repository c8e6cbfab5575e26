"""Doors of the scheduler and of the worker."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.grants import actor_for
from apps.audit.trail import operation
from apps.core.sheets import Cancelled as ImportCancelled
from apps.documents.domain import attachments, purging, sheet_imports
from apps.documents.models import SheetImport
from apps.jobs.running import Cancelled, Run, running


@shared_task(acks_late=True)
def sweep_uploads() -> int:
    """Remove uploads that nothing uses."""
    return attachments.sweep(timezone.now())


@shared_task(acks_late=True)
def sweep_files() -> int:
    """Remove files that no row names, and purged contents that the storage still has."""
    return attachments.sweep_files_without_row(timezone.now()) + purging.sweep_purged()


@shared_task(acks_late=True)
def run_sheet_import(*, job_id: int) -> None:
    """Check or write a large import. Safe to run again: what is checked or written stays."""
    with running(job_id) as run:
        if run is None:
            return
        step = _check if run.params["step"] == "check" else _write
        step(run, SheetImport.objects.select_related("attachment", "job").get(pk=run.params["import_id"]))


def _check(run: Run, found: SheetImport) -> None:
    actor, now = actor_for(run.job.requested_by, run.job.requested_on), timezone.now()
    run.progress(0, 2, _("Đọc và kiểm tra từng dòng"))
    checked = sheet_imports.examine(found, actor=actor, now=now)
    run.progress(1, 2, _("Lưu kết quả kiểm tra"))
    with operation():
        held = sheet_imports.locked(found.pk)
        run.hold()
        if held.job_id == run.job.pk and held.is_busy:
            sheet_imports.end_check(held, checked, now)
        run.finish(url=found.get_absolute_url())


def _write(run: Run, found: SheetImport) -> None:
    actor, now = actor_for(run.job.requested_by, run.job.requested_on), timezone.now()
    run.progress(0, found.row_count, _("Kiểm tra lại trước khi ghi"))
    try:
        with operation():
            held = sheet_imports.locked(found.pk)
            if held.job_id == run.job.pk and held.is_busy:
                refused = sheet_imports.write(held, actor=actor, now=now, step=run.tell)
                if refused is not None:
                    sheet_imports.end_check(held, refused, now)
            run.hold()
            run.finish(url=found.get_absolute_url())
    except (Cancelled, ImportCancelled):
        with operation():
            sheet_imports.give_up(sheet_imports.locked(found.pk))
        raise Cancelled from None
