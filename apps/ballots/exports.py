"""Plain data of Biên bản kiểm phiếu (BBKP): what certified ballots say, and the receipts apart from the choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from apps.ballots.domain.outcome import Tally, tally
from apps.ballots.enums import Mode, Settled, Standing, Way
from apps.ballots.models import Ballot, PaperCount, Question
from apps.core.shares import percent_of


@dataclass(frozen=True)
class Counts:
    """Slips of one kind: phát ra, thu vào, không hợp lệ, phiếu trắng; blank ones are valid."""

    handed_out: int = 0
    taken_in: int = 0
    spoiled: int = 0
    blank: int = 0

    @property
    def valid(self) -> int:
        return self.taken_in - self.spoiled

    def __add__(self, other: "Counts") -> "Counts":
        names = ("handed_out", "taken_in", "spoiled", "blank")
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True)
class OptionRow:
    """Votes of one option; ``percent`` of the base, two decimals, half up; None where the base is nobody."""

    number: int
    label: str
    votes: int
    percent: Decimal | None
    place: int
    standing: str
    is_elected: bool


@dataclass(frozen=True)
class TieLine:
    """Who is tied with whom, and how many of them are to be taken."""

    labels: tuple[str, ...]
    seats: int


@dataclass(frozen=True)
class QuestionResult:
    """One question as counted. ``base``, ``base_label``: what percentages and threshold are taken of.

    ``paper`` and ``screen`` are None where nobody votes so. ``withdrawn``: names with reasons. ``rounds``: titles of
    the ballots that settle its ties; ``tied``: all who are in one of ``ties``.
    """

    text: str
    seats: int
    max_choices: int
    threshold_percent: Decimal
    threshold_above: bool
    base_label: str
    base: int
    basis: str
    among: str
    limits: tuple[tuple[str, int], ...]
    paper: Counts | None
    screen: Counts | None
    rows: tuple[OptionRow, ...]
    withdrawn: tuple[tuple[str, str], ...]
    tied: tuple[str, ...]
    open_seats: int
    settled: str
    settled_note: str
    rounds: tuple[str, ...]
    ties: tuple["TieLine", ...] = ()

    @property
    def counts(self) -> Counts:
        return (self.paper or Counts()) + (self.screen or Counts())

    @property
    def elected(self) -> tuple[OptionRow, ...]:
        return tuple(row for row in self.rows if row.is_elected)


@dataclass(frozen=True)
class TellerLine:
    """Who counted; ``reason``: why somebody of a party that stood; ``held_key``: a key to the slips on screen."""

    label: str
    post: str
    reason: str
    held_key: bool


@dataclass(frozen=True)
class TallyData:
    """One certified ballot. ``receipts``: sorted codes of the slips on screen, of no use to learn who chose what."""

    title: str
    mode_label: str
    own_party_allowed: bool
    voters: int
    present: int
    in_writing: int
    voted: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime
    closed_by: str
    certified_at: datetime
    tellers: tuple[TellerLine, ...]
    questions: tuple[QuestionResult, ...]
    receipts: tuple[str, ...]
    previous: str
    sha256: str


def tally_data(ballots: Iterable[Ballot]) -> list[TallyData]:
    """In the given order. Raises NotCounted for a ballot that is not closed."""
    return [_data(ballot) for ballot in ballots]


def _data(ballot: Ballot) -> TallyData:
    voters, receipts = ballot.voters.all(), tuple(ballot.receipts.order_by("code").values_list("code", flat=True))
    questions = ballot.questions.order_by("order").select_related("ballot", "among").prefetch_related("group_limits")
    return TallyData(
        title=ballot.title,
        mode_label=str(ballot.get_mode_display()),
        own_party_allowed=ballot.own_party_allowed,
        voters=voters.count(),
        present=voters.filter(present=True).count(),
        in_writing=voters.filter(way=Way.WRITING, has_voted=True).count(),
        voted=voters.filter(has_voted=True).count(),
        opened_at=ballot.opened_at,
        opened_by=ballot.opened_by_label,
        closed_at=ballot.closed_at,
        closed_by=ballot.closed_by_label,
        certified_at=ballot.certified_at,
        tellers=tuple(
            TellerLine(each.label, each.post, each.reason, each.key_order is not None)
            for each in ballot.tellers.order_by("order")
        ),
        questions=tuple(_question(ballot, question, len(receipts)) for question in questions),
        receipts=receipts,
        previous=ballot.previous.title if ballot.previous else "",
        sha256=ballot.sha256,
    )


def _question(ballot: Ballot, question: Question, on_screen: int) -> QuestionResult:
    result = tally(question)
    paper = PaperCount.objects.filter(question=question).first()
    rounds = Ballot.objects.filter(questions__round_of=question)
    return QuestionResult(
        text=question.text,
        seats=question.seats,
        max_choices=question.max_choices,
        threshold_percent=question.threshold_percent,
        threshold_above=question.threshold_above,
        base_label=str(question.get_base_display()),
        base=result.base,
        basis=question.basis,
        among=question.among.text if question.among else "",
        limits=tuple((limit.group, limit.most) for limit in question.group_limits.all()),
        paper=Counts(paper.handed_out, paper.taken_in, paper.spoiled, paper.blank) if paper else None,
        screen=_screen(ballot, question, on_screen) if ballot.is_on_screen else None,
        rows=tuple(_row(result, *each) for each in result.rows),
        withdrawn=tuple(question.options.exclude(withdrawn_reason="").values_list("label", "withdrawn_reason")),
        tied=tuple(option.label for option in result.tied),
        open_seats=result.counted.open_seats,
        settled=str(Settled(question.settled).label) if question.settled else "",
        settled_note=question.settled_note,
        ties=tuple(TieLine(tuple(each.label for each in tie), seats) for tie, seats in result.ties),
        rounds=tuple(rounds.order_by("pk").distinct().values_list("title", flat=True)),
    )


def _screen(ballot: Ballot, question: Question, on_screen: int) -> Counts:
    """Slips offered on screen: those that came, and those of people who could have voted so and did not."""
    silent = Q(way=Way.SCREEN, present=True)
    if ballot.mode == Mode.SCREEN:
        silent |= Q(way=Way.WRITING)
    offered = on_screen + ballot.voters.filter(silent, has_voted=False).count()
    return Counts(offered, on_screen, 0, question.slips.filter(numbers=[]).count())


def _row(result: Tally, option, votes: int, place: int, standing: str) -> OptionRow:
    return OptionRow(
        option.number,
        option.label,
        votes,
        percent_of(votes, result.base),
        place,
        str(Standing(standing).label),
        standing == Standing.ELECTED,
    )
