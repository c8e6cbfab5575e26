"""A ministry with its council of nine, and verified proposals for it. Everybody is invented."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from apps.accounts.tests.factories import UserFactory
from apps.awards.council_enums import CouncilKind, Position, Presence
from apps.awards.domain import council_voting, seating, sessions
from apps.awards.domain.councils import CouncilPlan, MemberFacts, add_member, found_council
from apps.awards.domain.sessions import SessionPlan, conclude_session, plan_session, put_on_agenda
from apps.awards.domain.upward import UpwardHead, draft_upward, send_upward, waiting_upwards
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, Council, CouncilMember, CouncilSession, Nominee, UpwardSubmission
from apps.ballots.domain import attending, boards, certifying, closing
from apps.ballots.domain.boards import Board
from apps.ballots.models import Ballot
from apps.catalog.enums import CommendationType, Subject
from apps.catalog.models import AwardType
from apps.core.actor import Actor, system_actor
from apps.periods.models import EmulationYear
from apps.periods.tests.factories import EmulationYearFactory
from apps.registry.tests.factories import DecisionFactory
from apps.units.enums import UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import PersonFactory, UnitFactory

NOW = datetime(2026, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SYSTEM = system_actor()
BY = {"actor": SYSTEM, "now": NOW}
LATER = {"actor": SYSTEM, "now": NOW + timedelta(days=10)}
DAY = date(2026, 1, 28)  # of decisions and letters, before LATER
POSITIONS = (Position.CHAIR, Position.VICE_CHAIR, *[Position.MEMBER] * 6, Position.SECRETARY)
UPWARD_HEAD = UpwardHead("Thủ tướng Chính phủ", "Về việc đề nghị tặng Bằng khen", "Lê Văn Thử", "Thứ trưởng")


@dataclass
class World:
    ministry: Unit
    year: EmulationYear
    unit: Unit
    council: Council
    members: list[CouncilMember] = field(default_factory=list)

    def proposal(self, *nominees: dict, state=ProposalState.VERIFIED, **given) -> AwardProposal:
        """A proposal as it stands after verification; its nominees as given."""
        made = AwardProposal.objects.create(
            **{
                "unit": self.unit,
                "unit_name": self.unit.name,
                "year": self.year,
                "type": CommendationType.MERIT,
                "occasion": "Tổng kết năm 2025",
                "addressed_to": "Bộ trưởng Bộ Tư pháp",
                "period_from": 2025,
                "period_to": 2025,
                "state": state,
                "submitted_at": NOW,
                **given,
            }
        )
        for position, each in enumerate(nominees, start=1):
            Nominee.objects.create(proposal=made, position=position, **each)
        return made

    def session(self, *proposals: AwardProposal, on: date = date(2026, 1, 22)) -> CouncilSession:
        made = plan_session(
            council_id=self.council.pk, plan=SessionPlan("Xét khen thưởng năm 2025", on, "Trụ sở Bộ"), **BY
        )
        put_on_agenda(session_id=made.pk, proposal_ids=[each.pk for each in proposals], **BY)
        return made

    def substitute_for(self, member: CouncilMember) -> CouncilMember:
        facts = MemberFacts("Lê Thị Thử Dự Khuyết", honorific="Bà", substitute_of=member.pk)
        return add_member(council_id=self.council.pk, facts=facts, **BY)


def build(award_codes=("BKB",)) -> World:
    ministry = UnitFactory(code="BTP", name="Bộ Tư pháp", kind=UnitKind.MINISTRY, legal_person=True)
    year = EmulationYearFactory(organiser=ministry, year=2025)
    unit = UnitFactory(parent=ministry, name="Cục Công nghệ thông tin", legal_person=True)
    for code in award_codes:
        award(code)
    council = found_council(
        organiser_id=ministry.pk,
        kind=CouncilKind.EMULATION,
        plan=CouncilPlan("Hội đồng Thi đua - Khen thưởng ngành Tư pháp", date(2025, 1, 1), date(2029, 12, 31)),
        **BY,
    )
    world = World(Unit.objects.get(pk=ministry.pk), year, Unit.objects.get(pk=unit.pk), council)
    world.members = add_members(council, POSITIONS)
    return world


def add_members(council: Council, positions) -> list[CouncilMember]:
    return [
        add_member(council_id=council.pk, facts=_facts(number, position), **BY)
        for number, position in enumerate(positions, start=1)
    ]


def _facts(number: int, position: str) -> MemberFacts:
    person = PersonFactory(full_name=f"Trần Văn Thử {number}", honorific="Ông", user=UserFactory())
    return MemberFacts(person.full_name, position=position, honorific="Ông", person_id=person.pk)


def award(code: str = "BKB", **given) -> AwardType:
    facts = {"name": f"Khen thưởng {code}", "list": "commendation", "level": "ministry", "subject": Subject.BOTH}
    return AwardType.objects.get_or_create(code=code, defaults=facts | given)[0]


def person_line(code: str = "BKB", **given) -> dict:
    person = given.pop("person", None) or PersonFactory()
    facts = {"award": award(code), "subject": Subject.INDIVIDUAL, "person": person, "name": person.full_name}
    return facts | given


def unit_line(unit: Unit, code: str = "BKB", **given) -> dict:
    return {"award": award(code), "subject": Subject.COLLECTIVE, "unit": unit, "name": unit.name} | given


def attend(session: CouncilSession, presences: list[str]) -> None:
    """The seats of the members in order; the rest are absent."""
    seats = list(session.seats.order_by("order"))
    for number, seat in enumerate(seats):
        presence = presences[number] if number < len(presences) else Presence.ABSENT
        seating.tick_presence(seat_id=seat.pk, presence=presence, **BY)


def opened(session: CouncilSession, presences: list[str]) -> CouncilSession:
    attend(session, presences)
    fresh = CouncilSession.objects.get(pk=session.pk)
    return sessions.open_session(session_id=session.pk, version=fresh.version, **BY)


def vote(session: CouncilSession, ballot: Ballot, yes: dict[int, int]) -> None:
    """A paper vote from the team to the recorded result; ``yes``: votes by nominee, the rest of the slips are blank."""
    tellers = [UserFactory(full_name=f"Kiểm phiếu {n}") for n in (1, 2)]
    council_voting.approve_tellers(
        session_id=session.pk, ballot_id=ballot.pk, user_ids=[each.pk for each in tellers], **BY
    )
    teller = Actor(user_id=tellers[0].pk, label="Kiểm phiếu 1")
    by = {"actor": teller, "now": NOW}
    council_voting.open_ballot(session_id=session.pk, ballot_id=ballot.pk, **by)
    voting = [voter.pk for voter in ballot.voters.all() if voter.present or voter.way == "writing"]
    attending.put_in_box(ballot_id=ballot.pk, voter_ids=voting, **by)
    closing.close_ballot(ballot_id=ballot.pk, codes={}, **by)
    for question in ballot.questions.all():
        votes = {option.number: yes[int(option.party.partition(":")[2])] for option in question.options.all()}
        blank = len(voting) - max(votes.values())
        board = Board(len(voting), len(voting), 0, blank, votes)
        boards.write_board(question_id=question.pk, board=board, version=0, **by)
    certifying.certify(ballot_id=ballot.pk, **by)
    council_voting.record_results(session_id=session.pk, ballot_id=ballot.pk, **BY)


def recommended(world: World, *proposals: AwardProposal, on: date = date(2026, 1, 22)) -> CouncilSession:
    """A session of everybody that recommends every nominee."""
    session = opened(world.session(*proposals, on=on), [Presence.PRESENT] * 9)
    for ballot in council_voting.prepare_ballots(session_id=session.pk, **BY):
        parties = ballot.questions.values_list("options__party", flat=True)
        full = ballot.voters.count()
        vote(session, ballot, {int(party.partition(":")[2]): full for party in parties})
    return CouncilSession.objects.get(pk=session.pk)


def asked_of_prime() -> World:
    """A concluded session that recommends two awards of the Prime Minister and one of the ministry."""
    found = build()
    award("BKT", level="state", name="Bằng khen của Thủ tướng Chính phủ")
    lines = [person_line("BKT", name="Trần Thị Thử", honorific="Bà"), person_line("BKT"), person_line("BKB")]
    found.proposed = found.proposal(*lines)
    held = recommended(found, found.proposed)
    found.held = conclude_session(session_id=held.pk, version=held.version, **BY)
    return found


def upward_drafted(world):
    [way] = waiting_upwards(world.held)
    return draft_upward(session_id=world.held.pk, way_key=way.key, head=UPWARD_HEAD, **BY)


def of_prime(number: int, on: date, **given):
    facts = {"symbol": f"{number}/QĐ-TTg", "issuer_name": "Thủ tướng Chính phủ"} | given
    return DecisionFactory(issued_on=on, **facts)


def upward_sent(made, symbol="56/TTr-BTP", on=DAY, **given):
    version = UpwardSubmission.objects.get(pk=made.pk).version
    return send_upward(submission_id=made.pk, version=version, symbol=symbol, issued_on=on, **(LATER | given))
