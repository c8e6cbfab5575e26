"""Hosts: what the record that holds a ballot tells the pages of the ballot.

Nothing here knows units or people. An app whose records hold ballots writes a ``Host`` for its kind of record and
registers it in ``AppConfig.ready()`` under the first part of its keepers: "conferences.conference" for the keeper
"conferences.conference:12".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.ballots.domain import keeping
from apps.ballots.domain.preparing import Elector, Rules, Stander
from apps.ballots.models import Ballot, Question, Teller, Voter
from apps.core.actor import Actor
from apps.core.components import Crumb
from apps.core.verdict import Verdict


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be named for the counting team: ``value`` is the host's key of person and party."""

    value: str
    label: str
    party: str


class Host(keeping.Door):
    """One kind of record that holds ballots; ``keeper_id`` is the key of such a record.

    ``questions_are_given``: what is asked and who stands follows from the record; nobody rewrites it on the pages.
    ``team_lead``: who may count, in words. ``voter_label``, ``stander_label``: what one voter, one of those who stand
    is; ``beside_label``: what ``beside`` tells; headings of their columns. ``has_own_rule``: whether it means something
    here that one may vote for the own party.
    """

    questions_are_given = False
    has_own_rule = True
    voter_label = _("Đơn vị")
    stander_label = _("Đơn vị được bình xét")
    beside_label = _("Xếp hạng, điểm")
    team_lead = _(
        "Hai hoặc ba người, mỗi người của một đơn vị khác nhau. Ưu tiên người của đơn vị không được bình xét;"
        " khi đơn vị tổ chức được bình xét thì người của đơn vị tổ chức không kiểm phiếu."
    )

    def keepers(self, actor: Actor) -> Iterable[str]:
        """Keepers of the records that the actor sees; whoever sees the record sees its ballots."""
        raise NotImplementedError

    def sees(self, actor: Actor, keeper_id: int) -> bool:
        raise NotImplementedError

    def can_prepare(self, actor: Actor, keeper_id: int) -> Verdict:
        """Rules, questions, who stands, the proposed team; never opening, closing or counting."""
        raise NotImplementedError

    def crumbs(self, keeper_id: int) -> list[Crumb]:
        """The way to the record; the last one leads back to it."""
        raise NotImplementedError

    def headings(self, keeper_ids: Iterable[int]) -> dict[int, str]:
        """Which records they are: the kicker of every page, a column of the list, the head of the slips."""
        raise NotImplementedError

    def heading(self, keeper_id: int) -> str:
        return self.headings([keeper_id])[keeper_id]

    def title_of(self, ballot: Ballot) -> str:
        """The name of a ballot, also where a record holds several of one title."""
        return ballot.title

    def scopes(self, keeper_id: int) -> list[tuple[str, str]]:
        """Parts of the record that may vote apart (the lines): value and name; none where all vote together."""
        return []

    def prepare(self, keeper_id: int, *, rules: Rules, actor: Actor, now: datetime) -> Ballot:
        """Make a ballot without questions: ``rules.title``, ``.mode``, ``.own_party_allowed`` and ``.scope`` are asked
        on the page, the host knows the rest. Raises DomainErrors.
        """
        raise NotImplementedError

    def rules(self, ballot: Ballot, asked: Rules, now: datetime) -> Rules:
        """Rules as changed on the page, with what the host knows (quorum, organiser)."""
        raise NotImplementedError

    def electors(self, ballot: Ballot) -> list[Elector]:
        """Who votes as the record stands now."""
        raise NotImplementedError

    def standers(self, ballot: Ballot) -> list[Stander]:
        """Whoever may stand, in protocol order."""
        raise NotImplementedError

    def group_label(self, group: str) -> str:
        """Name of the kind that a quota is for."""
        return group

    def limits(self, ballot: Ballot, text: str = "") -> dict[str, int]:
        """Quota of each kind as the settings of the year say, to begin with; ``text``: of the question, once typed."""
        return {}

    def candidates(self, ballot: Ballot, now: datetime) -> list[Candidate]:
        """Who may be named for the counting team."""
        raise NotImplementedError

    def approve_tellers(
        self, ballot: Ballot, *, chosen: Sequence[str], reason: str, actor: Actor, now: datetime
    ) -> Ballot:
        """Write the team: values of candidates. Raises DomainErrors."""
        raise NotImplementedError

    def present(self, ballot: Ballot) -> list[str]:
        """Parties that are there now; how many of them vote in the hall the ballot counts (``domain.company``)."""
        raise NotImplementedError

    def quorum_percent(self, ballot: Ballot) -> Decimal:
        """Share of all voters that must be there, as the record says now: it may have changed since the preparing."""
        return ballot.quorum_percent

    def lacking(self, ballot: Ballot, now: datetime) -> list[str]:
        """What the record itself holds against the opening, beside what every ballot needs; in words."""
        return []

    def list_difference(self, ballot: Ballot) -> str:
        """How the list of voters differs from who votes by the record as it is now, in words; empty where it does not.

        ``open_ballot`` refuses a list that differs.
        """
        return ""

    def is_here(self, ballot: Ballot, teller: Teller) -> bool:
        """Whether the teller, or somebody of the party, is marked as there: else a second factor is asked."""
        raise NotImplementedError

    def open_ballot(self, ballot: Ballot, *, actor: Actor, now: datetime) -> Ballot:
        """Open with those who are there now. Raises DomainErrors."""
        raise NotImplementedError

    def voided(self, ballot: Ballot) -> None:
        """The ballot decides nothing any longer: whatever waits for its result is free. Within its transaction."""

    def held_again(self, ballot: Ballot, *, actor: Actor, now: datetime) -> None:
        """Made in the place of a voided one: whatever waited for that one waits for this. Raises DomainErrors."""

    def votes_for(self, actor: Actor, ballot: Ballot) -> list[Voter]:
        """Voters of the ballot for whom the actor votes."""
        raise NotImplementedError

    def can_vote(self, actor: Actor, voter: Voter) -> Verdict:
        """In person, with the right to vote for the party."""
        raise NotImplementedError

    def accounts(self, ballot: Ballot, now: datetime) -> dict[str, set[int]]:
        """By party: users who may vote for it from an account of their own."""
        raise NotImplementedError

    def make_code(self, voter: Voter, *, actor: Actor, now: datetime) -> str:
        """A sealed code, answered once; whoever may vote for the party is told. Raises WrongWay."""
        raise NotImplementedError

    def beside(self, question: Question) -> dict[str, str]:
        """What stands beside the votes of each party: its rank and points."""
        return {}


_HOSTS: dict[str, Host] = {}


def register(prefix: str, host: Host) -> None:
    """Called in ``AppConfig.ready()``; ``prefix`` is the label of the record's model."""
    _HOSTS[prefix] = host
    keeping.register(prefix, host)


def find(prefix: str) -> Host | None:
    return _HOSTS.get(prefix)


def every() -> Iterable[Host]:
    return _HOSTS.values()


def host_of(ballot: Ballot) -> Host:
    """Raises KeyError: a ballot of a kind of record that registered no host is a mistake in the code."""
    return _HOSTS[ballot.keeper.partition(":")[0]]


def keeper_id_of(ballot: Ballot) -> int:
    return int(ballot.keeper.partition(":")[2])
