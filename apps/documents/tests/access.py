"""Who may open which page of papers."""

from datetime import date

from apps.core.actor import system_actor
from apps.documents.domain.files import attach_file
from apps.documents.domain.filing import Paper, file_paper
from apps.documents.models import Document
from apps.documents.tests import import_access
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, Subject, scan

SYSTEM = system_actor()


def paper(subject: Subject) -> list:
    """A paper in the register of the sheet's unit."""
    unit = subject.sheet.unit
    found = Document.objects.filter(owner_code=unit.code).first() or file_paper(
        paper=Paper(symbol="12/KH-T", issued_on=date(2020, 3, 1), issuer_name=unit.name),
        owner_code=unit.code,
        owner_name=unit.name,
        actor=SYSTEM,
        now=NOW,
    )
    return [found.pk]


def paper_file(subject: Subject) -> list:
    [pk] = paper(subject)
    document = Document.objects.get(pk=pk)
    file = document.files.first() or attach_file(document_id=pk, attachment=scan(), actor=SYSTEM, now=NOW)
    return [pk, file.pk]


def attachment(subject: Subject) -> list:
    return [scan().pk]


def published(subject: Subject) -> list:
    """The same paper, put before everybody."""
    [pk] = paper(subject)
    Document.objects.filter(pk=pk).update(for_everyone=True)
    return [pk]


def unpublished(subject: Subject) -> list:
    [pk] = paper(subject)
    Document.objects.filter(pk=pk).update(for_everyone=False)
    return [pk]


def hidden_file(subject: Subject) -> list:
    unpublished(subject)
    return paper_file(subject)


def published_file(subject: Subject) -> list:
    published(subject)
    return paper_file(subject)


OWNERS_ONLY = "401 404 404 200 200 404 404 404 404"
SEEN_BY_ALL = "401 200 200 200 200 200 200 200 200"
CHANGED_BY_OWNERS = "401 403 403 200 200 403 403 403 403"

ROWS = [
    Row("documents:document-list", SEEN_BY_ALL),
    Row("documents:document-list", SEEN_BY_ALL, query="?format=xlsx"),
    Row("documents:document-create", "401 200 200 200 200 200 200 403 403"),
    Row("documents:document-detail", OWNERS_ONLY, arguments=unpublished),
    Row("documents:document-change", OWNERS_ONLY, arguments=unpublished),
    Row("documents:document-remove", OWNERS_ONLY, arguments=unpublished),
    Row("documents:document-attach", OWNERS_ONLY, arguments=unpublished),
    Row("documents:document-content", OWNERS_ONLY, arguments=hidden_file),
    Row("documents:document-detach", OWNERS_ONLY, arguments=hidden_file),
    Row("documents:document-detail", SEEN_BY_ALL, arguments=published),
    Row("documents:document-content", SEEN_BY_ALL, arguments=published_file),
    Row("documents:document-change", CHANGED_BY_OWNERS, arguments=published),
    Row("documents:document-remove", CHANGED_BY_OWNERS, arguments=published),
    Row("documents:document-attach", CHANGED_BY_OWNERS, arguments=published),
    Row("documents:document-detach", CHANGED_BY_OWNERS, arguments=published_file),
    Row("documents:attachment-list", "401 403 403 403 403 403 403 403 200"),
    Row("documents:attachment-purge", "401 403 403 403 403 403 403 403 200", arguments=attachment),
    *import_access.ROWS,
]
