"""Members come and go while a meeting is planned: who is on its list."""

from datetime import datetime

from django.db.models import Q

from apps.audit.trail import operation, record
from apps.clusters.models import Member
from apps.conferences.domain.planning import invite_members, lock_conference
from apps.conferences.enums import ConferenceState
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.periods.enums import YearState


@operation()
def follow_members(*, cluster_year_id: int, joined: set[int], left: set[int], actor: Actor, now: datetime) -> None:
    """Meetings that have not ended invite who joined either of their years; who left both is taken off unless there.

    A list without changes is left alone.
    """
    of_year = Q(cluster_year=cluster_year_id) | Q(next_cluster_year=cluster_year_id)
    found = Conference.objects.filter(of_year).exclude(state=ConferenceState.CONCLUDED)
    found = found.exclude(cluster_year__year__state=YearState.CLOSED).order_by("pk")
    for pk in found.values_list("pk", flat=True):
        conference = lock_conference(pk)
        before = set(conference.attendees.values_list("unit_id", flat=True))
        years = [conference.cluster_year_id, conference.next_cluster_year_id]
        present = Member.objects.standing().filter(cluster_year_id__in=[each for each in years if each])
        gone = conference.attendees.filter(unit_id__in=left, present_at=None)
        gone.exclude(unit_id__in=present.values("unit_id")).delete()
        invite_members(conference)
        after = set(conference.attendees.values_list("unit_id", flat=True))
        if after != before:
            change = {"joined": sorted(after - before), "left": sorted(before - after)}
            record("conferences.conference.follow_members", actor=actor, target=conference, at=now, after=change)
