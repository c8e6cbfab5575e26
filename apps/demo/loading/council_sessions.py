"""A session of a council carried from the agenda to its signed minutes, on paper. Votes and words are invented."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.awards.council_enums import CouncilKind, Presence
from apps.awards.domain import council_voting, seating, sessions
from apps.awards.domain.sessions import SessionPlan
from apps.awards.models import Council, CouncilSession, Seat
from apps.ballots.domain import attending, boards, certifying, closing
from apps.ballots.domain.boards import Board
from apps.ballots.models import Ballot
from apps.core.actor import Actor
from apps.demo.loading.bodies import MINISTRY
from apps.demo.loading.pledges import SCAN
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy

CONCLUSION = "Hội đồng thống nhất kết quả bỏ phiếu, giao Thường trực hoàn thiện hồ sơ trình quyết định (minh họa)."


@dataclass(frozen=True)
class Sitting:
    """What happens in one session. ``absent``, ``writing``: names of members; ``against``: no votes by nominee."""

    title: str
    held_on: date
    tellers: tuple[str, str]
    number_of_minutes: str
    absent: Collection[str] = ()
    writing: Collection[str] = ()
    concerned: Mapping[str, str] = field(default_factory=dict)  # member → name of the nominee
    against: Mapping[int, int] = field(default_factory=dict)

    def at(self, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(self.held_on, time(hour, minute)))


def council_on(day: date) -> Council:
    """The ministry's emulation council of a day."""
    return Council.objects.valid_on(day).get(kind=CouncilKind.EMULATION, organiser__code=MINISTRY)


def planned(sitting: Sitting, proposal_ids: Collection[int], *, office: Actor, at: datetime) -> CouncilSession:
    """The session with its agenda."""
    plan = SessionPlan(sitting.title, sitting.held_on, "Trụ sở Bộ Tư pháp, Hà Nội (minh họa)", illustrative=True)
    by = {"actor": office, "now": at}
    session = sessions.plan_session(council_id=council_on(sitting.held_on).pk, plan=plan, **by)
    sessions.put_on_agenda(session_id=session.pk, proposal_ids=proposal_ids, **by)
    return session


def held(sitting: Sitting, proposal_ids: Collection[int], *, office: Actor) -> CouncilSession:
    """From the agenda to the minutes that chair and secretary signed."""
    session = planned(sitting, proposal_ids, office=office, at=sitting.at(8) - timedelta(days=1))
    declare(session, sitting, office=office)
    for seat in session.seats.order_by("order"):
        presence = Presence.PRESENT
        if seat.label in sitting.writing:
            presence = Presence.WRITING
        elif seat.label in sitting.absent or seat.substitute_of_id:
            presence = Presence.ABSENT
        seating.tick_presence(seat_id=seat.pk, presence=presence, actor=office, now=sitting.at(8, 30))
    by = {"session_id": session.pk, "actor": office}
    sessions.open_session(version=_version(session), now=sitting.at(8, 35), **by)
    for ballot in council_voting.prepare_ballots(now=sitting.at(9), **by):
        _vote(session, ballot, sitting, office)
    sessions.conclude_session(version=_version(session), now=sitting.at(10, 30), **by)
    _sign(session, sitting, office)
    return CouncilSession.objects.get(pk=session.pk)


def declare(session: CouncilSession, sitting: Sitting, *, office: Actor) -> None:
    """Members who are concerned by a nominee say so before the vote."""
    for member, name in sitting.concerned.items():
        seat = Seat.objects.get(session=session, label=member)
        for item in session.items.filter(nominee__name=name):
            seating.declare_conflict(
                item_id=item.pk,
                seat_id=seat.pk,
                reason="Công tác tại đơn vị được đề nghị (minh họa)",
                actor=office,
                now=sitting.at(8) - timedelta(hours=20),
            )


def _vote(session: CouncilSession, ballot: Ballot, sitting: Sitting, office: Actor) -> None:
    users = [User.objects.get(username=username) for username in sitting.tellers]
    council_voting.approve_tellers(
        session_id=session.pk,
        ballot_id=ballot.pk,
        user_ids=[user.pk for user in users],
        actor=office,
        now=sitting.at(9, 5),
    )
    first = Actor(users[0].pk, users[0].label)
    council_voting.open_ballot(session_id=session.pk, ballot_id=ballot.pk, actor=first, now=sitting.at(9, 10))
    voters = [voter.pk for voter in ballot.voters.all() if voter.present or voter.way == "writing"]
    attending.put_in_box(ballot_id=ballot.pk, voter_ids=voters, actor=first, now=sitting.at(9, 20))
    closing.close_ballot(ballot_id=ballot.pk, codes={}, actor=first, now=sitting.at(9, 25))
    for question in ballot.questions.all():
        standing = {option.number: int(option.party.partition(":")[2]) for option in question.options.all()}
        votes = {number: len(voters) - sitting.against.get(pk, 0) for number, pk in standing.items()}
        board = Board(len(voters), len(voters), 0, len(voters) - max(votes.values()), votes)
        boards.write_board(question_id=question.pk, board=board, version=0, actor=first, now=sitting.at(9, 40))
    certifying.certify(ballot_id=ballot.pk, actor=first, now=sitting.at(9, 50))
    council_voting.record_results(session_id=session.pk, ballot_id=ballot.pk, actor=office, now=sitting.at(10))


def _sign(session: CouncilSession, sitting: Sitting, office: Actor) -> None:
    by = {"session_id": session.pk, "actor": office}
    sessions.write_minutes(
        version=_version(session),
        opinions="Các thành viên nhất trí với kết quả thẩm định hồ sơ (minh họa).",
        conclusion=CONCLUSION,
        now=sitting.at(11),
        **by,
    )
    scan = store(SimpleUploadedFile("bien-ban-hoi-dong-da-ky.pdf", SCAN), actor=office, now=sitting.at(14))
    chair = session.seats.order_by("order").first()
    copy = PaperCopy(
        scan, sitting.number_of_minutes, sitting.held_on, signer_name=chair.label, signer_post="Chủ tịch Hội đồng"
    )
    sessions.sign_minutes(version=_version(session), copy=copy, now=sitting.at(14, 5), **by)


def _version(session: CouncilSession) -> int:
    return CouncilSession.objects.values_list("version", flat=True).get(pk=session.pk)


def recommended_ids(session: CouncilSession) -> list[int]:
    """Nominees whom the session recommended, in its order."""
    items = session.items.filter(result="recommended").order_by("position")
    return list(items.values_list("nominee_id", flat=True))
