"""Who may fetch a file that was made: whoever sees every object whose data are in it and asked for it, or for a paper
that was issued.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.documents.domain.issuing import Emptied
from apps.documents.models import IssuedFile
from apps.reports.keeping import BATCH
from apps.reports.registry import all_reports, find
from apps.reports.standing import is_official

SEEN_NO_MORE = _("Tệp này có số liệu mà bạn không còn quyền xem.")


def own_files(actor: Actor) -> QuerySet[IssuedFile]:
    """What the actor asked for, newest first: zip files stand for what came in them; where one was never finished, what
    had been made for it stands by itself.
    """
    bound = IssuedFile.objects.filter(verification_code=OuterRef("batch_code"))
    found = IssuedFile.objects.visible_to(actor).filter(Q(batch_code="") | ~Exists(bound))
    return found.order_by("-issued_at", "-pk")


def is_shared(actor: Actor, issued: IssuedFile) -> bool:
    """A paper that was issued, sent or signed when the file was made is not its asker's alone: whoever sees all that is
    in it. A draft stays with whoever asked.
    """
    report = find(issued.report)
    if report is None or not issued.subject_ids:
        return False
    found = list(report.visible(actor).filter(pk__in=issued.subject_ids))
    return {each.pk for each in found} == set(issued.subject_ids) and is_official(found, issued.data_at)


def is_open(actor: Actor, issued: IssuedFile) -> bool:
    """One's own file, or a shared one."""
    return issued.issued_by_id == actor.user_id or is_shared(actor, issued)


def over(files: Iterable[IssuedFile], today: date) -> set[int]:
    """Ids of those that are kept no longer."""
    return {issued.pk for issued in files if issued.is_over(today)}


def can_fetch(actor: Actor, issued: IssuedFile) -> Verdict:
    """``issued`` is among the actor's own files, or shared; what is in it is asked here."""
    return ALLOWED if fetchable([issued], actor) else refused(SEEN_NO_MORE)


def can_download(actor: Actor, issued: IssuedFile) -> Verdict:
    """The same, until its last day is over."""
    if issued.is_over(actor.on or localdate()):
        return refused(Emptied.default_message)
    return can_fetch(actor, issued)


def fetchable(files: Iterable[IssuedFile], actor: Actor) -> set[int]:
    """Ids of those of one's own files that may be fetched, with one query per report.

    A file that names no object is shut; a zip file is open while all that came in it is.
    """
    files, open_ids = list(files), set()
    zips = [issued for issued in files if issued.report == BATCH]
    if zips:
        open_ids |= _open_zips(zips, actor)
    for report in all_reports():
        made = [issued for issued in files if issued.report == report.name and issued.subject_ids]
        if made:
            seen = report.seen({pk for issued in made for pk in issued.subject_ids}, actor)
            open_ids |= {issued.pk for issued in made if seen.issuperset(issued.subject_ids)}
    return open_ids


def _open_zips(zips: list[IssuedFile], actor: Actor) -> set[int]:
    """Those of which every part may be fetched; one without parts is shut."""
    parts: dict[str, list[IssuedFile]] = {}
    needed = IssuedFile.objects.only("report", "subject_ids", "batch_code")
    for part in needed.filter(batch_code__in=[each.verification_code for each in zips]):
        parts.setdefault(part.batch_code, []).append(part)
    seen = fetchable([part for found in parts.values() for part in found], actor)
    return {
        each.pk
        for each in zips
        if (found := parts.get(each.verification_code)) and seen.issuperset(part.pk for part in found)
    }
