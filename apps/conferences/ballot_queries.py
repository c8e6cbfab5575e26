"""Who votes in a ballot of a meeting, by account."""

from datetime import datetime

from apps.ballots.models import Ballot
from apps.conferences.parties import party_of, unit_of
from apps.core.dates import local
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment


def accounts_of(ballot: Ballot, now: datetime) -> dict[str, set[int]]:
    """Party → users: leaders of the unit, and who stands in for them. Three queries."""
    on, found = local(now).date(), {}
    units = [unit_of(party) for party in ballot.voters.values_list("party", flat=True)]
    held = RoleAssignment.objects.valid_on(on).filter(role=Role.LEADER, unit_id__in=units)
    standing_in = Delegation.objects.filter(assignment__in=held, user__is_active=True).valid_on(on)
    for unit_id, user_id in [
        *held.filter(user__is_active=True).values_list("unit_id", "user_id"),
        *standing_in.values_list("assignment__unit_id", "user_id"),
    ]:
        found.setdefault(party_of(unit_id), set()).add(user_id)
    return found
