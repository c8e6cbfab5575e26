"""What a conference tells the pages of its ballots, in the words of units (apps.ballots.hosts)."""

from datetime import datetime
from decimal import Decimal

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ballots.domain.preparing import Elector, Rules, Stander
from apps.ballots.enums import Told
from apps.ballots.hosts import Candidate, Host, keeper_id_of
from apps.ballots.models import Ballot, Question, Teller, Voter
from apps.catalog.models import Quota
from apps.clusters.enums import Line
from apps.conferences import policies
from apps.conferences.ballot_queries import accounts_of
from apps.conferences.domain import voting
from apps.conferences.domain.attending import voters_of
from apps.conferences.domain.ballot_notices import Step, tell_of_ballot
from apps.conferences.domain.planning import lock_conference
from apps.conferences.domain.sealed_codes import hand_out_code
from apps.conferences.domain.voter_lists import electors_of, list_difference
from apps.conferences.models import Attendee, Conference
from apps.conferences.queries import award_named, names_of_awards
from apps.core.actor import Actor
from apps.core.components import Crumb
from apps.core.dates import local
from apps.core.errors import TransitionNotAllowed
from apps.core.numbers import format_points
from apps.core.verdict import Verdict
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry
from apps.units.enums import Role, UnitKind
from apps.units.models import RoleAssignment, Unit

PREFIX = "conferences.conference"


def conference_of(keeper_id: int) -> Conference:
    return Conference.objects.for_list().get(pk=keeper_id)


