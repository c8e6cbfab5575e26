"""Who may fetch a file that was made: whoever asked for it and still sees every object whose data are in it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.documents.models import IssuedFile
from apps.reports.registry import all_reports

SEEN_NO_MORE = _("Tệp này có số liệu mà bạn không còn quyền xem.")


def can_fetch(actor: Actor, issued: IssuedFile) -> Verdict:
    """``issued`` is among the actor's own files; what is in it is asked here."""
    return ALLOWED if fetchable([issued], actor) else refused(SEEN_NO_MORE)


def fetchable(files: Iterable[IssuedFile], actor: Actor) -> set[int]:
    """Ids of those of one's own files that may be fetched, with one query per report.

    A file that names no object is shut.
    """
    files, open_ids = list(files), set()
    for report in all_reports():
        made = [issued for issued in files if issued.report == report.name and issued.subject_ids]
        if made:
            seen = report.seen({pk for issued in made for pk in issued.subject_ids}, actor)
            open_ids |= {issued.pk for issued in made if seen.issuperset(issued.subject_ids)}
    return open_ids
