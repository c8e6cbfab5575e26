"""What a person does for the own unit at a step of the meeting: vote, count, sign."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ballots.enums import UNDER_WAY, BallotState
from apps.ballots.models import Ballot
from apps.conferences.domain.ballot_notices import ON_SCREEN
from apps.conferences.domain.voting import votes_for
from apps.conferences.enums import Step
from apps.conferences.mode import BigAction
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.pledges.models import Pledge
from apps.pledges.queries import places as places_of_pledge
from apps.pledges.workflow import PLEDGE_FLOW
from apps.units.enums import Role


def own_acts(conference: Conference, step: str, actor: Actor) -> list[BigAction]:
    """The first is the big button of this person at the step."""
    if step == Step.PLEDGE:
        return _signing(conference, actor)
    if step in {Step.TELLERS, Step.BALLOT, Step.COUNT}:
        return _voting(conference, step, actor)
    return []


def _signing(conference: Conference, actor: Actor) -> list[BigAction]:
    """A leader signs on screen for the unit that has not signed."""
    led = set(actor.unit_ids(Role.LEADER))
    if not led:
        return []
    pledges = Pledge.objects.filter(cluster_year=conference.next_cluster_year_id).select_related("in_force")
    return [
        BigAction(
            _("Ký giao ước: %(unit)s") % {"unit": place.unit_name},
            reverse("pledges:pledge-sign", args=[pledge.pk, place.unit_id]),
        )
        for pledge in pledges
        if pledge.in_force_id and PLEDGE_FLOW.allows("sign", pledge.state)
        for place in places_of_pledge(pledge)
        if place.signature is None and place.unit_id in led
    ]


def _voting(conference: Conference, step: str, actor: Actor) -> list[BigAction]:
    """Tellers go to their page; while a ballot is open, who has not voted on screen, there or absent, votes first."""
    if actor.user_id is None:
        return []
    found: list[BigAction] = []
    ballots = Ballot.objects.filter(keeper=conference.keeper, state__in=UNDER_WAY).order_by("order", "pk")
    for ballot in ballots.prefetch_related("tellers"):
        ways = ON_SCREEN if ballot.is_on_screen else ()
        if step == Step.BALLOT and ballot.state == BallotState.OPEN:
            for voter in votes_for(actor, ballot):
                if voter.way in ways and not voter.has_voted:
                    url = reverse("ballots:vote", args=[ballot.pk, voter.pk])
                    found.insert(0, BigAction(_("Bỏ phiếu: %(unit)s") % {"unit": voter.label}, url))
        if any(teller.user_id == actor.user_id for teller in ballot.tellers.all()):
            url = reverse("ballots:ballot-detail", args=[ballot.pk])
            found.append(BigAction(_("Trang của Tổ kiểm phiếu: %(ballot)s") % {"ballot": ballot.title}, url))
    return found
