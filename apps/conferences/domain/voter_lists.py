"""The list of voters against the meeting as it is now: every vote stands beside its list in the minutes, so nobody
opens a ballot by a list of other units or other delegates.
"""

from django.utils.translation import gettext as _

from apps.ballots.domain.opening import CannotOpen
from apps.ballots.domain.preparing import Elector
from apps.ballots.enums import BallotState
from apps.ballots.models import Ballot
from apps.conferences.domain.attending import voters_of
from apps.conferences.models import Conference


class OtherVoters(CannotOpen):
    """The list is not that of the meeting; the text names the difference."""


def electors_of(conference: Conference, line: str = "") -> list[Elector]:
    """Units that vote here, or those of one line, each by its delegate."""
    voters = [attendee for attendee in voters_of(conference) if not line or attendee.line == line]
    return [Elector(attendee.party, attendee.unit_name, attendee.person) for attendee in voters]


def list_difference(conference: Conference, ballot: Ballot) -> str:
    """Units that joined or left and delegates named since the list was made, in words; empty where there is none.

    A second round is of those who voted before, an opened list is frozen: neither differs from anything.
    """
    if ballot.state != BallotState.PREPARED or ballot.questions.filter(round_of__isnull=False).exists():
        return ""
    electors = {each.party: each for each in electors_of(conference, ballot.scope)}
    listed = {voter.party: voter for voter in ballot.voters.order_by("order")}
    parts = {
        _("chưa có %(units)s"): [each.label for party, each in electors.items() if party not in listed],
        _("không còn %(units)s"): [voter.label for party, voter in listed.items() if party not in electors],
        _("đã đổi đại biểu: %(units)s"): [
            voter.label
            for party, voter in listed.items()
            if party in electors and electors[party].person != voter.person
        ],
    }
    told = "; ".join(text % {"units": ", ".join(units)} for text, units in parts.items() if units)
    if not told:
        return ""
    return _("Danh sách cử tri khác danh sách dự họp hiện nay (%(told)s): cập nhật danh sách.") % {"told": told}


def require_current_list(conference: Conference, ballot: Ballot) -> None:
    """Raises OtherVoters."""
    if differs := list_difference(conference, ballot):
        raise OtherVoters(differs)
