"""Voiding a ballot (Hủy, bỏ phiếu lại): a lost code, a broken rule. Envelopes are destroyed unopened."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.keeping import lock_ballot, tell
from apps.ballots.domain.preparing import Asked, Stander, prepare
from apps.ballots.domain.settling import rules_of, tied_again, voters_of
from apps.ballots.enums import BallotState, Told
from apps.ballots.hosts import host_of
from apps.ballots.models import Ballot, Question, Voter
from apps.ballots.workflow import BALLOT_FLOW
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean


class CannotVoid(DomainError):
    """Another vote rests on this one, or no reason is given."""


@operation()
def void_ballot(*, ballot_id: int, reason: str, actor: Actor, now: datetime) -> Ballot:
    """Raises TransitionNotAllowed, CannotVoid."""
    ballot = lock_ballot(ballot_id, dropping=True)
    before = ballot.state
    ballot.state = BALLOT_FLOW.target("void", before)
    if not clean(reason):
        raise CannotVoid(_("Hãy ghi lý do hủy; lý do in trong biên bản."), field="reason")
    resting = Question.objects.filter(Q(among__ballot=ballot) | Q(round_of__ballot=ballot))
    if resting.exclude(ballot__state=BallotState.VOID).exists():
        raise CannotVoid(_("Có cuộc bỏ phiếu khác dựa vào kết quả này; hãy hủy cuộc đó trước."))
    Voter.objects.filter(ballot=ballot).update(envelope=None, code_hash="")
    ballot.tellers.update(wrapped_key=None)
    ballot.void_reason = clean(reason)
    ballot.save()
    for question in Question.objects.filter(rounds__ballot=ballot, ballot__state=BallotState.CLOSED).distinct():
        question.settled = ""  # the tie is open again: another round, or the rule in force
        question.save()
    record(
        "ballots.ballot.void",
        actor=actor,
        target=ballot,
        at=now,
        before={"state": before},
        after={"state": ballot.state},
        reason=clean(reason),
    )
    host_of(ballot).voided(ballot)
    tell(Told.VOIDED, ballot, actor=actor, now=now)
    return ballot


@operation()
def vote_again(*, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """Prepare the same vote anew after it was voided: rules, questions, who stands, who votes.

    A second round is between those who are tied now. Raises TransitionNotAllowed, NoTie (it was settled otherwise), and
    what the host raises where its record no longer fits the lists.
    """
    ballot = lock_ballot(ballot_id)
    if ballot.state != BallotState.VOID or ballot.following.exclude(state=BallotState.VOID).exists():
        raise TransitionNotAllowed
    questions = list(ballot.questions.all())
    first_ids = sorted({question.round_of_id for question in questions if question.round_of_id})
    rounds = [asked for first_id in first_ids for asked in tied_again(first_id)]
    again = prepare(
        keeper=ballot.keeper,
        keeper_path=ballot.keeper_path,
        rules=rules_of(ballot),
        questions=[*rounds, *(_asked(question) for question in questions if not question.round_of_id)],
        voters=voters_of(ballot),
        previous=ballot,
        actor=actor,
        now=now,
    )
    host_of(again).held_again(again, actor=actor, now=now)
    return again


def _newest(question: Question | None) -> int | None:
    """The question itself, or the one in its place where its ballot was voided and held again."""
    while question is not None and question.ballot.state == BallotState.VOID:
        following = question.ballot.following.order_by("pk").last()
        again = following.questions.filter(order=question.order).first() if following else None
        if again is None:
            break
        question = again
    return question.pk if question else None


def _asked(question: Question) -> Asked:
    standing = question.options.filter(withdrawn_reason="")
    return Asked(
        text=question.text,
        seats=question.seats,
        options=() if question.among_id else tuple(Stander(each.party, each.label, each.group) for each in standing),
        max_choices=question.max_choices,
        threshold_percent=question.threshold_percent,
        threshold_above=question.threshold_above,
        base=question.base,
        basis=question.basis,
        among=_newest(question.among),
        limits={limit.group: limit.most for limit in question.group_limits.all()},
    )
