"""Where each of the nine steps is done: the links of screen 10 and of the conference mode."""

from collections.abc import Sequence

from django.urls import reverse

from apps.ballots.models import Ballot
from apps.clusters.policies import can_appoint
from apps.conferences import policies
from apps.conferences.enums import Step
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.links import url_if_there
from apps.ranking.policies import can_see_working

VOTING = (Step.TELLERS, Step.BALLOT, Step.COUNT)


def places_of(conference: Conference, actor: Actor, ballots: Sequence[Ballot] = ()) -> dict[str, str]:
    """Step → the address where it is done; empty where nothing is to be done, or where the actor may not go.

    ``ballots``: those that count; with several of them the list on the page of the meeting is the place.
    """
    detail = conference.get_absolute_url()
    only = url_if_there("ballots:ballot-detail", ballots[0].pk) if len(ballots) == 1 else ""
    found = dict.fromkeys(VOTING, only or f"{detail}#ballots")
    found |= {
        Step.REPORT: f"{detail}#papers",
    }
    if policies.can_prepare(actor, conference):
        found[Step.ATTENDANCE] = reverse("conferences:attendance", args=[conference.pk])
    if policies.can_read_minutes(actor, conference):
        found[Step.MINUTES] = reverse("conferences:minutes-detail", args=[conference.pk])
    if conference.cluster_year_id and can_see_working(actor, conference.cluster_year):
        found[Step.RESULTS] = reverse("ranking:cluster-year", args=[conference.cluster_year_id])
    if conference.next_cluster_year_id:
        pledges = reverse("pledges:pledge-list")
        found[Step.PLEDGE] = f"{pledges}?cluster_year={conference.next_cluster_year_id}"
        if can_appoint(actor, conference.next_cluster_year):
            found[Step.NEXT_HEADS] = reverse("conferences:next-heads", args=[conference.pk])
    return found