class ConferenceHost(Host):
    def lock(self, keeper_id: int) -> None:
        lock_conference(keeper_id)

    def require_running(self, keeper_id: int) -> None:
        conference = Conference.objects.get(pk=keeper_id)
        if conference.is_over:
            raise TransitionNotAllowed
        voting.require_unsigned(conference)

    def require_writable(self, keeper_id: int) -> None:
        for year in EmulationYear.objects.filter(clusters__conferences=keeper_id):
            require_writable(year)

    def keepers(self, actor: Actor):
        key = Concat(Value(f"{PREFIX}:"), Cast("pk", CharField()))
        return Conference.objects.visible_to(actor).order_by().annotate(key=key).values("key")

    def sees(self, actor: Actor, keeper_id: int) -> bool:
        return Conference.objects.visible_to(actor).filter(pk=keeper_id).exists()

    def can_prepare(self, actor: Actor, keeper_id: int) -> Verdict:
        return policies.can_prepare(actor, conference_of(keeper_id))

    def crumbs(self, keeper_id: int) -> list[Crumb]:
        conference = conference_of(keeper_id)
        page = reverse("conferences:conference-detail", args=[conference.pk])
        return [Crumb(_("Hội nghị"), reverse("conferences:conference-list")), Crumb(conference.title, page)]

    def headings(self, keeper_ids) -> dict[int, str]:
        return dict(Conference.objects.filter(pk__in=list(keeper_ids)).values_list("pk", "title"))

    def scopes(self, keeper_id: int) -> list[tuple[str, str]]:
        """The lines, where voting units of two of them sit in the meeting."""
        lines = {attendee.line for attendee in voters_of(conference_of(keeper_id))} - {""}
        return [(line, str(Line(line).label)) for line in Line.values if line in lines] if len(lines) > 1 else []

    def prepare(self, keeper_id: int, *, rules: Rules, actor: Actor, now: datetime) -> Ballot:
        return voting.prepare_ballot(
            conference_id=keeper_id,
            title=rules.title,
            votes=[],
            mode=rules.mode,
            own_party_allowed=rules.own_party_allowed,
            line=rules.scope,
            path=reverse("conferences:conference-detail", args=[keeper_id]),
            actor=actor,
            now=now,
        )

    def rules(self, ballot: Ballot, asked: Rules, now: datetime) -> Rules:
        return voting.rules_of(conference_of(keeper_id_of(ballot)), asked, now)

    def electors(self, ballot: Ballot) -> list[Elector]:
        return electors_of(conference_of(keeper_id_of(ballot)), ballot.scope)

    def standers(self, ballot: Ballot) -> list[Stander]:
        attendees = self._voting(ballot)
        kinds = dict(Unit.objects.filter(pk__in=[each.unit_id for each in attendees]).values_list("pk", "kind"))
        return [Stander(each.party, each.unit_name, kinds[each.unit_id]) for each in attendees]

    def group_label(self, group: str) -> str:
        return str(UnitKind(group).label)

    def limits(self, ballot: Ballot, text: str = "") -> dict[str, int]:
        """Quota of each kind of unit for the award that the question names, else the ballot, as the catalogue says on
        the day; of several in force the smallest.
        """
        names = names_of_awards()
        award = award_named(text, names) or award_named(ballot.title, names)
        held_on = conference_of(keeper_id_of(ballot)).held_on
        rows = Quota.objects.in_force(held_on).filter(award=award, count__isnull=False).exclude(unit_kind="")
        return dict(rows.order_by("-count").values_list("unit_kind", "count"))

    def candidates(self, ballot: Ballot, now: datetime) -> list[Candidate]:
        """People who work for a unit that is here, each once for each unit: those that vote first, in order, then the
        others. Of the organiser's unit whoever does not serve in its office.
        """
        conference, current = conference_of(keeper_id_of(ballot)), RoleAssignment.objects.valid_on(local(now).date())
        places = {each.unit_id: place for place, each in enumerate(voters_of(conference))}
        for unit_id in [*conference.attendees.order_by("order").values_list("unit_id", flat=True)]:
            places.setdefault(unit_id, len(places))
        places.setdefault(conference.organiser_id, len(places))
        office = current.filter(role=Role.STANDING_OFFICE, unit_id=conference.organiser_id)
        rows = (
            current.filter(unit_id__in=list(places), user__is_active=True)
            .exclude(unit_id=conference.organiser_id, user__in=office.values("user_id"))
            .select_related("user", "unit")
            .order_by("user__full_name", "user_id")
        )
        found = {(row.unit_id, row.user_id): row for row in rows}
        return [
            Candidate(
                f"{row.user_id}-{row.unit_id}", f"{row.user.label} – {row.unit.name}", voting.party_of(row.unit_id)
            )
            for row in sorted(found.values(), key=lambda row: places[row.unit_id])
        ]

    def approve_tellers(self, ballot: Ballot, *, chosen, reason: str, actor: Actor, now: datetime) -> Ballot:
        pairs = [tuple(map(int, value.split("-"))) for value in chosen]
        return voting.approve_tellers(
            conference_id=keeper_id_of(ballot),
            ballot_id=ballot.pk,
            tellers=pairs,
            reason=reason,
            actor=actor,
            now=now,
        )

    def present(self, ballot: Ballot) -> list[str]:
        return [each.party for each in self._voting(ballot) if each.is_present]

    def quorum_percent(self, ballot: Ballot) -> Decimal:
        return conference_of(keeper_id_of(ballot)).quorum_percent

    def lacking(self, ballot: Ballot, now: datetime) -> list[str]:
        return voting.lacking(conference_of(keeper_id_of(ballot)), ballot, now)

    def list_difference(self, ballot: Ballot) -> str:
        return list_difference(conference_of(keeper_id_of(ballot)), ballot)

    def is_here(self, ballot: Ballot, teller: Teller) -> bool:
        """As the unit is marked: who of it sits in the hall is not."""
        attendees = conference_of(keeper_id_of(ballot)).attendees.filter(unit_id=voting.unit_of(teller.party))
        return any(each.is_present for each in attendees)

    def open_ballot(self, ballot: Ballot, *, actor: Actor, now: datetime) -> Ballot:
        return voting.open_ballot(conference_id=keeper_id_of(ballot), ballot_id=ballot.pk, actor=actor, now=now)

    def votes_for(self, actor: Actor, ballot: Ballot) -> list[Voter]:
        return voting.votes_for(actor, ballot)

    def can_vote(self, actor: Actor, voter: Voter) -> Verdict:
        return policies.can_vote(actor, voting.unit_of(voter.party))

    def accounts(self, ballot: Ballot, now: datetime) -> dict[str, set[int]]:
        return accounts_of(ballot, now)

    def tell(self, what: Told, ballot: Ballot, *, actor: Actor, now: datetime, voter: Voter | None = None) -> None:
        tell_of_ballot(what, Step(ballot, conference_of(keeper_id_of(ballot)), actor, now, voter))

    def make_code(self, voter: Voter, *, actor: Actor, now: datetime) -> str:
        accounts = accounts_of(voter.ballot, now).get(voter.party, set())
        return hand_out_code(voter=voter, accounts=accounts, actor=actor, now=now)

    def beside(self, question: Question) -> dict[str, str]:
        """Rank and points of the published result of the year: points rank, the ballot nominates."""
        conference = conference_of(keeper_id_of(question.ballot))
        rows = RankingEntry.objects.filter(
            run__cluster_year_id=conference.cluster_year_id, run__state=RunState.PUBLISHED, rank__isnull=False
        )
        return {
            voting.party_of(unit_id): _("Hạng %(rank)s · %(points)s điểm")
            % {"rank": rank, "points": format_points(total)}
            for unit_id, rank, total in rows.values_list("unit_id", "rank", "total")
        }

    def _voting(self, ballot: Ballot) -> list[Attendee]:
        found = voters_of(conference_of(keeper_id_of(ballot)))
        return [each for each in found if not ballot.scope or each.line == ballot.scope]
