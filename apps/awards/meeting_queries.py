"""Meetings whose ballots wait for a tờ trình."""

from apps.awards.models import Nominee
from apps.ballots.enums import BallotState, Standing
from apps.ballots.models import OptionResult
from apps.clusters.enums import FINISHING
from apps.conferences.enums import MinutesState
from apps.conferences.models import Conference
from apps.conferences.queries import award_named, names_of_awards
from apps.core.actor import Actor
from apps.periods.enums import YearState


def meetings_to_propose(actor: Actor) -> list[Conference]:
    """Meetings of clusters that the actor heads, minutes signed, where somebody was chosen for an award that the
    question names and stands in no living proposal. Three queries, none for who heads nothing.
    """
    headed = actor.cluster_year_ids(*FINISHING)
    if not headed:
        return []
    meetings = Conference.objects.filter(cluster_year_id__in=headed, minutes__state=MinutesState.SIGNED)
    meetings = meetings.exclude(cluster_year__year__state=YearState.CLOSED).order_by("-held_on", "pk")
    by_keeper = {meeting.keeper: meeting for meeting in meetings}
    if not by_keeper:
        return []
    taken = Nominee.objects.living().filter(option__isnull=False).order_by().values("option_id")
    chosen = OptionResult.objects.filter(
        option__question__ballot__keeper__in=by_keeper,
        option__question__ballot__state=BallotState.CERTIFIED,
        standing=Standing.ELECTED,
    ).exclude(option_id__in=taken)
    pairs = chosen.order_by().values_list("option__question__ballot__keeper", "option__question__text").distinct()
    names = names_of_awards()
    waiting = {keeper for keeper, text in pairs if award_named(text, names)}
    return [meeting for keeper, meeting in by_keeper.items() if keeper in waiting]
