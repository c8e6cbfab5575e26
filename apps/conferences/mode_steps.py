"""What each of the nine steps shows on the projector: live, read anew for every page, never a partial count."""

from collections.abc import Callable

from apps.ballots.enums import UNDER_WAY
from apps.clusters.enums import HeadRole
from apps.clusters.models import HeadTerm
from apps.clusters.ordering import by_line
from apps.conferences.domain.attending import quorum_of, voters_of
from apps.conferences.enums import MinutesState, PaperState, Step
from apps.conferences.models import Conference, ConferenceMinutes
from apps.conferences.policies import can_read_minutes
from apps.conferences.queries import ballots_of, certified_nominations, results_for_the_hall
from apps.core.actor import Actor
from apps.core.shares import share_text
from apps.pledges.models import Pledge
from apps.pledges.queries import places as places_of_pledge


def shown(step: str, conference: Conference, actor: Actor | None) -> dict:
    """Context of ``conferences/mode/_<step>.html``."""
    return _SHOWS[step](conference, actor)


def _attendance(conference: Conference, actor: Actor) -> dict:
    voters = voters_of(conference)
    own = {voter.pk for voter in voters}
    return {
        "quorum": quorum_of(conference),
        "share": share_text(conference.quorum_percent),
        "absent": [voter for voter in voters if not voter.is_present],
        "present": [voter for voter in voters if voter.is_present],
        "others": [each for each in conference.attendees.order_by("order") if each.pk not in own and each.is_present],
        "guests": list(conference.guests.order_by("order")),
    }


def _report(conference: Conference, actor: Actor | None) -> dict:
    papers = conference.papers.order_by("order").prefetch_related("versions", "presenters")
    rows = []
    for paper in papers:
        official = [version for version in paper.versions.all() if version.state == PaperState.OFFICIAL]
        rows.append((paper, official[-1] if official else None, [each.label for each in paper.presenters.all()]))
    return {"papers": rows}


def _results(conference: Conference, actor: Actor) -> dict:
    return {"runs": results_for_the_hall(conference, actor)}


def _tellers(conference: Conference, actor: Actor) -> dict:
    return {"ballots": list(ballots_of(conference).prefetch_related("tellers"))}


def _ballot(conference: Conference, actor: Actor) -> dict:
    return {"ballots": list(ballots_of(conference).prefetch_related("questions"))}


def _count(conference: Conference, actor: Actor) -> dict:
    """Certified results only, each beside the points that the hall has seen."""
    return {
        "nominations": certified_nominations(conference, results_for_the_hall(conference, actor)),
        "waiting": [ballot for ballot in ballots_of(conference) if ballot.state in UNDER_WAY],
    }


def _minutes(conference: Conference, actor: Actor) -> dict:
    minutes = ConferenceMinutes.objects.select_related("signed_copy").filter(conference=conference).first()
    signed = minutes is not None and minutes.state == MinutesState.SIGNED
    return {"minutes": minutes, "signed": signed, "reads": bool(can_read_minutes(actor, conference))}


def _pledge(conference: Conference, actor: Actor) -> dict:
    pledges = Pledge.objects.filter(cluster_year=conference.next_cluster_year_id).select_related("in_force")
    return {"pledges": [(pledge, places_of_pledge(pledge)) for pledge in pledges.order_by(by_line(), "pk")]}


def _next_heads(conference: Conference, actor: Actor) -> dict:
    terms = HeadTerm.objects.for_list().filter(cluster_year=conference.next_cluster_year_id)
    terms = sorted(terms, key=lambda term: (term.role != HeadRole.HEAD, term.starts_on, term.pk))
    announced = [term for term in terms if term.pk in conference.announced_heads]
    return {"announced": announced, "to_announce": len(terms) - len(announced)}


_SHOWS: dict[str, Callable[[Conference, Actor], dict]] = {
    Step.ATTENDANCE: _attendance,
    Step.REPORT: _report,
    Step.RESULTS: _results,
    Step.TELLERS: _tellers,
    Step.BALLOT: _ballot,
    Step.COUNT: _count,
    Step.MINUTES: _minutes,
    Step.PLEDGE: _pledge,
    Step.NEXT_HEADS: _next_heads,
}
