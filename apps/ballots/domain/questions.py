"""Questions of a ballot that is prepared: added, changed, taken away; the team goes where it would count itself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.preparing import (
    Asked,
    WrongQuestion,
    add_question,
    change_question,
    lock_version,
    save_prepared,
)
from apps.ballots.domain.telling import standing_parties
from apps.ballots.models import Ballot, Option, Question
from apps.core.actor import Actor


@operation()
def write_question(
    *, ballot_id: int, question_id: int | None, asked: Asked, version: int, actor: Actor, now: datetime
) -> Ballot:
    """Add a question (``question_id`` None) or put ``asked`` in its place; ``version`` is the ballot's.

    Who was withdrawn stays listed with the reason. Raises NotPrepared, StaleVersion, WrongQuestion.
    """
    ballot = lock_version(ballot_id, version)
    if question_id is None:
        last, before = ballot.questions.order_by("order").last(), None
        made = add_question(ballot, asked, (last.order if last else 0) + 1)
    else:
        made = ballot.questions.get(pk=question_id)
        _refuse_round(made)
        before, withdrawn = made.text, made.options.exclude(withdrawn_reason="")
        reasons = dict(withdrawn.values_list("party", "withdrawn_reason"))
        change_question(made, asked)
        for party, reason in reasons.items():
            Option.objects.filter(question=made, party=party).update(withdrawn_reason=reason)
    let_partial_team_go(ballot)
    save_prepared(ballot, actor, now)
    action = "ballots.question.add" if question_id is None else "ballots.question.change"
    record(action, actor=actor, target=ballot, at=now, before=before, after=made.text)
    return ballot


@operation()
def remove_question(*, ballot_id: int, question_id: int, actor: Actor, now: datetime, version: int) -> Ballot:
    """Raises NotPrepared, StaleVersion, WrongQuestion (a later vote is about its winners)."""
    ballot = lock_version(ballot_id, version)
    question = ballot.questions.get(pk=question_id)
    _refuse_round(question)
    if question.chained.exists():
        raise WrongQuestion(_("Có nội dung bỏ phiếu khác chỉ chọn trong số đơn vị trúng của nội dung này."))
    text = question.text
    question.delete()
    for order, left in enumerate(ballot.questions.order_by("order"), start=1):
        if left.order != order:
            Question.objects.filter(pk=left.pk).update(order=order)
    save_prepared(ballot, actor, now)
    record("ballots.question.remove", actor=actor, target=ballot, at=now, before=text)
    return ballot


def let_partial_team_go(ballot: Ballot) -> None:
    """A team of neutral people in which somebody stands now is approved anew; keys already made go with it."""
    standing = standing_parties(ballot)
    if any(teller.party in standing and not teller.reason for teller in ballot.tellers.all()):
        ballot.tellers.all().delete()


def _refuse_round(question: Question) -> None:
    """Raises WrongQuestion: who is tied, and for how many places, the first round says."""
    if question.round_of_id:
        raise WrongQuestion(_("Nội dung vòng hai lấy từ kết quả vòng một, không sửa được; có thể hủy cuộc bỏ phiếu."))
