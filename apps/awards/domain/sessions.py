"""Sessions of a council: planning, agenda from proposals, opening, concluding, minutes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.council_enums import CouncilKind, ItemResult, SessionState
from apps.awards.council_queries import put_off
from apps.awards.council_workflow import SESSION_FLOW
from apps.awards.domain.councils import gaps_of
from apps.awards.domain.hearing import CommentMissing, ConsultationOpen, require_heard
from apps.awards.domain.seat_list import seat_members
from apps.awards.domain.seating import quorum_of
from apps.awards.domain.steps import lock_proposals, lock_session, take_step
from apps.awards.domain.telling import invite, papers_to_read, session_moved
from apps.awards.domain.undecided import require_undecided
from apps.awards.enums import SPOKEN
from apps.awards.models import AgendaItem, AwardProposal, Council, CouncilSession, Nominee
from apps.awards.telling_queries import members_of
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain.signed_copies import PaperCopy, copy_for
from apps.documents.enums import SigningWay
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear


class NotOnAgenda(DomainError):
    """A proposal that cannot stand before this council."""


class NotQuorate(DomainError):
    """Too few members for a session."""


class NotFinished(DomainError):
    """Something of the session is open."""


class TermEnded(DomainError):
    """The council is out of its term: what it says now binds nobody."""


class MinutesSigned(DomainError):
    default_message = _("Biên bản đã ký, không sửa được.")


@dataclass(frozen=True)
class SessionPlan:
    title: str
    held_on: date
    place: str = ""
    illustrative: bool = False


@operation()
def plan_session(*, council_id: int, plan: SessionPlan, actor: Actor, now: datetime) -> CouncilSession:
    """A session with a seat for everybody who sits in the council on that day.

    The year is that of the council's body for the day's calendar year, or the newest before it: councils meet on a
    year that has just ended. Raises NotOnAgenda (no year, no members), YearClosed.
    """
    rows = Council.objects.select_related("organiser").select_for_update(of=("self",), no_key=True)
    council = rows.get(pk=council_id)  # its term does not change meanwhile
    year = _year_of(council, plan.held_on)
    require_writable(year)
    session = CouncilSession.objects.create(
        council=council,
        year=year,
        number=_next_number(council, year),
        title=clean(plan.title),
        held_on=plan.held_on,
        place=clean(plan.place),
        illustrative=plan.illustrative,
        saved_by_label=actor.label,
        saved_at=now,
    )
    _require_members(session)
    record("awards.session.plan", actor=actor, target=session, at=now, after=_told(session))
    invite(session, actor=actor, now=now)
    return session


def _year_of(council: Council, on: date) -> EmulationYear:
    years = EmulationYear.objects.filter(organiser=council.organiser, year__lte=on.year).order_by("-year")
    found = years.first()
    if found is None:
        raise NotOnAgenda(_("Đơn vị chưa mở năm thi đua nào đến ngày họp."), field="held_on")
    return found


def _next_number(council: Council, year: EmulationYear) -> int:
    return 1 + (council.sessions.filter(year=year).aggregate(last=Max("number"))["last"] or 0)


def _require_members(session: CouncilSession) -> None:
    if not seat_members(session):
        raise NotOnAgenda(_("Ngày họp không thuộc nhiệm kỳ, hoặc Hội đồng chưa có thành viên."), field="held_on")


@operation()
def change_session(*, session_id: int, version: int, plan: SessionPlan, actor: Actor, now: datetime) -> CouncilSession:
    """Title, day, place while the session is planned; another day seats whoever sits in the council then, and may
    move the session into another year. Who sits on both days keeps answers, readings and declarations.

    Raises StaleVersion, TransitionNotAllowed, NotOnAgenda, YearClosed.
    """
    session = lock_session(session_id)
    require_version(session, version)
    if session.state != SessionState.PLANNED:
        raise TransitionNotAllowed
    before, moved = _told(session), plan.held_on != session.held_on
    former, place, invited = session.held_on, session.place, members_of(session)
    session.title, session.place, session.held_on = clean(plan.title), clean(plan.place), plan.held_on
    year = _year_of(session.council, plan.held_on)
    if year != session.year:
        require_writable(year)
        session.year, session.number = year, _next_number(session.council, year)
    save_session(session, actor, now)
    if moved:
        _require_members(session)
    record("awards.session.change", actor=actor, target=session, at=now, before=before, after=_told(session))
    if (session.held_on, session.place) != (former, place):
        session_moved(session, former, place, invited, actor=actor, now=now)
    return session


@operation()
def put_on_agenda(*, session_id: int, proposal_ids: Collection[int], actor: Actor, now: datetime) -> list[AgendaItem]:
    """Every nominee of verified proposals to this council's body, of those that have gone on whom an earlier session
    put off; what is there already stays as it is.

    Raises NotOnAgenda, TransitionNotAllowed (not verified, or the session is over), StandsInDecision.
    """
    session = lock_session(session_id)
    _require_running(session)
    if session.council.kind != CouncilKind.EMULATION:
        raise NotOnAgenda(_("Hồ sơ đề nghị khen thưởng do Hội đồng Thi đua - Khen thưởng xét."))
    proposals = lock_proposals(proposal_ids)
    position = session.items.aggregate(last=Max("position"))["last"] or 0
    made = []
    for proposal in proposals:
        if proposal.year.organiser_id != session.council.organiser_id:
            raise NotOnAgenda(_("%(proposal)s không gửi đến Hội đồng này.") % {"proposal": proposal})
        if session.items.filter(nominee__proposal=proposal, result=ItemResult.PENDING).exists():
            continue
        if session.items.filter(nominee__proposal=proposal).exists():
            raise NotOnAgenda(_("%(proposal)s đã để lại phiên sau: đưa vào phiên họp khác.") % {"proposal": proposal})
        for nominee in _taken_up(proposal, actor, now):
            position += 1
            made.append(AgendaItem(session=session, nominee=nominee, position=position))
    AgendaItem.objects.bulk_create(made)
    if made:
        after = {"proposals": [str(each) for each in proposals], "nominees": len(made)}
        record("awards.session.put_on_agenda", actor=actor, target=session, at=now, after=after)
        papers_to_read(session, len(made), actor=actor, now=now)
    return made


def _taken_up(proposal: AwardProposal, actor: Actor, now: datetime) -> list[Nominee]:
    """Whom the session is to vote on: everybody, or who was put off where the rest of the list has its result."""
    everybody = Nominee.objects.filter(proposal=proposal)
    left = list(put_off(everybody).in_order())
    try:
        if left:
            require_heard(proposal, local(now).date())
            return left
        require_undecided(proposal)  # put forward or drafted without a vote: it is not voted on as well
        take_step(proposal, "to_council", actor=actor, now=now)
    except (ConsultationOpen, CommentMissing) as unheard:  # which of those ticked it is
        raise type(unheard)(f"{proposal}: {unheard.message}", field="proposals") from unheard
    return list(everybody.in_order())


@operation()
def take_off_agenda(*, session_id: int, proposal_id: int, reason: str, actor: Actor, now: datetime) -> CouncilSession:
    """A proposal that was not voted on goes back to the standing office. Raises NotOnAgenda."""
    session = lock_session(session_id)
    _require_running(session)
    if not clean(reason):
        raise NotOnAgenda(_("Ghi lý do đưa hồ sơ ra khỏi phiên họp."), field="reason")
    items = session.items.filter(nominee__proposal_id=proposal_id)
    if not items.exists():
        raise NotOnAgenda(_("Hồ sơ này không có trong phiên họp."))
    if items.exclude(ballot=None).exists():
        raise NotOnAgenda(_("Hồ sơ đã có phiếu bầu: không đưa ra khỏi phiên họp được nữa."))
    (proposal,) = lock_proposals([proposal_id])
    if proposal.state in SPOKEN and items.filter(result=ItemResult.PENDING).exists():
        items = items.filter(result=ItemResult.PENDING)  # put off by an earlier session: the list itself has gone on
    else:
        take_step(proposal, "back_from_council", actor=actor, now=now, reason=clean(reason))
    items.delete()
    record("awards.session.take_off", actor=actor, target=session, at=now, after=str(proposal), reason=clean(reason))
    return session


@operation()
def open_session(*, session_id: int, version: int, actor: Actor, now: datetime) -> CouncilSession:
    """With whoever sits in the council that day. Raises StaleVersion, TransitionNotAllowed, NotOnAgenda (nothing to
    talk about, planned out of the term), TermEnded, NotQuorate (the council is incomplete, or too few are there).
    """
    session = lock_session(session_id)
    require_version(session, version)
    _require_term(session.council, local(now).date())
    return _step(session, "open", actor, now, check=_require_quorum)


def _require_term(council: Council, on: date) -> None:
    """Planned in the term, opened after its last day: the votes would be of the day of the opening."""
    if council.ends_on is not None and council.ends_on < on:
        words = _("Nhiệm kỳ của Hội đồng đã kết thúc ngày %(day)s: ghi Hội đồng của nhiệm kỳ mới rồi lập phiên họp.")
        raise TermEnded(words % {"day": format_date(council.ends_on)})


def _require_quorum(session: CouncilSession) -> None:
    _require_members(session)
    if gaps := gaps_of(session.council, session.held_on):
        raise NotQuorate(" ".join(gaps))
    if not session.items.exists():
        raise NotOnAgenda(_("Phiên họp chưa có hồ sơ nào."))
    quorum = quorum_of(session)
    if not quorum.is_enough:
        message = _("Chưa đủ điều kiện tiến hành: có mặt %(present)s/%(all)s, cần ít nhất %(needed)s.")
        raise NotQuorate(
            message % {"present": quorum.present, "all": quorum.members, "needed": quorum.needed}, field="presence"
        )


@operation()
def conclude_session(*, session_id: int, version: int, actor: Actor, now: datetime) -> CouncilSession:
    """Every nominee has a result or was put off. Raises StaleVersion, TransitionNotAllowed, NotFinished."""
    session = lock_session(session_id)
    require_version(session, version)
    return _step(session, "conclude", actor, now, check=_require_results)


def _require_results(session: CouncilSession) -> None:
    waiting = session.items.filter(result=ItemResult.PENDING).count()
    if waiting:
        message = _("Còn %(n)s đề nghị chưa có kết quả: ghi kết quả bỏ phiếu hoặc để lại phiên sau.")
        raise NotFinished(message % {"n": waiting})


@operation()
def reopen_session(*, session_id: int, version: int, reason: str, actor: Actor, now: datetime) -> CouncilSession:
    """With a reason, until the minutes are signed. Raises StaleVersion, TransitionNotAllowed, MinutesSigned."""
    session = lock_session(session_id)
    require_version(session, version)
    if session.minutes_copy_id:
        raise MinutesSigned
    if not clean(reason):
        raise NotFinished(_("Ghi lý do mở lại phiên họp."), field="reason")
    return _step(session, "reopen", actor, now, reason=clean(reason))


def _step(session, action, actor, now, *, check=None, reason="") -> CouncilSession:
    before = session.state
    session.state = SESSION_FLOW.target(action, before)
    if check is not None:
        check(session)
    if action == "open":
        session.opened_at = now
    session.concluded_at = now if action == "conclude" else None
    save_session(session, actor, now)
    record(
        f"awards.session.{action}",
        actor=actor,
        target=session,
        at=now,
        before=before,
        after=session.state,
        reason=reason,
    )
    return session


@operation()
def write_minutes(
    *, session_id: int, version: int, opinions: str, conclusion: str, actor: Actor, now: datetime
) -> CouncilSession:
    """Keep what was said; attendance, votes and results come from the records.

    Raises StaleVersion, TransitionNotAllowed (not opened yet), MinutesSigned.
    """
    session = lock_session(session_id)
    require_version(session, version)
    _require_minutes(session)
    session.opinions, session.conclusion = clean(opinions, multiline=True), clean(conclusion, multiline=True)
    save_session(session, actor, now)
    record("awards.session.write_minutes", actor=actor, target=session, at=now, after={"version": session.version})
    return session


@operation()
def sign_minutes(*, session_id: int, version: int, copy: PaperCopy, actor: Actor, now: datetime) -> CouncilSession:
    """The scan of the minutes that chair and secretary signed, of a concluded session.

    Raises StaleVersion, TransitionNotAllowed, NotFinished, MinutesSigned.
    """
    session = lock_session(session_id)
    require_version(session, version)
    _require_minutes(session)
    if session.state != SessionState.CONCLUDED:
        raise NotFinished(_("Kết thúc phiên họp rồi mới tải bản ký của biên bản."))
    if not session.conclusion:
        raise NotFinished(_("Biên bản chưa có kết luận của chủ trì."))
    session.minutes_copy = copy_for(SigningWay.PAPER, copy, now)
    save_session(session, actor, now)
    record("awards.session.sign_minutes", actor=actor, target=session, at=now, after=copy.number)
    return session


def _require_minutes(session: CouncilSession) -> None:
    if session.state == SessionState.PLANNED:
        raise TransitionNotAllowed
    if session.minutes_copy_id:
        raise MinutesSigned


def save_session(session: CouncilSession, actor: Actor, now: datetime) -> None:
    session.version += 1
    session.saved_by_label, session.saved_at = actor.label, now
    session.save()


def _require_running(session: CouncilSession) -> None:
    if session.state == SessionState.CONCLUDED:
        raise TransitionNotAllowed


def _told(session: CouncilSession) -> dict:
    return {"title": session.title, "held_on": session.held_on.isoformat(), "place": session.place}
