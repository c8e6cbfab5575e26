"""A tie at the last place: a second round between the tied ones, or the rule in force; the system never chooses."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.outcome import NotDecided, Tally, gaps_of, tally
from apps.ballots.domain.preparing import Asked, Elector, Rules, Stander, add_question, lock_ballot, prepare
from apps.ballots.enums import BallotState, Settled
from apps.ballots.models import Ballot, Question
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean


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
    add_question(
        made,
        Asked(
            text=question.text,
            seats=result.counted.open_seats,
            options=tuple(Stander(each.party, each.label, each.group) for each in result.tied),
            threshold_percent=question.threshold_percent,
            threshold_above=question.threshold_above,
            base=question.base,
            basis=question.basis,
            round_of=question.pk,
            limits=result.counted.room,
        ),
        1,
    )
    question.settled = Settled.SECOND_ROUND
    question.save()
    record("ballots.question.second_round", actor=actor, target=ballot, at=now, after=question.text)
    return made


@operation()
def settle_by_rule(*, question_id: int, numbers: Collection[int], rule: str, actor: Actor, now: datetime) -> Question:
    """Seat ``numbers`` from among the tied as the rule in force says; ``rule`` names it and is printed.

    Raises TransitionNotAllowed, NoTie, NotDecided, WrongChoice.
    """
    ballot, question, result = _lock_tie(question_id)
    tied = {option.number: option for option in result.tied}
    if not set(numbers) <= set(tied) or len(set(numbers)) != result.counted.open_seats:
        raise WrongChoice(
            _("Chọn đúng %(n)s trong số các đơn vị ngang phiếu.") % {"n": result.counted.open_seats}, field="numbers"
        )
    groups = Counter(tied[number].group for number in numbers)
    if any(groups[group] > most for group, most in result.counted.room.items()):
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
    return [Elector(voter.party, voter.label, voter.person) for voter in ballot.voters.all()]
