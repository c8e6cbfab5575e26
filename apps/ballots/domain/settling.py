"""A tie at the last place: a second round between the tied ones, or the rule in force; the system never chooses."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.keeping import lock_ballot
from apps.ballots.domain.outcome import NotDecided, Tally, gaps_of, tally
from apps.ballots.domain.preparing import Asked, Elector, Rules, Stander, add_question, prepare
from apps.ballots.enums import BallotState, Settled
from apps.ballots.models import Ballot, Question
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean

MOST_OF_TEXT = 490  # leaves room for the number of a tie


class NoTie(DomainError):
    """Nothing to settle, or settled."""

    default_message = _("Không có ngang phiếu cần xử lý.")


class WrongChoice(DomainError):
    """The rule seats exactly as many of the tied as there are places."""


def _lock_tie(question_id: int) -> tuple[Ballot, Question, Tally]:
    ballot = lock_ballot(Question.objects.values_list("ballot_id", flat=True).get(pk=question_id))
    if ballot.state != BallotState.CLOSED:
        raise TransitionNotAllowed
    question = Question.objects.select_related("ballot").get(pk=question_id)
    if gaps := gaps_of(question):
        raise NotDecided(" ".join(gaps))
    result = tally(question)
    if not result.tied or question.settled:
        raise NoTie
    return ballot, question, result


@operation()
def second_round(*, question_id: int, actor: Actor, now: datetime) -> Ballot:
    """Prepare a ballot between the tied ones for the places left; the same voters, the team is to be approved anew.

    Ties at different numbers of votes are questions apart, each for its own places.

    Raises TransitionNotAllowed, NoTie, NotDecided (a board is missing).
    """
    ballot, question, result = _lock_tie(question_id)
    made = prepare(
        keeper=ballot.keeper,
        keeper_path=ballot.keeper_path,
        rules=rules_of(ballot, title=str(_("%(title)s (vòng hai)") % {"title": ballot.title})),
        questions=(),
        voters=voters_of(ballot),
        previous=ballot,
        actor=actor,
        now=now,
    )
    for order, asked in enumerate(_asked_again(result), start=1):
        add_question(made, asked, order)
    _leave_to_round(question)
    record("ballots.question.second_round", actor=actor, target=ballot, at=now, after=question.text)
    return made


def tied_again(question_id: int) -> list[Asked]:
    """For a round that is held again after it was voided. Raises TransitionNotAllowed, NoTie, NotDecided."""
    _ballot, question, result = _lock_tie(question_id)
    _leave_to_round(question)
    return _asked_again(result)


def _leave_to_round(question: Question) -> None:
    question.settled = Settled.SECOND_ROUND
    question.save()


def _asked_again(result: Tally) -> list[Asked]:
    """What a second round asks: one question for each tie."""
    question, options = result.question, {option.number: option for option in result.options}
    ties = result.counted.ties
    found = []
    for place, tie in enumerate(ties, start=1):
        standing = [options[number] for number in sorted(tie.numbers)]
        found.append(
            Asked(
                text=question.text if len(ties) == 1 else f"{question.text[:MOST_OF_TEXT]} ({place}/{len(ties)})",
                seats=tie.seats,
                options=tuple(Stander(each.party, each.label, each.group) for each in standing),
                threshold_percent=question.threshold_percent,
                threshold_above=question.threshold_above,
                base=question.base,
                basis=question.basis,
                round_of=question.pk,
                limits=tie.room,
            )
        )
    return found


@operation()
def settle_by_rule(*, question_id: int, numbers: Collection[int], rule: str, actor: Actor, now: datetime) -> Question:
    """Seat ``numbers`` from among the tied as the rule in force says; ``rule`` names it and is printed.

    Raises TransitionNotAllowed, NoTie, NotDecided, WrongChoice.
    """
    ballot, question, result = _lock_tie(question_id)
    tied = {option.number: option for option in result.tied}
    if not set(numbers) <= set(tied):
        raise WrongChoice(" ".join(how_many(result)), field="numbers")
    for tie in result.counted.ties:
        chosen = set(numbers) & set(tie.numbers)
        if len(chosen) != tie.seats:
            raise WrongChoice(" ".join(how_many(result)), field="numbers")
        groups = Counter(tied[number].group for number in chosen)
        if any(groups[group] > most for group, most in tie.room.items()):
            raise WrongChoice(_("Vượt chỉ tiêu theo loại đơn vị."), field="numbers")
    if not clean(rule):
        raise WrongChoice(_("Hãy ghi điều khoản của quy chế được áp dụng."), field="rule")
    for number in numbers:
        tied[number].seated_by_rule = True
        tied[number].save()
    question.settled, question.settled_note = Settled.RULE, clean(rule)
    question.save()
    after = [tied[number].label for number in sorted(numbers)]
    record("ballots.question.settle", actor=actor, target=ballot, at=now, after=after, reason=clean(rule))
    return question


def how_many(result: Tally) -> list[str]:
    """Of each tie how many are taken, in words."""
    return [
        str(
            _("Chọn đúng %(n)s trong số các đơn vị ngang phiếu: %(names)s.")
            % {"n": seats, "names": ", ".join(option.label for option in options)}
        )
        for options, seats in result.ties
    ]


def rules_of(ballot: Ballot, *, title: str = "") -> Rules:
    return Rules(
        title=title or ballot.title,
        mode=ballot.mode,
        own_party_allowed=ballot.own_party_allowed,
        quorum_percent=ballot.quorum_percent,
        organiser_party=ballot.organiser_party,
        scope=ballot.scope,
        members=ballot.members,
    )


def voters_of(ballot: Ballot) -> list[Elector]:
    return [Elector(voter.party, voter.label, voter.person, voter.way) for voter in ballot.voters.all()]
