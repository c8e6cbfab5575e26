"""Photos and files of a result."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.documents.domain.attachments import mark_used
from apps.documents.domain.letting_go import let_go
from apps.documents.models import Attachment
from apps.results import policies
from apps.results.domain.years import require_writable_for
from apps.results.models import ResultEntry, ResultFile

MOST_FILES = 20


class TooManyFiles(DomainError):
    """A result carries at most MOST_FILES files."""


@operation()
def add_file(*, entry_id: int, attachment: Attachment, caption: str, actor: Actor, now: datetime) -> ResultFile:
    """Add a photo or file. Raises NotAllowed, YearClosed, TooManyFiles."""
    entry = _lock(entry_id, actor)
    if entry.files.count() >= MOST_FILES:
        raise TooManyFiles(_("Mỗi kết quả có nhiều nhất %(most)s tệp.") % {"most": MOST_FILES}, field="file")
    made = ResultFile.objects.create(entry=entry, attachment=attachment, caption=clean(caption))
    mark_used(attachment, now)
    record("results.result.add_file", actor=actor, target=entry, at=now, after={"file": attachment.name})
    return made


@operation()
def remove_file(*, file_id: int, actor: Actor, now: datetime) -> None:
    """Take a file off a result. Raises NotAllowed, YearClosed."""
    found = ResultFile.objects.select_related("attachment").get(pk=file_id)
    entry = _lock(found.entry_id, actor)
    attachment = found.attachment
    found.delete()
    let_go([attachment])
    record("results.result.remove_file", actor=actor, target=entry, at=now, before={"file": attachment.name})


def _lock(entry_id: int, actor: Actor) -> ResultEntry:
    rows = ResultEntry.objects.select_related("unit", "indicator")
    entry = rows.select_for_update(of=("self",), no_key=True).get(pk=entry_id)
    require_allowed(policies.can_correct(actor, entry))
    require_writable_for(entry.unit, entry.year)
    return entry
