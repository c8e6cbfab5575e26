"""Opening: from here on nobody changes rules, options or the list, and nobody sees a count."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.audit.trail import operation, record
from apps.ballots.domain.chaining import let_winners_stand
from apps.ballots.domain.company import Company, company_of
from apps.ballots.domain.keeping import lock_ballot, tell
from apps.ballots.domain.telling import FEWEST, KEY_HOLDERS
from apps.ballots.enums import Told, Way
from apps.ballots.models import Ballot, Option, Question
from apps.ballots.workflow import BALLOT_FLOW
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.shares import exact_share

LEAST_ON_SCREEN = 3  # fewer slips, opened apart from the paper ones, would show who chose what


class CannotOpen(DomainError):
    """Something that the vote needs is missing."""


@operation()
def open_ballot(
    *, ballot_id: int, present: Iterable[str], actor: Actor, now: datetime, quorum_percent: Decimal | None = None
) -> Ballot:
    """Freeze the list with who is present (parties) and open. The caller has asked ``can_tell``.

    ``quorum_percent``: as the record that holds the ballot says now; None where it stays as prepared.

    Raises TransitionNotAllowed, CannotOpen: no team, keys not taken, no quorum, nobody stands, too few on screen; and
    NotDecided where a question waits for the winners of another one.
    """
    ballot = lock_ballot(ballot_id)
    before = ballot.state
    ballot.state = BALLOT_FLOW.target("open", before)
    require_team(ballot)
    parties = list(present)
    company = company_of(ballot, parties)
    if quorum_percent is not None:
        ballot.quorum_percent = quorum_percent
    require_quorum(ballot.quorum_percent, company)
    ballot.voters.filter(party__in=parties).exclude(way=Way.WRITING).update(present=True)
    questions = list(ballot.questions.all())
    if not questions:
        raise CannotOpen(_("Chưa có nội dung bỏ phiếu."))
    for question in questions:
        if question.among_id:
            let_winners_stand(question)
        require_options(question)
    require_impartial_team(ballot)
    require_company(ballot, company)
    ballot.opened_at, ballot.opened_by_label = now, actor.label
    ballot.save()
    after = {"state": ballot.state, "present": ballot.voters.filter(present=True).count()}
    record("ballots.ballot.open", actor=actor, target=ballot, at=now, before={"state": before}, after=after)
    tell(Told.OPENED, ballot, actor=actor, now=now)
    return ballot


def require_options(question: Question) -> None:
    """Raises CannotOpen."""
    if not question.options.filter(withdrawn_reason="").exists():
        raise CannotOpen(_("“%(question)s”: không còn đơn vị nào để bình xét.") % {"question": question.text})


def require_team(ballot: Ballot) -> None:
    """Raises CannotOpen."""
    team = list(ballot.tellers.all())
    if len(team) < FEWEST:
        raise CannotOpen(_("Chưa thông qua Tổ kiểm phiếu (hai hoặc ba người)."))
    if ballot.is_on_screen and sum(teller.has_key for teller in team) < KEY_HOLDERS:
        raise CannotOpen(_("Hai thành viên Tổ kiểm phiếu chưa nhận mã mở phiếu."))


def require_impartial_team(ballot: Ballot) -> None:
    """Who stands may have changed since the team was approved: winners of an earlier question. Raises CannotOpen."""
    standing = set(Option.objects.filter(question__ballot=ballot, withdrawn_reason="").values_list("party", flat=True))
    partial = [teller for teller in ballot.tellers.all() if teller.party in standing]
    if ballot.organiser_party in {teller.party for teller in partial}:
        raise CannotOpen(_("Đơn vị tổ chức được bình xét: người của đơn vị tổ chức không kiểm phiếu."))
    if unexplained := [teller.label for teller in partial if not teller.reason]:
        raise CannotOpen(
            _("%(names)s thuộc đơn vị được bình xét: thông qua lại Tổ kiểm phiếu.") % {"names": ", ".join(unexplained)}
        )


def require_quorum(percent: Decimal, company: Company) -> None:
    """Share of all voters, exact: half of 13 is not reached by 6. Raises CannotOpen."""
    if not company.voters:
        raise CannotOpen(_("Danh sách cử tri còn trống."))
    if not company.present or Fraction(company.present, company.voters) < exact_share(percent):
        raise CannotOpen(
            _("Chưa đủ điều kiện tiến hành: %(present)s/%(voters)s có mặt.")
            % {"present": company.present, "voters": company.voters}
        )


def require_company(ballot: Ballot, company: Company) -> None:
    """Raises CannotOpen."""
    if ballot.is_on_screen and company.on_screen < LEAST_ON_SCREEN:
        raise CannotOpen(
            ngettext(
                "Cần ít nhất %(n)s người bỏ phiếu trên màn hình, nếu không sẽ lộ lựa chọn; hãy dùng phiếu giấy.",
                "Cần ít nhất %(n)s người bỏ phiếu trên màn hình, nếu không sẽ lộ lựa chọn; hãy dùng phiếu giấy.",
                LEAST_ON_SCREEN,
            )
            % {"n": LEAST_ON_SCREEN}
        )
