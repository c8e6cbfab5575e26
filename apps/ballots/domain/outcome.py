"""What a closed ballot says: votes by option, places, ties; and what still hinders the minutes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.ballots.domain.counting import Counted, Rule, Stands, count
from apps.ballots.enums import BallotState, Base, Settled, Standing
from apps.ballots.models import Ballot, Option, PaperCount, Question
from apps.core.errors import DomainError
from apps.core.shares import exact_share

COUNTED = (BallotState.CLOSED, BallotState.CERTIFIED)


class NotCounted(DomainError):
    """While a ballot is open nobody sees a count."""

    default_message = _("Chưa đóng bỏ phiếu: không ai xem được số phiếu.")


class NotDecided(DomainError):
    """Winners are not known yet: a tie is open, or a count is missing."""


@dataclass(frozen=True)
class Tally:
    """Result of one question. ``cast``: slips on paper and screen; ``valid`` of them, ``spoiled``, ``blank``."""

    question: Question
    options: list[Option]
    votes: dict[int, int]
    counted: Counted
    cast: int
    spoiled: int
    blank: int
    base: int

    @property
    def valid(self) -> int:
        return self.cast - self.spoiled

    @property
    def rows(self) -> list[tuple[Option, int, int, str]]:
        """Option, votes, place, standing: by place, then number; ties settled by the rule are shown as settled."""
        found = [
            (option, self.votes[option.number], self.counted.places[option.number], self.standing(option))
            for option in self.options
        ]
        return sorted(found, key=lambda row: (row[2], row[0].number))

    def standing(self, option: Option) -> str:
        standing = self.counted.standings[option.number]
        if standing == Standing.TIED and self.question.settled == Settled.RULE:
            return Standing.ELECTED if option.seated_by_rule else Standing.NOT_ELECTED
        return standing

    @property
    def elected(self) -> list[Option]:
        return [option for option, _votes, _place, standing in self.rows if standing == Standing.ELECTED]

    @property
    def tied(self) -> list[Option]:
        return [option for option, _votes, _place, standing in self.rows if standing == Standing.TIED]

    @property
    def ties(self) -> list[tuple[list[Option], int]]:
        """Who is tied with whom, and how many of them are taken."""
        by_number = {option.number: option for option in self.options}
        return [([by_number[number] for number in sorted(tie.numbers)], tie.seats) for tie in self.counted.ties]


def tally(question: Question) -> Tally:
    """Count one question of a closed ballot. Raises NotCounted."""
    ballot = question.ballot
    if ballot.state not in COUNTED:
        raise NotCounted
    options = list(question.options.filter(withdrawn_reason=""))
    slips = list(question.slips.values_list("numbers", flat=True))
    votes = Counter(number for numbers in slips for number in numbers)
    paper = PaperCount.objects.filter(question=question).prefetch_related("votes__option").first()
    if paper:
        votes.update({row.option.number: row.votes for row in paper.votes.all()})
    cast = len(slips) + (paper.taken_in if paper else 0)
    spoiled = paper.spoiled if paper else 0
    blank = sum(not numbers for numbers in slips) + (paper.blank if paper else 0)
    base = _base(question, cast - spoiled)
    rule = Rule(
        seats=question.seats,
        limits={limit.group: limit.most for limit in question.group_limits.all()},
        share=exact_share(question.threshold_percent),
        above=question.threshold_above,
        base=base,
    )
    counted = count([Stands(each.number, votes[each.number], each.group) for each in options], rule)
    return Tally(
        question, options, {each.number: votes[each.number] for each in options}, counted, cast, spoiled, blank, base
    )


def _base(question: Question, valid: int) -> int:
    voters = question.ballot.voters
    if question.base == Base.ALL:
        return question.ballot.members or voters.count()
    if question.base == Base.PRESENT:
        return voters.filter(Q(present=True) | Q(has_voted=True)).count()
    return valid


def gaps_of(question: Question) -> list[str]:
    """Where slips counted are not the voters who voted: a board is missing, or does not agree."""
    ballot, words = question.ballot, {"question": question.text}
    on_screen = ballot.receipts.count()
    on_paper = ballot.voters.filter(has_voted=True).count() - on_screen
    paper = PaperCount.objects.filter(question=question).first()
    if on_paper and paper is None:
        return [str(_("“%(question)s”: chưa nhập số phiếu giấy.") % words)]
    found, taken_in = [], paper.taken_in if paper else 0
    if taken_in != on_paper:
        found.append(
            _("“%(question)s”: thu vào %(slips)s phiếu giấy, trong khi %(voters)s người đã bỏ phiếu giấy.")
            % (words | {"slips": taken_in, "voters": on_paper})
        )
    if question.slips.count() != on_screen:
        found.append(_("“%(question)s”: số phiếu trên màn hình không khớp biên nhận.") % words)
    return [str(each) for each in found]


@dataclass(frozen=True)
class Reckoning:
    """One question counted once, with what does not agree."""

    question: Question
    tally: Tally
    gaps: list[str]


def reckon(question: Question) -> Reckoning:
    """Raises NotCounted."""
    return Reckoning(question, tally(question), gaps_of(question))


def problems(ballot: Ballot) -> list[str]:
    """Why no minutes can be made yet. Raises NotCounted."""
    return problems_of([reckon(question) for question in ballot.questions.select_related("ballot")])


def problems_of(reckoned: Iterable[Reckoning]) -> list[str]:
    """Slips counted must be voters who voted, and ties must be settled."""
    found = []
    for each in reckoned:
        question, result = each.question, each.tally
        found += each.gaps
        if each.gaps:
            continue
        if question.settled == Settled.SECOND_ROUND and not _last_round(question):
            found.append(_waits_for_round(question))
        elif result.tied and not question.settled:
            names = ", ".join(option.label for option in result.tied)
            found.append(
                _("“%(question)s”: %(names)s ngang phiếu ở vị trí cuối, chưa xử lý.")
                % {"question": question.text, "names": names}
            )
    return [str(each) for each in found]


def winners(question: Question) -> list[Option]:
    """Options elected in this question and in the rounds that settled its ties, by place; of certified counts only.

    Raises NotCounted, NotDecided.
    """
    result = tally(question)
    if question.ballot.state != BallotState.CERTIFIED:
        raise NotDecided(_("“%(question)s”: chưa lập biên bản kiểm phiếu.") % {"question": question.text})
    if not result.tied:
        return result.elected
    rounds = _last_round(question)
    if not rounds:
        raise NotDecided(_waits_for_round(question))
    own = {option.party: option for option in result.options}
    won = [option.party for each in rounds for option in winners(each)]
    return [*result.elected, *(own[party] for party in won if party in own)]


def _last_round(question: Question) -> list[Question]:
    """Questions of the certified ballot that settled the ties, one for each."""
    rounds = question.rounds.filter(ballot__state=BallotState.CERTIFIED).select_related("ballot").order_by("pk")
    found = list(rounds)
    return [each for each in found if each.ballot_id == found[-1].ballot_id]


def _waits_for_round(question: Question) -> str:
    return _("“%(question)s” còn đơn vị ngang phiếu chưa xử lý, hoặc vòng hai chưa lập biên bản kiểm phiếu.") % {
        "question": question.text
    }
