"""Opening: from here on nobody changes rules, options or the list, and nobody sees a count."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.audit.trail import operation, record
from apps.ballots.domain.outcome import winners
from apps.ballots.domain.preparing import Stander, lock_ballot, write_options
from apps.ballots.domain.telling import FEWEST, KEY_HOLDERS
from apps.ballots.enums import Way
from apps.ballots.models import Ballot, Question
from apps.ballots.workflow import BALLOT_FLOW
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.shares import exact_share

LEAST_ON_SCREEN = 3  # fewer slips, opened apart from the paper ones, would show who chose what


class CannotOpen(DomainError):
    """Something that the vote needs is missing."""


@operation()
def open_ballot(*, ballot_id: int, present: Iterable[str], actor: Actor, now: datetime) -> Ballot:
    """Freeze the list with who is present (parties) and open. The caller has asked ``can_tell``.

    Raises TransitionNotAllowed, CannotOpen: no team, keys not taken, no quorum, nobody stands, too few on screen; and
    NotDecided where a question waits for the winners of another one.
    """
    ballot = lock_ballot(ballot_id)
    before = ballot.state
    ballot.state = BALLOT_FLOW.target("open", before)
    require_team(ballot)
    ballot.voters.filter(party__in=list(present)).exclude(way=Way.WRITING).update(present=True)
    require_quorum(ballot, ballot.voters.filter(present=True).count(), ballot.voters.count())
    questions = list(ballot.questions.all())
    if not questions:
        raise CannotOpen(_("Chưa có nội dung bỏ phiếu."))
    for question in questions:
        if question.among_id:
            _let_winners_stand(question)
        require_options(question)
    require_company(ballot)
    ballot.opened_at, ballot.opened_by_label = now, actor.label
    ballot.save()
    after = {"state": ballot.state, "present": ballot.voters.filter(present=True).count()}
    record("ballots.ballot.open", actor=actor, target=ballot, at=now, before={"state": before}, after=after)
    return ballot


def require_options(question: Question) -> None:
    """Raises CannotOpen."""
    if not question.options.filter(withdrawn_reason="").exists():
        raise CannotOpen(_("“%(question)s”: không còn đơn vị nào để bình xét.") % {"question": question.text})


def require_team(ballot: Ballot) -> None:
    """Raises CannotOpen."""
    team = list(ballot.tellers.all())
    if len(team) < FEWEST:
        raise CannotOpen(_("Hội nghị chưa thông qua Tổ kiểm phiếu (hai hoặc ba người)."))
    if ballot.is_on_screen and sum(teller.has_key for teller in team) < KEY_HOLDERS:
        raise CannotOpen(_("Hai thành viên Tổ kiểm phiếu chưa nhận mã mở phiếu."))


def require_quorum(ballot: Ballot, present: int, voters: int) -> None:
    """Share of all voters, exact: half of 13 is not reached by 6. Raises CannotOpen."""
    if not voters:
        raise CannotOpen(_("Danh sách cử tri còn trống."))
    if not present or Fraction(present, voters) < exact_share(ballot.quorum_percent):
        raise CannotOpen(
            _("Chưa đủ điều kiện tiến hành: %(present)s/%(voters)s có mặt.") % {"present": present, "voters": voters}
        )


def require_company(ballot: Ballot) -> None:
    """Raises CannotOpen."""
    if not ballot.is_on_screen:
        return
    on_screen = ballot.voters.exclude(way=Way.PAPER).count()
    if on_screen < LEAST_ON_SCREEN:
        raise CannotOpen(
            ngettext(
                "Cần ít nhất %(n)s người bỏ phiếu trên màn hình, nếu không sẽ lộ lựa chọn; hãy dùng phiếu giấy.",
                "Cần ít nhất %(n)s người bỏ phiếu trên màn hình, nếu không sẽ lộ lựa chọn; hãy dùng phiếu giấy.",
                LEAST_ON_SCREEN,
            )
            % {"n": LEAST_ON_SCREEN}
        )


def _let_winners_stand(question: Question) -> None:
    """Chained award: only those whom the earlier question put forward."""
    question.options.all().delete()
    write_options(question, [Stander(each.party, each.label, each.group) for each in winners(question.among)])
