"""Plain data of Biên bản họp Hội đồng, and the frame of the count minutes of its ballots."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.awards.cluster_places import places_of
from apps.awards.council_enums import ItemResult, Position, Presence
from apps.awards.domain.seating import Quorum, quorum_of
from apps.awards.models import AgendaItem, CouncilSession, Seat
from apps.awards.queries import identity_key
from apps.awards.session_reading import agenda_of
from apps.ballots.enums import BallotState
from apps.ballots.exports import TallyData, tally_data
from apps.ballots.models import Ballot
from apps.conferences.sitting import Sitting
from apps.core.shares import percent_of

ABSENT = (Presence.ABSENT, Presence.UNKNOWN, Presence.COMING)


@dataclass(frozen=True)
class SeatLine:
    """One member in the session, neither there nor away while nobody has ticked the seat; ``instead_of``: whose vote a
    substitute holds.
    """

    label: str
    post: str
    position: str
    presence: str
    instead_of: str
    is_present: bool
    in_writing: bool
    is_absent: bool

    @property
    def is_open(self) -> bool:
        return not (self.is_present or self.in_writing or self.is_absent or self.instead_of)


@dataclass(frozen=True)
class ItemLine:
    """One nominee: ``votes`` of ``base`` with the threshold as it was applied; None while there is no result.

    ``cluster``: where a cluster votes on the award, its name and the rank in it as it was published.
    ``who``: the same text for the same recipient, whatever the award. ``conflicts``: members who took no part, each
    with the reason.
    """

    recipient: str
    who: str
    unit_name: str
    award: str
    cluster: str
    is_collective: bool
    proposed_by: str
    votes: int | None
    base: int | None
    percent: Decimal | None
    threshold: Decimal | None
    base_label: str
    basis: str
    excluded: int
    conflicts: tuple[tuple[str, str], ...]
    result: str
    is_recommended: bool
    note: str


@dataclass(frozen=True)
class CouncilMinutesData:
    """One session. ``sitting``: its frame, as of every meeting. ``number`` and ``signed_on``: of the signed minutes."""

    sitting: Sitting
    number_of_session: int
    opened_at: datetime | None
    ended_at: datetime | None
    seats: tuple[SeatLine, ...]
    quorum: Quorum
    quorum_rule: str
    items: tuple[ItemLine, ...]
    ballots: tuple[TallyData, ...]
    opinions: str
    conclusion: str
    number: str
    signed_on: date | None

    @property
    def recommended(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if item.is_recommended)


def recipients_of(items: Collection[ItemLine]) -> tuple[int, int]:
    """Collectives and persons among them: who stands for two awards counts once, as in the tờ trình of the unit."""
    collectives = len({item.who for item in items if item.is_collective})
    return collectives, len({item.who for item in items if not item.is_collective})


def council_sitting(session: CouncilSession) -> Sitting:
    """The frame of the papers of a session read with ``for_list()``."""
    council, organiser = session.council, session.council.organiser
    seats = list(session.seats.order_by("order", "pk"))
    chair, secretary = _presiding(seats), _one(seats, Position.SECRETARY)
    return Sitting(
        title=session.title,
        kind_label=str(council.get_kind_display()),
        body=council.name,
        superior=organiser.name_on(session.held_on),
        province=organiser.province,
        year=session.year.year,
        next_year=None,
        held_on=session.held_on,
        session="",
        place=session.place,
        chair_name=chair.label if chair else "",
        chair_post=_role(chair),
        secretary_name=secretary.label if secretary else "",
        secretary_post=_role(secretary),
        head_title="",
        head_name="",
        illustrative=session.illustrative,
        by_council=True,
    )


def _role(seat: Seat | None) -> str:
    return str(seat.get_position_display()) if seat else ""


def _one(seats: list[Seat], position: str) -> Seat | None:
    return next((seat for seat in seats if seat.position == position and seat.presence not in ABSENT), None)


def _presiding(seats: list[Seat]) -> Seat | None:
    """The chair, a vice chair where the chair is absent; before the roll call the chair."""
    there = [seat for seat in seats if seat.presence == Presence.PRESENT]
    return (
        _one(there, Position.CHAIR)
        or _one(there, Position.VICE_CHAIR)
        or next((seat for seat in seats if seat.position == Position.CHAIR), None)
    )


def council_minutes_data(session: CouncilSession) -> CouncilMinutesData:
    """As the records stand now, in a fixed number of queries beside those of the ballots."""
    council, copy = session.council, session.minutes_copy
    held = Ballot.objects.filter(keeper=session.keeper, state=BallotState.CERTIFIED).order_by("order", "pk")
    seats = session.seats.select_related("substitute_of").order_by("order", "pk")
    items = list(agenda_of(session, None).select_related("nominee__award", "nominee__proposal__year"))
    places = places_of([item.nominee for item in items])
    return CouncilMinutesData(
        sitting=council_sitting(session),
        number_of_session=session.number,
        opened_at=session.opened_at,
        ended_at=session.concluded_at,
        seats=tuple(map(_seat, seats)),
        quorum=quorum_of(session),
        quorum_rule=f"{council.quorum_of}/{council.quorum_in}",
        items=tuple(_item(item, str(places.get(item.nominee_id, ""))) for item in items),
        ballots=tuple(tally_data(held)),
        opinions=session.opinions,
        conclusion=session.conclusion,
        number=copy.number if copy else "",
        signed_on=copy.signed_on if copy else None,
    )


def _seat(seat: Seat) -> SeatLine:
    return SeatLine(
        label=seat.label,
        post=seat.post,
        position=str(seat.get_position_display()),
        presence=str(seat.get_presence_display()),
        instead_of=seat.substitute_of.label if seat.substitute_of else "",
        is_present=seat.presence == Presence.PRESENT,
        in_writing=seat.presence == Presence.WRITING,
        is_absent=seat.presence == Presence.ABSENT,
    )


def _item(item: AgendaItem, cluster: str) -> ItemLine:
    nominee = item.nominee
    return ItemLine(
        recipient=nominee.recipient,
        who=identity_key(
            nominee.subject, nominee.person_id, nominee.unit_id, nominee.name, nominee.unit_name, nominee.post
        ),
        unit_name=", ".join(part for part in (nominee.post, nominee.unit_name) if part),
        award=nominee.award.name,
        cluster=cluster,
        is_collective=not nominee.is_individual,
        proposed_by=nominee.proposal.unit_name,
        votes=item.votes,
        base=item.votes_base,
        percent=percent_of(item.votes, item.votes_base),
        threshold=item.threshold_percent,
        base_label=str(item.get_base_display()) if item.base else "",
        basis=item.basis,
        excluded=item.excluded,
        conflicts=tuple((conflict.seat.label, conflict.reason) for conflict in item.conflicts.all()),
        result=str(item.get_result_display()),
        is_recommended=item.result == ItemResult.RECOMMENDED,
        note=item.note,
    )
