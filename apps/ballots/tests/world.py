"""The article's ballot: 13 units of Cluster 1 in 2020, four sector flags, then two government flags among them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apps.accounts.tests.factories import UserFactory
from apps.ballots import hosts
from apps.ballots.domain import attending, casting, closing, opening, preparing, telling
from apps.ballots.domain.preparing import Asked, Elector, Rules, Stander
from apps.ballots.enums import Mode
from apps.ballots.models import Ballot
from apps.core.actor import Actor

NOW = datetime(2020, 12, 18, 14, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
KEEPER = "tests.meeting:1"


class OpenHost(hosts.Host):
    """A record that is always running, in no year, and seen by nobody."""

    def lock(self, keeper_id: int) -> None:
        pass

    require_running = require_writable = lock

    def keepers(self, actor: Actor) -> list[str]:
        return []


hosts.register("tests.meeting", OpenHost())
UNITS = (
    "Văn phòng Bộ",
    "Vụ Pháp luật hình sự - hành chính",
    "Vụ Pháp luật dân sự - kinh tế",
    "Vụ Tổ chức cán bộ",
    "Vụ Các vấn đề chung về xây dựng pháp luật",
    "Cục Kế hoạch – Tài chính",
    "Vụ Pháp luật quốc tế",
    "Cục Công tác phía Nam",
    "Vụ Hợp tác quốc tế",
    "Thanh tra Bộ",
    "Cục Công nghệ thông tin",
    "Vụ Thi đua – Khen thưởng",
    "Văn phòng Đảng – Đoàn thể",
)
PARTIES = tuple(f"unit:{number}" for number in range(1, 14))
FLAGS = (6, 7, 3, 12)  # the article's winners
NEUTRAL = (1, 8, 10)  # units that do not stand in these tests
STANDING = tuple(number for number in range(1, 14) if number not in NEUTRAL)
ORGANISER = PARTIES[11]


def person(label="Người thử") -> Actor:
    found = UserFactory(full_name=label)
    return Actor(user_id=found.pk, label=label)


def stander(number: int, group: str = "") -> Stander:
    return Stander(PARTIES[number - 1], UNITS[number - 1], group)


def electors() -> list[Elector]:
    return [Elector(party, label, f"Lãnh đạo {label}") for party, label in zip(PARTIES, UNITS, strict=True)]


def flag_question(**given) -> Asked:
    facts = {"text": "Cờ thi đua ngành Tư pháp", "seats": 4, "options": tuple(map(stander, STANDING))}
    return Asked(**facts | given)


def prepared(*, mode=Mode.SCREEN, questions=None, actor=None, **rules) -> Ballot:
    return preparing.prepare(
        keeper=KEEPER,
        keeper_path="/conferences/1/",
        rules=Rules("Bình xét, suy tôn Cụm 1 năm 2020", mode=mode, organiser_party=ORGANISER, **rules),
        questions=[flag_question()] if questions is None else questions,
        voters=electors(),
        actor=actor or person(),
        now=NOW,
    )


class Held:
    """A ballot with its team and their codes; every step as the tellers take it."""

    def __init__(self, ballot: Ballot):
        self.ballot, self.codes = ballot, {}
        self.tellers = [person(f"Kiểm phiếu {number}") for number in NEUTRAL[:2]]
        facts = [
            telling.TellerFacts(teller.user_id, PARTIES[number - 1], teller.label)
            for teller, number in zip(self.tellers, NEUTRAL, strict=False)
        ]
        telling.name_tellers(
            ballot_id=ballot.pk,
            tellers=facts,
            neutral_parties=[PARTIES[number - 1] for number in NEUTRAL],
            actor=self.tellers[0],
            now=NOW,
        )
        if ballot.is_on_screen:
            for teller, actor in zip(ballot.tellers.order_by("order"), self.tellers, strict=True):
                self.codes[teller.pk] = telling.take_key(teller_id=teller.pk, actor=actor, now=NOW)

    def open(self, present=range(1, 14)):
        self.ballot = opening.open_ballot(
            ballot_id=self.ballot.pk,
            present=[PARTIES[number - 1] for number in present],
            actor=self.tellers[0],
            now=NOW,
        )
        return self

    def voter(self, number: int):
        return self.ballot.voters.get(party=PARTIES[number - 1])

    def number_of(self, unit: int, question=0) -> int:
        """Number of a unit on the slip."""
        return self.question(question).options.get(party=PARTIES[unit - 1]).number

    def question(self, place=0):
        return self.ballot.questions.select_related("ballot").order_by("order")[place]

    def cast(self, number: int, *units: int, actor=None, now=NOW) -> str:
        marks = {self.question().pk: [self.number_of(unit) for unit in units]}
        return casting.cast(voter_id=self.voter(number).pk, marks=marks, actor=actor or person(), now=now)

    def close(self, now=NOW + timedelta(minutes=20)):
        self.ballot = closing.close_ballot(ballot_id=self.ballot.pk, codes=self.codes, actor=self.tellers[1], now=now)
        return self

    def put_in_box(self, numbers):
        ids = [self.voter(number).pk for number in numbers]
        return attending.put_in_box(ballot_id=self.ballot.pk, voter_ids=ids, actor=self.tellers[0], now=NOW)


def held(**given) -> Held:
    return Held(prepared(**given))


def vote_as_in_the_article(found: Held, voters=range(1, 14)) -> list[str]:
    """Everybody marks the four; the fifth to eighth voter mark only three of them and somebody else."""
    receipts = []
    for number in voters:
        units = FLAGS if number not in range(5, 9) else (*FLAGS[:3], 2)
        receipts.append(found.cast(number, *units))
    return receipts
