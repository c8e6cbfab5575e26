"""Who may open which page of conferences: a meeting of the cluster, planned."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.conferences.domain import papers
from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.models import Conference
from apps.conferences.tests.access_mode import MODE_ROWS
from emulation_portal.tests.matrix import Row, cluster
from emulation_portal.tests.matrix_world import NOW, PDF, SYSTEM, Subject


def held(subject: Subject) -> Conference:
    """The meeting of the cluster, made once."""
    found = Conference.objects.filter(cluster_year=subject.cluster_year).first()
    return found or hold_closing(
        cluster_year_id=subject.cluster_year.pk,
        plan=Plan("Hội nghị tổng kết", date(2020, 12, 18), "Hà Nội"),
        actor=SYSTEM,
        now=NOW,
    )


def conference(subject: Subject) -> list:
    return [held(subject).pk]


def attendee(subject: Subject) -> list:
    """The place of the unit of the sheet."""
    meeting = held(subject)
    return [meeting.pk, meeting.attendees.get(unit=subject.sheet.unit).pk]


def paper(subject: Subject) -> list:
    """An official paper with a file."""
    meeting = held(subject)
    found = meeting.papers.first()
    if found is None:
        call = {"kind": "report", "title": "Báo cáo tổng kết", "text": "Nội dung.", "actor": SYSTEM, "now": NOW}
        upload = SimpleUploadedFile("bao-cao.pdf", PDF)
        found = papers.add_paper(conference_id=meeting.pk, file=upload, **call)
        papers.make_official(paper_id=found.pk, remark="", version=found.version, actor=SYSTEM, now=NOW)
    return [found.pk]


def paper_file(subject: Subject) -> list:
    return [*paper(subject), 1]


def reading(subject: Subject) -> list:
    return [*paper(subject), attendee(subject)[1]]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
MEMBERS = "401 404 200 200 200 200 200 200 404"
PREPARING = "401 404 403 403 403 200 200 403 404"
OWN = "401 404 403 200 200 403 403 403 404"

ROWS = [
    Row("conferences:conference-list", EVERYBODY),
    Row("conferences:conference-list", EVERYBODY, query="?format=xlsx"),
    Row("conferences:conference-plan", PREPARING, arguments=cluster),
    Row("conferences:congress-make", "401 200 200 200 200 200 200 403 403"),
    Row("conferences:arrive", "200 200 200 200 200 200 200 200 200"),
    Row("conferences:conference-detail", MEMBERS, arguments=conference),
    *MODE_ROWS,
    Row("conferences:conference-edit", PREPARING, arguments=conference),
    Row("conferences:conference-invite", PREPARING, arguments=conference),
    Row("conferences:attendee-list", MEMBERS, arguments=conference),
    Row("conferences:attendee-list", MEMBERS, arguments=conference, query="?format=xlsx"),
    Row("conferences:attendee-add", PREPARING, arguments=conference),
    Row("conferences:attendee-answer", "401 404 403 200 200 200 200 403 404", arguments=attendee),
    Row("conferences:attendee-allot", PREPARING, arguments=attendee),
    Row("conferences:attendee-take-off", PREPARING, arguments=attendee),
    Row("conferences:attendee-arrive", OWN, arguments=attendee),
    Row("conferences:attendee-code", PREPARING, arguments=attendee),
    Row("conferences:attendance", PREPARING, arguments=conference),
    Row("conferences:attendance-codes", PREPARING, arguments=conference),
    Row("conferences:paper-add", PREPARING, arguments=conference),
    Row("conferences:paper-detail", MEMBERS, arguments=paper),
    Row("conferences:paper-edit", PREPARING, arguments=paper),
    Row("conferences:paper-official", PREPARING, arguments=paper),
    Row("conferences:paper-presenters", PREPARING, arguments=paper),
    Row("conferences:paper-read", "401 404 403 302 302 403 403 403 404", arguments=reading, method="post"),
    Row("conferences:paper-file", MEMBERS, arguments=paper_file),
]
