"""What a member of a council has to do in each session, for the home of Ủy viên Hội đồng (glossary §7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards.council_enums import Position, Presence, SessionState
from apps.awards.models import AgendaItem, Conflict, Reading, Seat
from apps.ballots.enums import BallotState, Mode, Way
from apps.ballots.models import Voter
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking

SIGNERS = (Position.CHAIR, Position.SECRETARY)
AWAY = (Presence.ABSENT, Presence.WRITING)


class Sitting(NamedTuple):
    """One session with the member's lines in it."""

    seat: Seat
    tasks: tuple[TaskRow, ...]


def own_sittings(actor: Actor, now: datetime) -> Asking:
    """Sessions that are not over, the next one first; behind them those whose minutes the member has still to sign."""
    waits = ~Q(session__state=SessionState.CONCLUDED) | Q(session__minutes_copy=None, position__in=SIGNERS)
    seats = Seat.objects.filter(waits, member__person__user_id=actor.user_id).select_related("session__council")
    seats = seats.annotate(is_over=Q(session__state=SessionState.CONCLUDED))
    seats = _counted(seats).order_by("is_over", "session__held_on", "session_id")
    return [Sitting(seat, tuple(_tasks(seat, now))) for seat in map(_with_votes, (yield seats))]


def _counted(seats: QuerySet) -> QuerySet:
    """``items`` on the agenda, ``read`` and ``declared`` by the member; ``ballots``: see ``_with_votes``;
    ``open_ballot`` and ``open_voter``: where a vote on screen waits.
    """
    votes = Voter.objects.filter(
        party=Concat(Value("seat:"), Cast(OuterRef("pk"), CharField())),
        ballot__keeper=Concat(Value("awards.councilsession:"), Cast(OuterRef("session_id"), CharField())),
    ).exclude(ballot__state=BallotState.VOID)
    waiting = votes.filter(ballot__state=BallotState.OPEN, has_voted=False)
    waiting = waiting.exclude(way=Way.PAPER).exclude(ballot__mode=Mode.PAPER).order_by("pk")
    missed = Q(has_voted=False, ballot__state__in=[BallotState.CLOSED, BallotState.CERTIFIED])
    counts = {"votes": None, "voted": Q(has_voted=True), "missed": missed}

    def together(rows: QuerySet) -> QuerySet:
        return rows.order_by().annotate(one=Value(1)).values("one")

    def number(rows: QuerySet) -> Coalesce:
        return Coalesce(Subquery(together(rows).annotate(n=Count(F("pk"))).values("n")), 0)

    return seats.annotate(
        items=number(AgendaItem.objects.filter(session=OuterRef("session_id"))),
        read=number(Reading.objects.filter(seat=OuterRef("pk"))),
        declared=number(Conflict.objects.filter(seat=OuterRef("pk"))),
        ballots=Subquery(
            together(votes)
            .annotate(found=JSONObject(**{name: Count("pk", filter=rows) for name, rows in counts.items()}))
            .values("found")
        ),
        open_ballot=Subquery(waiting.values("ballot_id")[:1]),
        open_voter=Subquery(waiting.values("pk")[:1]),
    )


def _with_votes(seat: Seat) -> Seat:
    """``votes``: how many ballots the member has a vote in; ``voted`` in so many of them, ``missed`` so many that
    closed without the member.
    """
    for name in ("votes", "voted", "missed"):
        setattr(seat, name, (seat.ballots or {}).get(name, 0))
    return seat


def _tasks(seat: Seat, now: datetime) -> Iterable[TaskRow]:
    """In the order of the glossary; what does not concern the member in this session is absent."""
    if seat.session.state != SessionState.CONCLUDED:
        yield _coming(seat, now)
        yield _reading(seat)
        yield _declaring(seat)
        yield _voting(seat)
        if seat.presence in AWAY:
            yield _writing(seat)
    if seat.position in SIGNERS:
        yield _signing(seat)


