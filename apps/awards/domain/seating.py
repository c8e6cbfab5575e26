"""Who takes part in a session: answers, presence, substitutes, quorum, what was read, who is concerned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.council_enums import ItemResult, Presence, SessionState
from apps.awards.domain.steps import lock_session
from apps.awards.models import AgendaItem, Conflict, CouncilSession, Reading, Seat
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.periods.domain.years import require_writable

ANSWERS = (Presence.COMING, Presence.ABSENT, Presence.WRITING)
THERE = (Presence.PRESENT, Presence.WRITING)


class WrongSeat(DomainError):
    """Something that this member cannot do here."""


@dataclass(frozen=True)
class Quorum:
    """Seats with a vote, how many of them are filled by somebody present, how many must be."""

    members: int
    present: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.present >= self.needed


def voting_seats(session: CouncilSession) -> list[Seat]:
    """Who holds each vote: the member, or the present substitute of one who is absent; in order.

    A member who gives an opinion in writing keeps the vote.
    """
    seats = list(session.seats.order_by("order", "pk"))
    there = {seat.substitute_of_id: seat for seat in seats if seat.substitute_of_id and seat.presence in THERE}
    own = [seat for seat in seats if seat.substitute_of_id is None]
    return [there[seat.pk] if seat.presence not in THERE and seat.pk in there else seat for seat in own]


def quorum_of(session: CouncilSession) -> Quorum:
    """Exact: two thirds of 10 are 7."""
    voting = voting_seats(session)
    share = Fraction(session.council.quorum_of, session.council.quorum_in)
    present = sum(seat.presence == Presence.PRESENT for seat in voting)
    return Quorum(len(voting), present, ceil(share * len(voting)))


@operation()
def answer_invitation(*, seat_id: int, presence: str, actor: Actor, now: datetime) -> Seat:
    """Xác nhận dự họp, by the member or for it. Raises WrongSeat, TransitionNotAllowed."""
    if presence not in ANSWERS:
        raise WrongSeat(_("Chọn sẽ dự họp, vắng mặt hoặc cho ý kiến bằng văn bản."), field="presence")
    seat = _lock_seat(seat_id)
    if seat.session.state != SessionState.PLANNED:
        raise TransitionNotAllowed
    return _take_seat(seat, presence, actor, now, "answer")


@operation()
def tick_presence(*, seat_id: int, presence: str, actor: Actor, now: datetime) -> Seat:
    """Điểm danh by the secretary. Raises WrongSeat, TransitionNotAllowed (over, or the vote has begun without it)."""
    if presence not in {Presence.PRESENT, Presence.ABSENT, Presence.WRITING}:
        raise WrongSeat(_("Chọn có mặt, vắng mặt hoặc cho ý kiến bằng văn bản."), field="presence")
    seat = _lock_seat(seat_id)
    if seat.session.state == SessionState.CONCLUDED:
        raise TransitionNotAllowed
    if seat.session.items.exclude(ballot=None).exists() and presence != seat.presence:
        raise WrongSeat(
            _("Đã lập phiếu bầu theo danh sách dự họp: người đến sau được điểm danh ở trang bỏ phiếu."),
            field="presence",
        )
    return _take_seat(seat, presence, actor, now, "tick")


def _take_seat(seat: Seat, presence: str, actor: Actor, now: datetime, verb: str) -> Seat:
    before, seat.presence = seat.presence, presence
    seat.answered_at, seat.ticked_by_label = now, actor.label
    seat.save(update_fields=["presence", "answered_at", "ticked_by_label"])
    after = [seat.label, presence]
    record(f"awards.seat.{verb}", actor=actor, target=seat.session, at=now, before=before, after=after)
    return seat


def _lock_seat(seat_id: int) -> Seat:
    """The session first: presence and the ballots made from it wait for each other. Raises YearClosed."""
    lock_session(Seat.objects.values_list("session_id", flat=True).get(pk=seat_id))
    return Seat.objects.select_related("session__council").select_for_update(of=("self",)).get(pk=seat_id)


@operation()
def mark_read(*, seat_id: int, item_ids: Collection[int], actor: Actor, now: datetime) -> int:
    """Đã đọc: answers how many are new. Repeating changes nothing. Raises YearClosed."""
    seat = Seat.objects.select_related("session__year").get(pk=seat_id)
    require_writable(seat.session.year)
    items = AgendaItem.objects.filter(session=seat.session, pk__in=item_ids).exclude(readings__seat=seat)
    made = [Reading(item=item, seat=seat, read_at=now) for item in items]
    Reading.objects.bulk_create(made, ignore_conflicts=True)
    if made:
        record("awards.seat.read", actor=actor, target=seat.session, at=now, after=[seat.label, len(made)])
    return len(made)


@operation()
def declare_conflict(*, item_id: int, seat_id: int, reason: str, actor: Actor, now: datetime) -> Conflict:
    """The member takes no part in the vote on this nominee. Repeating changes nothing.

    Raises WrongSeat: no reason, another one than was given before, another session, or the slips are made.
    """
    item, seat = _lock_item(item_id), Seat.objects.get(pk=seat_id)
    if seat.session_id != item.session_id:
        raise WrongSeat(_("Thành viên này không dự phiên họp đó."))
    if not clean(reason):
        raise WrongSeat(_("Ghi lý do có liên quan đến hồ sơ."), field="reason")
    known = Conflict.objects.filter(item=item, seat=seat).first()
    if known is not None and known.reason != clean(reason):
        raise WrongSeat(_("Thành viên này đã khai báo với lý do khác: rút khai báo đó trước."), field="reason")
    if known is not None:
        return known
    made = Conflict.objects.create(
        item=item, seat=seat, reason=clean(reason), declared_at=now, declared_by_label=actor.label
    )
    after = [seat.label, str(item)]
    record("awards.conflict.declare", actor=actor, target=item.session, at=now, after=after, reason=made.reason)
    return made


@operation()
def withdraw_conflict(*, conflict_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """A declaration was wrong. Raises WrongSeat."""
    conflict = Conflict.objects.select_related("item", "seat").get(pk=conflict_id)
    item = _lock_item(conflict.item_id)
    if not clean(reason):
        raise WrongSeat(_("Ghi lý do rút khai báo."), field="reason")
    before = [conflict.seat.label, str(item), conflict.reason]
    record("awards.conflict.withdraw", actor=actor, target=item.session, at=now, before=before, reason=clean(reason))
    conflict.delete()


def _lock_item(item_id: int) -> AgendaItem:
    """The session first, as for a seat. Raises WrongSeat, YearClosed."""
    lock_session(AgendaItem.objects.values_list("session_id", flat=True).get(pk=item_id))
    item = (
        AgendaItem.objects.select_related("session", "nominee__award").select_for_update(of=("self",)).get(pk=item_id)
    )
    if item.session.state == SessionState.CONCLUDED:
        raise WrongSeat(_("Phiên họp đã kết thúc: không thay đổi khai báo được nữa."))
    if item.ballot_id:
        raise WrongSeat(_("Đã lập phiếu bầu cho hồ sơ này: không thay đổi khai báo được nữa."))
    if item.result != ItemResult.PENDING:
        raise WrongSeat(_("Hồ sơ này đã có kết quả ở phiên họp: không thay đổi khai báo được nữa."))
    return item
