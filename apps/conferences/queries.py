"""What a meeting has decided, for its screens and for the apps that read it (awards)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from apps.ballots.domain.outcome import NotDecided, winners
from apps.ballots.enums import BallotState, Standing
from apps.ballots.models import Ballot, OptionResult, Question
from apps.catalog.models import AwardType
from apps.clusters.ordering import line_rank
from apps.conferences.models import Conference
from apps.conferences.parties import PREFIX, unit_of
from apps.core.text import fold
from apps.ranking.models import RankingEntry, RankingRun

Names = list[tuple[str, AwardType]]


@dataclass(frozen=True)
class Nominee:
    """One unit that stood: its votes beside its points. Points rank, the ballot nominates; neither changes the other.

    ``votes``, ``place``: of the first round. ``is_nominated``: put forward, also by a second round or the rule for
    ties. ``entry``: its line in the ranking in force, None where it was not ranked.
    """

    unit_id: int
    unit_name: str
    votes: int
    place: int
    is_nominated: bool
    entry: RankingEntry | None


@dataclass(frozen=True)
class Nomination:
    """What one question of a certified ballot says. ``base``: votes of how many voters; ``is_pending``: a tie waits for
    its second round. ``award``: what the units are put forward for, as the question names it; None where it names none.
    """

    question: Question
    award: AwardType | None
    voters: int
    is_pending: bool
    nominees: tuple[Nominee, ...]

    @property
    def nominated(self) -> list[Nominee]:
        return [each for each in self.nominees if each.is_nominated]


def certified_nominations(conference: Conference, runs: Iterable[RankingRun] | None = None) -> list[Nomination]:
    """The certified result of every question beside the ranking: **what ``awards`` reads** (S003-10).

    Only certified ballots; questions in the order of the meeting, nominees by place. A second round is not a question
    of its own: whoever won it is nominated by the question whose tie it settled. ``runs``: the ranking to set beside;
    the one in force of each line where none is given.
    """
    entries, awards = entries_beside(conference, runs), names_of_awards()
    questions = Question.objects.filter(
        ballot__keeper=conference.keeper, ballot__state=BallotState.CERTIFIED, round_of=None
    )
    questions = questions.select_related("ballot").order_by("ballot__order", "ballot", "order")
    return [_nomination(question, entries, awards) for question in questions]


def _nomination(question: Question, entries: dict[int, RankingEntry], awards: Names) -> Nomination:
    try:
        won, pending = {option.party for option in winners(question)}, False
    except NotDecided:
        won, pending = set(), True
    results = OptionResult.objects.filter(option__question=question).select_related("option")
    nominees = tuple(
        Nominee(
            unit_of(result.option.party),
            result.option.label,
            result.votes,
            result.place,
            result.option.party in won,
            entries.get(unit_of(result.option.party)),
        )
        for result in results.order_by("place", "option__number")
        if result.option.party.startswith(PREFIX)
    )
    award = award_named(question.text, awards)
    return Nomination(question, award, question.ballot.voters.count(), pending, nominees)


def names_of_awards() -> Names:
    """Every name of the awards of the sector, folded."""
    return [
        (fold(name), award)
        for award in AwardType.objects.filter(in_sector=True).order_by("order", "pk")
        for name in (award.name, award.short_name, *re.split("[;,]", award.also_named))
        if fold(name)
    ]


def award_named(text: str, names: Names) -> AwardType | None:
    """The award of which one of ``names`` stands in a text, the longest one; None where none does."""
    words = fold(text)
    found = [(len(name), award) for name, award in names if name in words]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def ballots_to_propose(ballot_ids: Iterable[int]) -> set[int]:
    """Certified ballots of which a tờ trình may still be made: nobody chosen was proposed yet, or somebody chosen for
    an award that the question names was not. Two queries, one when there is no ballot.
    """
    living = Count("option__nominations", filter=~Q(option__nominations__proposal__state="withdrawn"))
    rows = OptionResult.objects.filter(option__question__ballot__in=list(ballot_ids), standing=Standing.ELECTED)
    rows = rows.annotate(living=living).order_by()
    proposed, waiting = set(), []
    for ballot, text, count in rows.values_list("option__question__ballot", "option__question__text", "living"):
        if count:
            proposed.add(ballot)
        else:
            waiting.append((ballot, text))
    names = names_of_awards() if waiting else []
    return set(ballot_ids) - proposed | {ballot for ballot, text in waiting if award_named(text, names)}


def entries_beside(conference: Conference, runs: Iterable[RankingRun] | None = None) -> dict[int, RankingEntry]:
    """Unit → its line in the ranking of the year that is closed; a congress has none."""
    if conference.cluster_year_id is None:
        return {}
    if runs is None:
        found = RankingRun.objects.filter(cluster_year=conference.cluster_year_id).in_force()
        runs = found.order_by("line", "-pk").distinct("line")
    rows = RankingEntry.objects.filter(run__in=[run.pk for run in runs])
    return {entry.unit_id: entry for entry in rows}


def results_for_the_hall(conference: Conference, actor) -> list[RankingRun]:
    """Results that may stand on the projector: what every member may see, whoever sits there; newest by line."""
    if conference.cluster_year_id is None:
        return []
    seen = RankingRun.objects.for_list().visible_to(actor).filter(cluster_year=conference.cluster_year_id)
    shown = seen.in_force().shown_to_members().prefetch_related("entries")
    newest: dict[str, RankingRun] = {}
    for run in shown.order_by("-pk"):
        newest.setdefault(run.line, run)
    return sorted(newest.values(), key=lambda run: line_rank(run.line))


def ballots_of(conference: Conference):
    """Ballots that count, with how many vote, are there and have voted; never what was chosen. One query."""
    found = Ballot.objects.filter(keeper=conference.keeper).exclude(state=BallotState.VOID)
    return found.annotate(
        voter_count=Count("voters"),
        present_count=Count("voters", filter=Q(voters__present=True)),
        voted_count=Count("voters", filter=Q(voters__has_voted=True)),
    ).order_by("order", "pk")