def _coming(seat: Seat, now: datetime) -> TaskRow:
    session, asked = seat.session, seat.presence == Presence.UNKNOWN
    planned = session.state == SessionState.PLANNED
    return TaskRow(
        _("Xác nhận dự họp"),
        reverse("awards:session-answer" if planned else "awards:session-detail", args=[session.pk]),
        StatusWord.NOT_STARTED if asked else StatusWord.FINAL,
        due_on=session.held_on,
        days_left=(session.held_on - local(now).date()).days if asked else None,
        note="" if asked else str(seat.get_presence_display()),
        action_label=_("Trả lời") if asked and planned else "",
    )


def _reading(seat: Seat) -> TaskRow:
    left = seat.items - seat.read
    begun = StatusWord.DRAFT if seat.read else StatusWord.NOT_STARTED
    return TaskRow(
        _("Đọc hồ sơ (đã đọc %(read)s/%(all)s)") % {"read": seat.read, "all": seat.items},
        seat.session.get_absolute_url(),
        begun if left or not seat.items else StatusWord.FINAL,
        due_on=seat.session.held_on,
        action_label=_("Đọc hồ sơ") if left else "",
    )


def _declaring(seat: Seat) -> TaskRow:
    """Nobody has to declare anything: the line says what was declared."""
    return TaskRow(
        _("Khai báo hồ sơ có liên quan"),
        seat.session.get_absolute_url(),
        StatusWord.SENT if seat.declared else StatusWord.NOT_STARTED,
        note=_("Đã khai báo %(n)s hồ sơ.") % {"n": seat.declared}
        if seat.declared
        else _("Nếu có, trước khi lập phiếu."),
        action_label="" if seat.votes else _("Khai báo"),
    )


def _voting(seat: Seat) -> TaskRow:
    if seat.open_voter:
        url = reverse("ballots:vote", args=[seat.open_ballot, seat.open_voter])
        return TaskRow(_("Bỏ phiếu"), url, StatusWord.NOT_STARTED, action_label=_("Bỏ phiếu"))
    url = seat.session.get_absolute_url()
    if not seat.votes:
        return TaskRow(_("Bỏ phiếu"), url, StatusWord.NOT_OPEN, note=_("Chưa lập phiếu bầu."))
    note = _("Đã bỏ phiếu %(n)s/%(all)s cuộc bỏ phiếu.") % {"n": seat.voted, "all": seat.votes}
    return TaskRow(_("Bỏ phiếu"), url, _voted_word(seat), note=" ".join(filter(None, [note, _missed_note(seat)])))


def _voted_word(seat: Seat) -> StatusWord:
    """Sent only where the member voted in all; over, but not sent, where a ballot closed without the member."""
    if not seat.votes or seat.voted + seat.missed < seat.votes:
        return StatusWord.NOT_STARTED
    return StatusWord.FINAL if seat.missed else StatusWord.SENT


def _missed_note(seat: Seat) -> str:
    return _("%(n)s cuộc đã đóng khi chưa có phiếu của bạn.") % {"n": seat.missed} if seat.missed else ""


def _writing(seat: Seat) -> TaskRow:
    word = _voted_word(seat)
    return TaskRow(
        _("Cho ý kiến bằng văn bản (vắng mặt)"),
        seat.session.get_absolute_url(),
        word,
        note=_("Gửi phiếu kín về Thường trực Hội đồng trước khi kiểm phiếu.")
        if word == StatusWord.NOT_STARTED
        else _missed_note(seat),
    )


def _signing(seat: Seat) -> TaskRow:
    session = seat.session
    over = session.state == SessionState.CONCLUDED
    return TaskRow(
        _("Ký biên bản"),
        session.get_absolute_url(),
        StatusWord.AWAITING_SIGNATURE if over else StatusWord.NOT_OPEN,
        note=_("Ký trên giấy; Thường trực Hội đồng tải bản ký lên.") if over else "",
    )
