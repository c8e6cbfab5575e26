"""Plain data of the papers of a meeting: giấy mời here, biên bản hội nghị in ``minutes_content``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.conferences.enums import PaperKind, PaperState
from apps.conferences.models import Attendee, Conference
from apps.conferences.sitting import Sitting, sitting_of


@dataclass(frozen=True)
class InvitationData:
    """One letter. ``delegate``: whom the unit named; a guest is addressed by name. ``programme``: its lines."""

    sitting: Sitting
    addressee: str
    post: str
    delegate: str
    delegates: int
    is_guest: bool
    programme: tuple[str, ...]
    answer_by: date | None = None


def invitations_data(conference: Conference, attendees: Iterable[Attendee] | None = None) -> list[InvitationData]:
    """Letters of the given units; without them of every unit in order, then of the guests."""
    sitting, programme = sitting_of(conference), _programme(conference)
    units = conference.attendees.order_by("order") if attendees is None else attendees
    found = [
        InvitationData(
            sitting,
            each.unit_name,
            each.post,
            each.person,
            each.delegates,
            is_guest=False,
            programme=programme,
            answer_by=conference.answer_by,
        )
        for each in units
    ]
    if attendees is None:
        found += [
            InvitationData(sitting, guest.name, guest.post, "", 1, is_guest=True, programme=programme)
            for guest in conference.guests.order_by("order")
        ]
    return found


def _programme(conference: Conference) -> tuple[str, ...]:
    """The newest official programme; a draft goes to nobody."""
    paper = conference.papers.filter(kind=PaperKind.PROGRAMME).order_by("order").first()
    version = paper.versions.filter(state=PaperState.OFFICIAL).order_by("-number").first() if paper else None
    return tuple(line for line in version.text.split("\n") if line.strip()) if version else ()
