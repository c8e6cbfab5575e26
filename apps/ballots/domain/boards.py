"""Counting board of paper slips (Bảng kiểm phiếu): what the tellers read out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.keeping import lock_ballot
from apps.ballots.enums import BallotState, Mode
from apps.ballots.models import PaperCount, PaperVotes, Question
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.versions import require_version


class WrongCount(DomainError):
    """The figures do not fit each other; ``field`` names the wrong one."""


@dataclass(frozen=True)
class Board:
    """Figures of one question; ``votes`` by number of the option."""

    handed_out: int
    taken_in: int
    spoiled: int
    blank: int
    votes: Mapping[int, int]


def check_board(board: Board, question: Question, numbers: set[int]) -> None:
    """Raises WrongCount."""
    counted = board.taken_in - board.spoiled - board.blank
    if min(board.handed_out, board.taken_in, board.spoiled, board.blank, *board.votes.values(), 0) < 0:
        raise WrongCount(_("Số phiếu không âm."), field="taken_in")
    if board.taken_in > board.handed_out:
        raise WrongCount(_("Thu vào không nhiều hơn phát ra."), field="taken_in")
    if counted < 0:
        raise WrongCount(_("Không hợp lệ và phiếu trắng không nhiều hơn thu vào."), field="spoiled")
    if set(board.votes) != numbers:
        raise WrongCount(_("Mỗi đơn vị được bình xét phải có số phiếu, không có thì ghi 0."), field="votes")
    for number, votes in board.votes.items():
        if votes > counted:
            raise WrongCount(
                _("Số phiếu của một đơn vị không nhiều hơn số phiếu hợp lệ có lựa chọn (%(n)s).") % {"n": counted},
                field=f"votes-{number}",
            )
    total = sum(board.votes.values())
    if not counted <= total <= counted * question.max_choices:
        raise WrongCount(
            _("Tổng số lựa chọn là %(total)s, phải từ %(least)s đến %(most)s: mỗi phiếu từ 1 đến %(each)s lựa chọn.")
            % {
                "total": total,
                "least": counted,
                "most": counted * question.max_choices,
                "each": question.max_choices,
            },
            field="votes",
        )


@operation()
def write_board(*, question_id: int, board: Board, version: int, actor: Actor, now: datetime) -> PaperCount:
    """Keep what the tellers counted; ``version`` 0 for the first time. The caller has asked ``can_tell``.

    Raises TransitionNotAllowed, WrongCount, StaleVersion.
    """
    ballot = lock_ballot(Question.objects.values_list("ballot_id", flat=True).get(pk=question_id))
    question = Question.objects.get(pk=question_id)
    if ballot.state != BallotState.CLOSED or ballot.mode == Mode.SCREEN:
        raise TransitionNotAllowed
    if question.settled:
        raise WrongCount(_("Ngang phiếu đã xử lý theo số đã đếm: sai thì hủy và bỏ phiếu lại."))
    options = {option.number: option for option in question.options.filter(withdrawn_reason="")}
    check_board(board, question, set(options))
    found = PaperCount.objects.filter(question=question).first()
    before = _told(found) if found else None
    if found is None:
        found = PaperCount(question=question, version=0)
    require_version(found, version)
    found.handed_out, found.taken_in = board.handed_out, board.taken_in
    found.spoiled, found.blank = board.spoiled, board.blank
    found.saved_by_label, found.saved_at, found.version = actor.label, now, found.version + 1
    found.save()
    for number, votes in board.votes.items():
        PaperVotes.objects.update_or_create(option=options[number], defaults={"count": found, "votes": votes})
    record("ballots.board.write", actor=actor, target=ballot, at=now, before=before, after=_told(found))
    return found


def _told(found: PaperCount) -> dict:
    """Totals alone: the trail is read before the minutes, and after a void; votes stand in the rows of the board."""
    return {name: getattr(found, name) for name in ("handed_out", "taken_in", "spoiled", "blank")}
