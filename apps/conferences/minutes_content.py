"""Biên bản hội nghị as plain data: from the records while it is a draft, as it was signed afterwards."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from apps.ballots.enums import BallotState
from apps.ballots.exports import TallyData, tally_data
from apps.ballots.models import Ballot
from apps.clusters.models import HeadTerm
from apps.conferences.domain.attending import quorum_of
from apps.conferences.enums import Answer, PaperState
from apps.conferences.models import Attendee, Conference, ConferenceMinutes
from apps.conferences.sitting import Sitting, sitting_of
from apps.core.kept import kept_language
from apps.core.plain import plain, restored, text_of
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.pledges.queries import places

SEEN = 40  # hexadecimal digits: 160 bits, as long as forms take


@dataclass(frozen=True)
class AttendanceLine:
    """One unit at the meeting."""

    unit_name: str
    line: str
    person: str
    post: str
    is_present: bool
    is_excused: bool


@dataclass(frozen=True)
class PaperLine:
    """One paper: ``state`` with its day, the chair's remark, who read it out."""

    title: str
    state: str
    on: datetime | None
    remark: str
    presenters: tuple[str, ...]


@dataclass(frozen=True)
class PledgeLine:
    """Pledge of the next year: how many have signed."""

    title: str
    state: str
    signed: int
    signers: int


@dataclass(frozen=True)
class HeadLine:
    """Head or deputy of the next year with post, unit and the decision."""

    title: str
    person: str
    post: str
    unit_name: str
    decision: str
    starts_on: date


@dataclass(frozen=True)
class MinutesData:
    """Biên bản hội nghị. ``present``, ``invited``, ``percent`` are those of the quorum: units that vote."""

    sitting: Sitting
    opened_at: datetime | None
    ended_at: time | None
    attendance: tuple[AttendanceLine, ...]
    guests: tuple[tuple[str, str], ...]
    present: int
    invited: int
    is_quorate: bool
    quorum_percent: Decimal
    quorum_basis: str
    papers: tuple[PaperLine, ...]
    ballots: tuple[TallyData, ...]
    voided: tuple[tuple[str, str], ...]
    pledges: tuple[PledgeLine, ...]
    heads: tuple[HeadLine, ...]
    opinions: str
    conclusion: str
    number: str
    signed_on: date | None


def minutes_data(conference: Conference) -> MinutesData:
    """What was signed, whatever changed since; of minutes that are not signed what the records say now."""
    minutes = ConferenceMinutes.objects.filter(conference=conference).select_related("signed_copy").first()
    if minutes is None or minutes.content is None:
        return content_now(conference, minutes)
    copy = minutes.signed_copy
    return replace(restored(MinutesData, minutes.content), number=copy.number, signed_on=copy.signed_on)


def content_now(conference: Conference, minutes: ConferenceMinutes | None = None) -> MinutesData:
    """As the records stand now; what was said from the minutes, empty while nobody wrote any."""
    quorum = quorum_of(conference)
    minutes = minutes or ConferenceMinutes(conference=conference)
    held = Ballot.objects.filter(keeper=conference.keeper).order_by("order", "pk")
    copy = minutes.signed_copy
    return MinutesData(
        sitting=sitting_of(conference),
        opened_at=conference.opened_at,
        ended_at=minutes.ended_at,
        attendance=tuple(map(_attendance, conference.attendees.order_by("order"))),
        guests=tuple(conference.guests.order_by("order").values_list("name", "post")),
        present=quorum.present,
        invited=quorum.invited,
        is_quorate=quorum.is_enough,
        quorum_percent=conference.quorum_percent,
        quorum_basis=conference.quorum_basis,
        papers=tuple(map(_paper, conference.papers.order_by("order").prefetch_related("versions", "presenters"))),
        ballots=tuple(tally_data(held.filter(state=BallotState.CERTIFIED))),
        voided=tuple(held.filter(state=BallotState.VOID).values_list("title", "void_reason")),
        pledges=_pledges(conference),
        heads=_heads(conference),
        opinions=minutes.opinions,
        conclusion=minutes.conclusion,
        number=copy.number if copy else "",
        signed_on=copy.signed_on if copy else None,
    )


def _attendance(attendee: Attendee) -> AttendanceLine:
    return AttendanceLine(
        attendee.unit_name,
        attendee.get_line_display() if attendee.line else "",
        attendee.person,
        attendee.post,
        is_present=attendee.is_present,
        is_excused=attendee.answer == Answer.NOT_COMING,
    )


def _paper(paper) -> PaperLine:
    official = [version for version in paper.versions.all() if version.state == PaperState.OFFICIAL]
    newest = max(official, key=lambda version: version.number, default=None)
    state = PaperState.OFFICIAL if newest else PaperState.DRAFT
    return PaperLine(
        paper.title,
        str(state.label),
        newest.official_at if newest else None,
        newest.remark if newest else "",
        tuple(presenter.label for presenter in paper.presenters.all()),
    )


def _pledges(conference: Conference) -> tuple[PledgeLine, ...]:
    if not conference.next_cluster_year_id:
        return ()
    found = Pledge.objects.for_list().select_related("in_force").filter(cluster_year_id=conference.next_cluster_year_id)
    lines = []
    for pledge in found.exclude(state=PledgeState.DRAFT).order_by("line", "pk"):
        signers = places(pledge)
        signed = sum(place.signature is not None for place in signers)
        lines.append(PledgeLine(str(pledge), str(pledge.get_state_display()), signed, len(signers)))
    return tuple(lines)


def _heads(conference: Conference) -> tuple[HeadLine, ...]:
    """Only those that were announced."""
    if not conference.next_cluster_year_id:
        return ()
    announced = {"cluster_year": conference.next_cluster_year_id, "pk__in": conference.announced_heads}
    terms = HeadTerm.objects.for_list().filter(**announced)
    return tuple(
        HeadLine(
            str(term.title),
            term.person_name,
            term.person_post,
            term.unit.name,
            str(term.decision or ""),
            term.starts_on,
        )
        for term in terms.order_by("-role", "starts_on", "pk")
    )


def kept_content(conference: Conference) -> dict:
    """What the minutes say now, to be stored when they are signed: in the language of what is kept."""
    conference = Conference.objects.for_list().get(pk=conference.pk)
    with kept_language():
        return plain(content_now(conference, ConferenceMinutes.objects.filter(conference=conference).first()))


def what_is_signed(conference: Conference) -> str:
    """Begin of the SHA-256 of what the minutes say now, typed text and records: whoever signs names what was read."""
    return hashlib.sha256(text_of(kept_content(conference)).encode()).hexdigest()[:SEEN]
