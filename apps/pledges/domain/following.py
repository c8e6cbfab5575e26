"""Members come, go and merge while a pledge is being signed: who owes a signature, and whether it is complete."""

from datetime import datetime

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.obligations.domain.duties import fulfil, unfulfil
from apps.obligations.domain.joining import join
from apps.obligations.domain.withdrawing import ask_no_more
from apps.obligations.models import Duty, Obligation
from apps.pledges.domain.signing import tell_complete
from apps.pledges.domain.texts import lock_pledge
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.pledges.queries import DUTY, newest_signatures, places

SIGNING = (PledgeState.OPEN, PledgeState.SIGNED)


@operation()
def follow_members(*, cluster_year_id: int, joined: set[int], left: set[int], actor: Actor, now: datetime) -> None:
    """Pledges that are being signed ask the present members, and are complete when none of those is missing.

    ``left``: whoever belongs to no cluster of that year any more owes no signature.
    """
    if left:
        year_id = ClusterYear.objects.values_list("year_id", flat=True).get(pk=cluster_year_id)
        present = Member.objects.standing().filter(year_id=year_id, unit_id__in=left)
        gone = left - set(present.values_list("unit_id", flat=True))
        ask_no_more(year_id=year_id, codes=[DUTY], unit_ids=gone, actor=actor, now=now)
    found = Pledge.objects.filter(cluster_year_id=cluster_year_id, state__in=SIGNING).order_by("pk")
    for pledge_id in found.values_list("pk", flat=True):
        _follow(lock_pledge(pledge_id), actor, now)


def _follow(pledge: Pledge, actor: Actor, now: datetime) -> None:
    if pledge.state not in SIGNING:  # closed in this very moment
        return
    year_id, found = pledge.cluster_year.year_id, places(pledge)
    absent = [place.member.unit_id for place in found if place.signature is None]
    for duty in Duty.objects.filter(year_id=year_id, code=DUTY):
        join(duty, absent, due_on=pledge.due_on, actor=actor, now=now)
    for unit_id in absent:
        unfulfil(year_id=year_id, code=DUTY, unit_id=unit_id)
    _release_successors(pledge, set(absent))
    before, state = pledge.state, PledgeState.SIGNED if found and not absent else PledgeState.OPEN
    if state == before:
        return
    pledge.state = state
    pledge.save(update_fields=["state", "updated_at"])
    after = {"state": state, "missing": len(absent)}
    record("pledges.pledge.members", actor=actor, target=pledge, at=now, before=before, after=after)
    if state == PledgeState.SIGNED:
        tell_complete(pledge, actor, now)


def _release_successors(pledge: Pledge, absent: set[int]) -> None:
    """A successor bound by the signature of its predecessor does not sign again: its own duty is done with it."""
    bound = {each.stands_for_id: each for each in newest_signatures(pledge) if each.stands_for_id}
    owed = Obligation.objects.open().filter(duty__year_id=pledge.cluster_year.year_id, duty__code=DUTY)
    for unit_id in owed.filter(unit_id__in=bound.keys() - absent).values_list("unit_id", flat=True):
        signature = bound[unit_id]
        fulfil(
            year_id=pledge.cluster_year.year_id,
            code=DUTY,
            unit_id=unit_id,
            at=signature.signed_at,
            path=signature.get_absolute_url(),
        )
