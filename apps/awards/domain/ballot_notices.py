"""Who hears of a ballot of a council: its counting team, who votes in it, all who sit in the session. No counts, ever:
they are read on the page of the ballot, once the minutes of the count are there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from apps.awards.models import CouncilSession
from apps.awards.telling_queries import members_of, voters_of
from apps.ballots.enums import Told, Way
from apps.ballots.models import Ballot, Voter
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify


@dataclass(frozen=True)
class Step:
    """What happened to a ballot of a session; ``voter``: whom it is about, who is asked in writing."""

    ballot: Ballot
    session: CouncilSession
    actor: Actor
    now: datetime
    voter: Voter | None = None

    @property
    def team(self) -> set[int]:
        return set(self.ballot.tellers.values_list("user_id", flat=True))

    @property
    def everybody(self) -> set[int]:
        """Whoever counts or sits in the session, who is concerned too: the result is everybody's."""
        return self.team | members_of(self.session)

    @property
    def meeting(self) -> str:
        place = f", {self.session.place}" if self.session.place else ""
        return f"{self.session.title}, ngày {format_date(self.session.held_on)}{place}."

    def about(self, page: str) -> dict:
        """What every notice of the ballot carries; ``page`` of it is where the notice leads."""
        path = reverse(f"ballots:{page}", args=[self.ballot.pk])
        return {"about": self.ballot, "path": path, "actor": self.actor, "now": self.now}


def tell_of_ballot(what: Told, step: Step) -> None:
    """Within the operation."""
    with kept_language():
        _TELLING[what](step)


def _of_team(step: Step) -> None:
    work = "Tổ kiểm phiếu mở, đóng và kiểm phiếu."
    if step.ballot.is_on_screen:
        work = "Hai thành viên Tổ kiểm phiếu nhận mã mở phiếu trước khi mở, chép ra giấy."
    notify("awards.teller_named", to=step.team, body=f"{step.meeting} {work}", **step.about("ballot-detail"))


def _of_opening(step: Step) -> None:
    """On screen only: slips of paper are handed out in the hall. Who is on no list of this ballot is not called."""
    if step.ballot.is_on_screen:
        may = step.ballot.voters.filter(Q(way=Way.SCREEN, present=True) | Q(way=Way.WRITING))
        to = voters_of(step.session, may)
        body = f"{step.meeting} Bỏ phiếu trước khi Tổ kiểm phiếu đóng; mỗi thành viên bỏ phiếu một lần."
        notify("awards.ballot_open", to=to, body=body, **step.about("vote-start"))


def _of_writing(step: Step) -> None:
    """Once for all slips that are made together, however many."""
    how = "Phiếu lấy ý kiến gửi về Thường trực Hội đồng trước khi kiểm phiếu."
    if not step.ballot.is_on_paper:
        page = reverse("ballots:vote-by-code")
        how = f"Bỏ phiếu từ tài khoản của mình, hoặc bằng mã kín do Tổ kiểm phiếu cấp tại trang {page}, trước khi đóng."
    notify(
        "awards.asked_in_writing",
        to=voters_of(step.session, step.ballot.voters.filter(pk=step.voter.pk)),
        about=step.session,
        body=f"{step.meeting} {how}",
        key=f"awards.asked_in_writing:{step.session.pk}:{step.now.isoformat()}",
        actor=step.actor,
        now=step.now,
    )


def _of_closing(step: Step) -> None:
    """Who voted on screen looks the receipt up while a ballot can still be voided; the others see the box."""
    if not step.ballot.is_on_screen:
        return
    to = voters_of(step.session, step.ballot.voters.filter(has_voted=True).exclude(way=Way.PAPER))
    body = (
        "Đã đóng bỏ phiếu, danh sách mã biên nhận đã công bố: tra mã của mình; không thấy thì báo Tổ kiểm phiếu trước"
        " khi lập biên bản kiểm phiếu. Kết quả xem được sau khi lập biên bản."
    )
    notify("awards.ballot_closed", to=to, body=body, **step.about("receipt-list"))


def _of_result(step: Step) -> None:
    body = f"{step.meeting} Đã lập biên bản kiểm phiếu; kết quả xem được tại trang của cuộc bỏ phiếu."
    notify("awards.ballot_certified", to=step.everybody, body=body, **step.about("ballot-result"))


def _of_voiding(step: Step) -> None:
    """Before the opening nobody but the team waited for it."""
    to = step.everybody if step.ballot.opened_at else step.team
    body = f"Cuộc bỏ phiếu bị hủy, phiếu đã bỏ không đếm. Lý do: {step.ballot.void_reason}"
    notify("awards.ballot_voided", to=to, body=body, **step.about("ballot-detail"))


_TELLING: dict[str, Callable[[Step], None]] = {
    Told.TELLERS_NAMED: _of_team,
    Told.OPENED: _of_opening,
    Told.IN_WRITING: _of_writing,
    Told.CLOSED: _of_closing,
    Told.CERTIFIED: _of_result,
    Told.VOIDED: _of_voiding,
}
