"""A meeting in session, voted in through its pages."""

from django.urls import reverse

from apps.ballots.models import Ballot, Voter
from apps.conferences.domain import attending, running, voting
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

MORE = {"actor": SYSTEM, "now": NOW}
STANDING = (0, 1, 2)  # places of the units that stand; the tellers are of the sixth and seventh


class Meeting:
    """The meeting in session, everybody there; browsers of the office, two tellers and the leaders."""

    def __init__(self, client_class):
        self.world = build()
        self.conference = self.world.held()
        self.new_client = client_class
        self.office = self.browser(self.conference.organiser, Role.STANDING_OFFICE)
        self.tellers = [self.browser(self.world.units[place]) for place in (5, 6)]
        self.leaders = [self.browser(unit, Role.LEADER) for unit in self.world.units[:4]]
        everybody = set(self.conference.attendees.values_list("pk", flat=True))
        attending.tick(conference_id=self.conference.pk, present=everybody, seen=set(), **MORE)
        running.open_conference(conference_id=self.conference.pk, **MORE)

    def browser(self, unit, role=Role.OFFICER):
        browser = self.new_client()
        browser.user = RoleAssignmentFactory(unit=unit, role=role, starts_on=NOW.date()).user
        browser.force_login(browser.user)
        return browser

    def prepared(self, **given) -> Ballot:
        votes = [voting.Vote("Cờ thi đua", 1, tuple(self.world.units[place].pk for place in STANDING), max_choices=2)]
        call = {"title": "Bình xét, suy tôn", "votes": votes} | given | MORE
        self.ballot = voting.prepare_ballot(conference_id=self.conference.pk, **call)
        return self.ballot

    def with_team(self, **given) -> Ballot:
        team = [
            (teller.user.pk, self.world.units[place].pk) for teller, place in zip(self.tellers, (5, 6), strict=True)
        ]
        ballot = self.prepared(**given)
        voting.approve_tellers(conference_id=self.conference.pk, ballot_id=ballot.pk, tellers=team, **MORE)
        return ballot

    def opened(self, **given) -> Ballot:
        """On screen; ``codes`` by name of the box in the form that closes."""
        self.with_team(**{"mode": "screen"} | given)
        self.codes = {}
        for teller in self.tellers:
            if self.ballot.mode != "paper":
                row = self.ballot.tellers.get(user=teller.user)
                self.codes[f"code-{row.pk}"] = teller.post(self.url("teller-key")).context["code"]
        assert self.tellers[0].post(self.url("ballot-open")).status_code == 302
        return self.ballot

    def url(self, name: str, *arguments) -> str:
        return reverse(f"ballots:{name}", args=[self.ballot.pk, *arguments])

    def voter(self, place: int) -> Voter:
        return self.ballot.voters.get(party=voting.party_of(self.world.units[place].pk))

    def question(self):
        return self.ballot.questions.get()

    def cast(self, place: int, *numbers, step="cast", browser=None):
        url = self.url("vote", self.voter(place).pk)
        data = {f"question-{self.question().pk}": numbers, "step": step}
        return (browser or self.leaders[place]).post(url, data)
