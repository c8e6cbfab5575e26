"""Who hears of a ballot of a meeting: its counting team, and the units that vote. Never of a choice, nor of a vote."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from apps.ballots.enums import BallotState, Told, Way
from apps.ballots.models import Ballot, Voter
from apps.conferences.ballot_queries import accounts_of
from apps.conferences.domain.telling import people_of, when_and_where
from apps.conferences.models import Conference
from apps.conferences.parties import unit_of
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify

ON_SCREEN = (Way.SCREEN, Way.WRITING)  # of a ballot on screen: who is absent votes by account or sealed code


@dataclass(frozen=True)
class Step:
    """What happened to a ballot. ``voter``: who is asked in writing."""

    ballot: Ballot
    conference: Conference
    actor: Actor
    now: datetime
    voter: Voter | None = None

    @cached_property
    def accounts(self) -> dict[str, set[int]]:
        """By party the users who vote for it; fetched by those notices alone that go to voters."""
        return accounts_of(self.ballot, self.now)

    @property
    def team(self) -> set[int]:
        return {teller.user_id for teller in self.ballot.tellers.all()}

    @property
    def everybody(self) -> set[int]:
        """Whoever counts or votes."""
        return self.team | self.users(self.accounts)

    @property
    def meeting(self) -> str:
        return f"{self.conference.title}. {when_and_where(self.conference)}"

    def users(self, parties: Iterable[str]) -> set[int]:
        return {user_id for party in parties for user_id in self.accounts.get(party, ())}

    def about(self, page: str) -> dict:
        """What every notice of the ballot carries; ``page`` of it is where the notice leads."""
        path = reverse(f"ballots:{page}", args=[self.ballot.pk])
        return {"about": self.ballot, "path": path, "actor": self.actor, "now": self.now}


def tell_of_ballot(what: Told, step: Step) -> None:
    """Within the operation."""
    with kept_language():
        _TELLING[what](step)


def _of_team(step: Step) -> None:
    body = f"{step.meeting} {_work_of(step.ballot)}"
    notify("conferences.teller_named", to=step.team, body=body, **step.about("ballot-detail"))


def _of_opening(step: Step) -> None:
    """Who votes on screen and is there, or absent with an account; paper slips are handed out in the hall."""
    if not step.ballot.is_on_screen:
        return
    from_account = Q(way=Way.SCREEN, present=True) | Q(way=Way.WRITING)
    here = step.ballot.voters.filter(from_account).values_list("party", flat=True)
    body = "Đã mở bỏ phiếu trên màn hình. Bỏ phiếu trước khi Tổ kiểm phiếu đóng; mỗi đơn vị bỏ phiếu một lần."
    notify("conferences.ballot_opened", to=step.users(here), body=body, **step.about("vote-start"))


def _of_writing(step: Step) -> None:
    way = "gửi phiếu trong phong bì dán kín cho Tổ kiểm phiếu"
    if step.ballot.is_on_screen:
        way = f"bỏ phiếu bằng mã kín do Tổ kiểm phiếu cấp, tại trang {reverse('ballots:vote-by-code')}"
    body = f"{step.meeting} {step.voter.label} vắng mặt: đề nghị {way}, trước khi đóng bỏ phiếu."
    to = people_of([unit_of(step.voter.party)], step.now)
    notify("conferences.vote_in_writing", to=to, body=body, **step.about("ballot-detail"))


def _of_closing(step: Step) -> None:
    """Who voted on screen looks the receipt up while a ballot can still be voided."""
    if not step.ballot.is_on_screen:
        return
    voted = step.ballot.voters.filter(way__in=ON_SCREEN, has_voted=True).values_list("party", flat=True)
    body = (
        "Đã đóng bỏ phiếu, danh sách mã biên nhận đã công bố. Ai bỏ phiếu trên màn hình thì tra mã của mình; không thấy"
        " thì báo Tổ kiểm phiếu trước khi lập biên bản kiểm phiếu."
    )
    notify("conferences.ballot_closed", to=step.users(voted), body=body, **step.about("receipt-list"))


def _of_result(step: Step) -> None:
    body = "Đã lập biên bản kiểm phiếu; kết quả xem được tại trang của cuộc bỏ phiếu."
    notify("conferences.ballot_certified", to=step.everybody, body=body, **step.about("ballot-result"))


def _of_voiding(step: Step) -> None:
    """Before the opening nobody but the team waited for it."""
    to = step.everybody if step.ballot.opened_at else step.team
    body = f"Cuộc bỏ phiếu bị hủy, phiếu đã bỏ không đếm. Lý do: {step.ballot.void_reason}"
    notify("conferences.ballot_voided", to=to, body=body, **step.about("ballot-detail"))


_TELLING: dict[str, Callable[[Step], None]] = {
    Told.TELLERS_NAMED: _of_team,
    Told.OPENED: _of_opening,
    Told.IN_WRITING: _of_writing,
    Told.CLOSED: _of_closing,
    Told.CERTIFIED: _of_result,
    Told.VOIDED: _of_voiding,
}


def tell_of_session(conference: Conference, *, actor: Actor, now: datetime) -> None:
    """Khai mạc: the teams of the ballots that are prepared hear that theirs is to be opened soon."""
    prepared = Ballot.objects.filter(keeper=conference.keeper, state=BallotState.PREPARED)
    with kept_language():
        for ballot in prepared.order_by("order", "pk").prefetch_related("tellers"):
            step = Step(ballot, conference, actor, now)
            body = f"Hội nghị đã khai mạc, sắp mở bỏ phiếu. {_work_of(ballot)}"
            notify("conferences.ballot_soon", to=step.team, body=body, **step.about("ballot-detail"))


def _work_of(ballot: Ballot) -> str:
    if ballot.is_on_screen:
        return "Bỏ phiếu trên màn hình: hai thành viên Tổ kiểm phiếu nhận mã mở phiếu trước khi mở, chép ra giấy."
    return "Bỏ phiếu bằng phiếu giấy: Tổ kiểm phiếu mở, đóng và kiểm phiếu."
