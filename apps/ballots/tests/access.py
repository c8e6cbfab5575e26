"""Who may open which page of ballots: one of the meeting of the cluster, on paper.

The head and the standing office prepare; the unit's officer and the neighbour count; the unit's leader votes for it.
Only the unit that heads the cluster stands.
"""

from apps.ballots.domain import opening, telling, voiding
from apps.ballots.domain.attending import put_in_box
from apps.ballots.domain.closing import close_ballot
from apps.ballots.models import Ballot
from apps.conferences.domain import voting
from apps.conferences.tests.access import held
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, SYSTEM, Subject

CALL = {"actor": SYSTEM, "now": NOW}


def made(subject: Subject, title: str = "Bình xét, suy tôn") -> Ballot:
    """Prepared, with its team; one of each title."""
    conference = held(subject)
    found = Ballot.objects.filter(keeper=conference.keeper, title=title).first()
    if found is None:
        units = [unit.pk for unit in subject.world.units]
        vote = voting.Vote("Cờ thi đua", 1, (units[0],))
        found = voting.prepare_ballot(conference_id=conference.pk, title=title, votes=[vote], **CALL)
        team = [
            telling.TellerFacts(subject.people[name].pk, voting.party_of(unit), name)
            for name, unit in (("officer", units[1]), ("neighbour", units[2]))
        ]
        parties = [each.party for each in team]
        telling.name_tellers(ballot_id=found.pk, tellers=team, neutral_parties=parties, **CALL)
    return found


def opened(subject: Subject, title: str = "Đang bỏ phiếu") -> Ballot:
    found = made(subject, title)
    if found.state == "prepared":
        present = list(found.voters.values_list("party", flat=True))
        found = opening.open_ballot(ballot_id=found.pk, present=present, **CALL)
    return found


def ended(subject: Subject) -> Ballot:
    found = opened(subject, "Đã đóng")
    if found.state == "open":
        there = found.voters.filter(present=True).values_list("pk", flat=True)
        put_in_box(ballot_id=found.pk, voter_ids=list(there), **CALL)
        found = close_ballot(ballot_id=found.pk, codes={}, **CALL)
    return found


def ballot(subject: Subject) -> list:
    return [made(subject).pk]


def keeper(subject: Subject) -> list:
    return ["conferences", "conference", held(subject).pk]


def question(subject: Subject) -> list:
    found = made(subject)
    return [found.pk, found.questions.get().pk]


def option(subject: Subject) -> list:
    found = made(subject)
    return [found.pk, found.questions.get().options.get().pk]


def voter_of(found: Ballot, subject: Subject) -> list:
    return [found.pk, found.voters.get(party=voting.party_of(subject.sheet.unit_id)).pk]


def voter(subject: Subject) -> list:
    return voter_of(made(subject), subject)


def open_voter(subject: Subject) -> list:
    return voter_of(opened(subject), subject)


def running(subject: Subject) -> list:
    return [opened(subject).pk]


def closed(subject: Subject) -> list:
    return [ended(subject).pk]


def closed_question(subject: Subject) -> list:
    found = ended(subject)
    return [found.pk, found.questions.get().pk]


def voided(subject: Subject) -> list:
    found = made(subject, "Đã hủy")
    if found.state != "void":
        voiding.void_ballot(ballot_id=found.pk, reason="Sai danh sách", **CALL)
    return [found.pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
MEMBERS = "401 404 200 200 200 200 200 200 404"
PREPARING = "401 404 403 403 403 200 200 403 404"
TELLING = "401 404 200 200 403 403 403 403 404"
BOTH = "401 404 200 200 403 200 200 403 404"

ROWS = [
    Row("ballots:ballot-list", EVERYBODY),
    Row("ballots:ballot-list", EVERYBODY, query="?format=xlsx"),
    Row("ballots:ballot-detail", MEMBERS, arguments=ballot),
    Row("ballots:ballot-result", MEMBERS, arguments=closed),
    Row("ballots:receipt-list", MEMBERS, arguments=closed),
    Row("ballots:voter-list", MEMBERS, arguments=running),
    Row("ballots:ballot-create", PREPARING, arguments=keeper),
    Row("ballots:ballot-edit", PREPARING, arguments=ballot),
    Row("ballots:question-add", PREPARING, arguments=ballot),
    Row("ballots:question-edit", PREPARING, arguments=question),
    Row("ballots:question-remove", PREPARING, arguments=question),
    Row("ballots:option-withdraw", PREPARING, arguments=option),
    Row("ballots:teller-name", PREPARING, arguments=ballot),
    Row("ballots:voter-refresh", PREPARING, arguments=ballot),
    Row("ballots:teller-key", TELLING, arguments=ballot),
    Row("ballots:ballot-open", TELLING, arguments=ballot),
    Row("ballots:voter-way", BOTH, arguments=voter),
    Row("ballots:voter-way", TELLING, arguments=open_voter),
    Row("ballots:voter-code", TELLING, arguments=voter),
    Row("ballots:voter-arrive", TELLING, arguments=open_voter),
    Row("ballots:voter-take-out", TELLING, arguments=open_voter),
    Row("ballots:voter-back-to-paper", TELLING, arguments=open_voter),
    Row("ballots:ballot-box", TELLING, arguments=running),
    Row("ballots:ballot-close", TELLING, arguments=running),
    Row("ballots:vote-start", "401 404 200 200 302 200 200 200 404", arguments=running),
    Row("ballots:vote", "401 404 403 403 200 403 403 403 404", arguments=open_voter),
    Row("ballots:vote-by-code", "200 200 200 200 200 200 200 200 200"),
    Row("ballots:blank-slips", "401 404 409 409 403 409 409 403 404", arguments=closed),
    Row("ballots:opened-slips", "401 404 409 409 403 403 403 403 404", arguments=closed),
    Row("ballots:ballot-board", TELLING, arguments=closed_question),
    Row("ballots:second-round", TELLING, arguments=closed_question),
    Row("ballots:settle-by-rule", TELLING, arguments=closed_question),
    Row("ballots:ballot-certify", TELLING, arguments=closed),
    Row("ballots:ballot-void", BOTH, arguments=ballot),
    Row("ballots:ballot-void", TELLING, arguments=running),
    Row("ballots:ballot-again", BOTH, arguments=voided),
]
