"""Who may open which page of ballots: one of the meeting of the cluster.

The head prepares; the unit's officer and the head count; the unit's leader votes for it.
"""

from apps.ballots.models import Ballot
from apps.conferences.domain import voting
from apps.conferences.tests.access import held
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, SYSTEM, Subject


def made(subject: Subject) -> Ballot:
    """Prepared, on paper: the two units that do not head the cluster stand."""
    conference = held(subject)
    found = Ballot.objects.filter(keeper=conference.keeper).first()
    if found is None:
        units = list(conference.attendees.order_by("order").values_list("unit_id", flat=True))
        found = voting.prepare_ballot(
            conference_id=conference.pk,
            title="Bình xét, suy tôn",
            votes=[voting.Vote("Cờ thi đua", 1, tuple(units))],
            actor=SYSTEM,
            now=NOW,
        )
    return found


def ballot(subject: Subject) -> list:
    return [made(subject).pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
MEMBERS = "401 404 200 200 200 200 200 200 404"

ROWS = [
    Row("ballots:ballot-list", EVERYBODY),
    Row("ballots:ballot-list", EVERYBODY, query="?format=xlsx"),
    Row("ballots:ballot-detail", MEMBERS, arguments=ballot),
    Row("ballots:ballot-result", MEMBERS, arguments=ballot),
    Row("ballots:receipt-list", MEMBERS, arguments=ballot),
]
