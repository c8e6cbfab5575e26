"""Who may open which page of conferences: a meeting of the cluster, planned."""

from datetime import date

from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.models import Conference
from apps.conferences.tests.access_mode import MODE_ROWS
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, SYSTEM, Subject


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


EVERYBODY = "401 200 200 200 200 200 200 200 200"
MEMBERS = "401 404 200 200 200 200 200 200 404"
PREPARING = "401 404 403 403 403 200 200 403 404"

ROWS = [
    Row("conferences:conference-list", EVERYBODY),
    Row("conferences:conference-list", EVERYBODY, query="?format=xlsx"),
    Row("conferences:conference-detail", MEMBERS, arguments=conference),
    *MODE_ROWS,
]
