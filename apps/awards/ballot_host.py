"""What a session of a council tells the pages of its ballots, in the words of its seats (apps.ballots.hosts)."""

from datetime import datetime
from decimal import Decimal

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.awards import council_policies as policies
from apps.awards.council_enums import Presence, SessionState
from apps.awards.domain import council_voting
from apps.awards.domain.ballot_notices import Step, tell_of_ballot
from apps.awards.domain.council_tellers import candidates_for
from apps.awards.domain.seating import voting_seats
from apps.awards.domain.steps import lock_session
from apps.awards.models import AgendaItem, CouncilSession, Seat
from apps.ballots.domain.preparing import Elector, Rules, Stander
from apps.ballots.enums import Told
from apps.ballots.hosts import Candidate, Host, keeper_id_of
from apps.ballots.models import Ballot, Question, Teller, Voter
from apps.conferences.domain.sealed_codes import hand_out_code
from apps.core.actor import Actor
from apps.core.components import Crumb
from apps.core.errors import TransitionNotAllowed
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.periods.domain.years import require_writable

PREFIX = "awards.councilsession"


def session_of(keeper_id: int) -> CouncilSession:
    return CouncilSession.objects.for_list().get(pk=keeper_id)


class SessionHost(Host):
    voter_label = lazy("Ủy viên")
    stander_label = lazy("Tập thể, cá nhân")
    beside_label = lazy("Phiếu bình xét tại đơn vị")
    has_own_rule = False  # who is concerned does not vote at all
    questions_are_given = True  # nominees from the agenda, thresholds from the catalogue of the day
    team_lead = lazy(
        "Hai hoặc ba người, mỗi người của một đơn vị khác nhau; Hội đồng chỉ có người của một đơn vị thì không cần."
        " Ưu tiên người không được đề nghị và không thuộc đơn vị được đề nghị."
    )

    def lock(self, keeper_id: int) -> None:
        lock_session(keeper_id)

    def require_running(self, keeper_id: int) -> None:
        if CouncilSession.objects.filter(pk=keeper_id, state=SessionState.CONCLUDED).exists():
            raise TransitionNotAllowed

    def require_writable(self, keeper_id: int) -> None:
        require_writable(CouncilSession.objects.select_related("year").get(pk=keeper_id).year)

    def keepers(self, actor: Actor):
        key = Concat(Value(f"{PREFIX}:"), Cast("pk", CharField()))
        return CouncilSession.objects.visible_to(actor).order_by().annotate(key=key).values("key")

    def sees(self, actor: Actor, keeper_id: int) -> bool:
        return CouncilSession.objects.visible_to(actor).filter(pk=keeper_id).exists()

    def can_prepare(self, actor: Actor, keeper_id: int) -> Verdict:
        return policies.can_serve(actor, session_of(keeper_id))

    def crumbs(self, keeper_id: int) -> list[Crumb]:
        session = session_of(keeper_id)
        return [
            Crumb(_("Phiên họp Hội đồng"), reverse("awards:session-list")),
            Crumb(session.title, session.get_absolute_url()),
        ]

    def headings(self, keeper_ids) -> dict[int, str]:
        return dict(CouncilSession.objects.filter(pk__in=list(keeper_ids)).values_list("pk", "title"))

    def title_of(self, ballot: Ballot) -> str:
        """Those of one session differ by whom they leave out; told apart as on its page."""
        return f"{ballot.title} ({ballot.order})"

    def prepare(self, keeper_id: int, *, rules: Rules, actor: Actor, now: datetime) -> Ballot:
        """Who votes on whom follows from the agenda: ballots are made on the page of the session."""
        raise council_voting.CannotVote(_("Phiếu của Hội đồng lập từ chương trình phiên họp, ở trang phiên họp."))

    def rules(self, ballot: Ballot, asked: Rules, now: datetime) -> Rules:
        session = session_of(keeper_id_of(ballot))
        return Rules(
            asked.title,
            mode=asked.mode,
            own_party_allowed=asked.own_party_allowed,
            quorum_percent=council_voting.quorum_percent(session.council),
            members=len(voting_seats(session)),
        )

    def electors(self, ballot: Ballot) -> list[Elector]:
        """As the ballot was made: who is concerned stays outside."""
        return [Elector(voter.party, voter.label, voter.person) for voter in ballot.voters.order_by("order")]

    def standers(self, ballot: Ballot) -> list[Stander]:
        items = AgendaItem.objects.filter(ballot=ballot).select_related("nominee__award").order_by("position")
        return [Stander(item.party, council_voting.stands(item)) for item in items]

    def candidates(self, ballot: Ballot, now: datetime) -> list[Candidate]:
        """Members with an account, and the people of the council's standing office."""
        found = candidates_for(session_of(keeper_id_of(ballot)), ballot, now)
        return [Candidate(str(each.user_id), each.label, each.party) for each in found]

    def approve_tellers(self, ballot: Ballot, *, chosen, reason: str, actor: Actor, now: datetime) -> Ballot:
        return council_voting.approve_tellers(
            session_id=keeper_id_of(ballot),
            ballot_id=ballot.pk,
            user_ids=[int(value) for value in chosen],
            reason=reason,
            actor=actor,
            now=now,
        )

    def present(self, ballot: Ballot) -> list[str]:
        return [seat.party for seat in session_of(keeper_id_of(ballot)).seats.filter(presence=Presence.PRESENT)]

    def quorum_percent(self, ballot: Ballot) -> Decimal:
        return council_voting.quorum_percent(session_of(keeper_id_of(ballot)).council)

    def is_here(self, ballot: Ballot, teller: Teller) -> bool:
        """A teller who sits in the session is there when ticked; somebody of the office is not marked, so elsewhere."""
        seats = session_of(keeper_id_of(ballot)).seats.filter(presence=Presence.PRESENT)
        return seats.filter(member__person__user_id=teller.user_id).exists()

    def open_ballot(self, ballot: Ballot, *, actor: Actor, now: datetime) -> Ballot:
        return council_voting.open_ballot(session_id=keeper_id_of(ballot), ballot_id=ballot.pk, actor=actor, now=now)

    def voided(self, ballot: Ballot) -> None:
        council_voting.free_items(ballot)

    def held_again(self, ballot: Ballot, *, actor: Actor, now: datetime) -> None:
        council_voting.take_items(session_id=keeper_id_of(ballot), ballot=ballot, actor=actor, now=now)

    def votes_for(self, actor: Actor, ballot: Ballot) -> list[Voter]:
        return council_voting.votes_for(actor, ballot)

    def can_vote(self, actor: Actor, voter: Voter) -> Verdict:
        if not (own := in_person(actor)):
            return own
        seat_id = int(voter.party.partition(":")[2])
        if actor.user_id and Seat.objects.filter(pk=seat_id, member__person__user_id=actor.user_id).exists():
            return ALLOWED
        return refused(_("Chỉ chính thành viên Hội đồng bỏ phiếu của mình."))

    def accounts(self, ballot: Ballot, now: datetime) -> dict[str, set[int]]:
        """The member's own account."""
        seats = Seat.objects.filter(session=keeper_id_of(ballot), member__person__user__is_active=True)
        return {seat.party: {seat.member.person.user_id} for seat in seats.select_related("member__person")}

    def tell(self, what: Told, ballot: Ballot, *, actor: Actor, now: datetime, voter: Voter | None = None) -> None:
        tell_of_ballot(what, Step(ballot, session_of(keeper_id_of(ballot)), actor, now, voter))

    def make_code(self, voter: Voter, *, actor: Actor, now: datetime) -> str:
        accounts = self.accounts(voter.ballot, now).get(voter.party, set())
        return hand_out_code(voter=voter, accounts=accounts, actor=actor, now=now)

    def beside(self, question: Question) -> dict[str, str]:
        """The votes that the nominee got where it was nominated."""
        items = AgendaItem.objects.filter(ballot=question.ballot_id).select_related("nominee")
        return {
            item.party: f"{item.nominee.votes_for}/{item.nominee.votes_base}"
            for item in items
            if item.nominee.votes_for is not None
        }
