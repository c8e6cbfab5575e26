"""Who may open which page of notifications."""

from apps.accounts.grants import actor_for
from apps.dashboard.tests.world import NOW
from apps.notifications.domain.kinds import kind_of
from apps.notifications.domain.sending import notify
from apps.notifications.domain.templates import save_template
from apps.notifications.models import Notice
from apps.notifications.tests.factories import MailFactory
from emulation_portal.tests.matrix import Row, Subject


def mail(subject: Subject) -> list:
    return [MailFactory().pk]


def caught(subject: Subject) -> list:
    return ["nothing"]


def kind(subject: Subject) -> list:
    return [kind_of("scoring.sheet_returned").code]


def reworded(subject: Subject) -> list:
    """A kind with words of the ministry."""
    office = actor_for(subject.people["office"], NOW.date())
    code = kind_of("scoring.sheet_returned").code
    save_template(
        kind_code=code,
        subject="{tieu_de}",
        body="{duong_dan}",
        starts_on=NOW.date(),
        expected_number=0,
        actor=office,
        now=NOW,
    )
    return [code]


def notice(subject: Subject) -> list:
    """A notice of the unit's officer."""
    officer = subject.people["officer"]
    notify("scoring.sheet_received", to=[officer.pk], about=subject.sheet, now=NOW)
    return [Notice.objects.filter(recipient=officer).latest("pk").pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
MAIL = "401 403 403 403 403 403 200 403 200"
WORDING = "401 403 403 403 403 403 200 403 403"
# Pages of local mode: in the tests, as on a server that sends its mails, there are none.
NOWHERE = "401 404 404 404 404 404 404 404 404"
OFFICER_ONLY = "401 404 404 302 404 404 404 404 404"

ROWS = [
    Row("notifications:notice-list", EVERYBODY),
    Row("notifications:notice-list", EVERYBODY, query="?format=xlsx"),
    Row("notifications:notice-mark-read", EVERYBODY),
    Row("notifications:notice-mark-unread", EVERYBODY),
    Row("notifications:notice-open", OFFICER_ONLY, arguments=notice),
    Row("notifications:notice-mark", OFFICER_ONLY, arguments=notice, method="post"),
    Row("notifications:preference-edit", EVERYBODY),
    Row("notifications:mail-list", MAIL),
    Row("notifications:mail-list", MAIL, query="?format=xlsx"),
    Row("notifications:mail-detail", MAIL, arguments=mail),
    Row("notifications:mail-resend", MAIL),
    Row("notifications:caught-list", NOWHERE),
    Row("notifications:caught-detail", NOWHERE, arguments=caught),
    Row("notifications:template-list", MAIL),
    Row("notifications:template-list", MAIL, query="?format=xlsx"),
    Row("notifications:template-edit", WORDING, arguments=kind),
    Row("notifications:template-reset", WORDING, arguments=reworded),
]
