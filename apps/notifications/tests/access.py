"""Who may open which page of notifications."""

from apps.dashboard.tests.world import NOW
from apps.notifications.domain.sending import notify
from apps.notifications.models import Notice
from emulation_portal.tests.matrix import Row, Subject


def notice(subject: Subject) -> list:
    """A notice of the unit's officer."""
    officer = subject.people["officer"]
    notify("scoring.sheet_received", to=[officer.pk], about=subject.sheet, now=NOW)
    return [Notice.objects.filter(recipient=officer).latest("pk").pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
OFFICER_ONLY = "401 404 404 302 404 404 404 404 404"

ROWS = [
    Row("notifications:notice-list", EVERYBODY),
    Row("notifications:notice-list", EVERYBODY, query="?format=xlsx"),
    Row("notifications:notice-mark-read", EVERYBODY),
    Row("notifications:notice-mark-unread", EVERYBODY),
    Row("notifications:notice-open", OFFICER_ONLY, arguments=notice),
    Row("notifications:notice-mark", OFFICER_ONLY, arguments=notice, method="post"),
    Row("notifications:preference-edit", EVERYBODY),
]
