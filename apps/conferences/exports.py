"""Plain data of the papers of a meeting: giấy mời, biên bản hội nghị, and the frame of biên bản kiểm phiếu."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from apps.ballots.enums import BallotState
from apps.ballots.exports import TallyData, tally_data
from apps.ballots.models import Ballot
from apps.clusters.enums import HeadRole
from apps.clusters.models import HeadTerm
from apps.conferences.domain.attending import quorum_of
from apps.conferences.enums import Answer, ConferenceKind, PaperKind, PaperState, Session
from apps.conferences.models import Attendee, Conference, ConferenceMinutes
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.pledges.queries import places


@dataclass(frozen=True)
class Sitting:
    """The frame of every paper: who holds the meeting, where, when, who presides.

    ``body``: name of the cluster, or of the organiser of a congress; ``superior`` stands above it. A letter of the body
    is signed under ``head_title``; ``head_name``: the person named by the decision. ``by_council``: a session of a
    council, which votes on collectives and persons.
    """

    title: str
    kind_label: str
    body: str
    superior: str
    province: str
    year: int | None
    next_year: int | None
    held_on: date
    session: str
    place: str
    chair_name: str
    chair_post: str
    secretary_name: str
    secretary_post: str
    head_title: str
    head_name: str
    illustrative: bool
    by_council: bool = False


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
    quorum_percent: object
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


def sitting_of(conference: Conference) -> Sitting:
    """Of a conference read with ``for_list()``."""
    closing, following, organiser = conference.cluster_year, conference.next_cluster_year, conference.organiser
    head_title = head_name = ""
    if closing:
        head_title = str(HeadTerm(cluster_year=closing, role=HeadRole.HEAD).title)
        head = closing.head_terms.filter(role=HeadRole.HEAD).valid_on(conference.held_on).first()
        head_name = head.person_name if head else ""
    return Sitting(
        title=conference.title,
        kind_label=str(ConferenceKind(conference.kind).label),
        body=closing.name if closing else organiser.name,
        superior=organiser.name if closing else "",
        province=organiser.province or "",
        year=closing.year.year if closing else None,
        next_year=following.year.year if following else None,
        held_on=conference.held_on,
        session=str(Session(conference.session).label),
        place=conference.place,
        chair_name=conference.chair_name,
        chair_post=conference.chair_post,
        secretary_name=conference.secretary_name,
        secretary_post=conference.secretary_post,
        head_title=head_title,
        head_name=head_name,
        illustrative=conference.illustrative,
    )


def invitations_data(conference: Conference, attendees: Iterable[Attendee] | None = None) -> list[InvitationData]:
    """Letters of the given units; without them of every unit in order, then of the guests."""
    sitting, programme = sitting_of(conference), _programme(conference)
    units = conference.attendees.order_by("order") if attendees is None else attendees
    found = [
        InvitationData(
            sitting, each.unit_name, each.post, each.person, each.delegates, is_guest=False, programme=programme
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


def minutes_data(conference: Conference) -> MinutesData:
    """As the records stand now; what was said from the minutes, empty while nobody wrote any."""
    quorum = quorum_of(conference)
    minutes = ConferenceMinutes.objects.filter(conference=conference).select_related("signed_copy").first()
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
