"""Ballots of a meeting: who votes, who stands, who counts, in the words of units."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation
from apps.ballots.domain import opening, preparing, telling
from apps.ballots.domain.preparing import Asked, Rules, Stander
from apps.ballots.enums import Base, Mode
from apps.ballots.models import Ballot, Voter
from apps.conferences.domain.attending import voters_of
from apps.conferences.domain.planning import lock_conference, lock_running
from apps.conferences.domain.voter_lists import electors_of, require_current_list
from apps.conferences.enums import ConferenceState, MinutesState
from apps.conferences.models import Conference, ConferenceMinutes
from apps.conferences.parties import party_of, unit_of  # noqa: F401 - the ballots of a meeting name units by both
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.units.enums import Role
from apps.units.models import RoleAssignment, Unit


class NotThere(DomainError):
    """A unit that does not vote here, or an account that belongs to none of its parties."""


_NOT_IN_SESSION = {
    ConferenceState.PLANNED: _("Hội nghị chưa khai mạc."),
    ConferenceState.CALLED_OFF: _("Hội nghị đã hoãn, hủy."),
    ConferenceState.CONCLUDED: _("Hội nghị đã kết thúc."),
}


class MinutesSigned(TransitionNotAllowed):
    """The minutes of the meeting say which votes there were."""

    default_message = _("Biên bản hội nghị đã ký: mở lại biên bản trước khi bỏ phiếu thêm.")


@dataclass(frozen=True)
class Vote:
    """What the meeting votes on; ``units``: who stands, in protocol order; ``limits``: most winners by unit kind."""

    text: str
    seats: int
    units: tuple[int, ...] = ()
    max_choices: int = 0
    threshold_percent: Decimal = Decimal(0)
    threshold_above: bool = False
    base: str = Base.ALL
    basis: str = ""
    among: int | None = None
    limits: tuple[tuple[str, int], ...] = ()


def require_unsigned(conference: Conference) -> None:
    """Every vote stands in the minutes: after they are signed nothing is voted on. Raises MinutesSigned."""
    if ConferenceMinutes.objects.filter(conference=conference, state=MinutesState.SIGNED).exists():
        raise MinutesSigned


@operation()
def prepare_ballot(
    *,
    conference_id: int,
    title: str,
    votes: Iterable[Vote],
    actor: Actor,
    now: datetime,
    mode: str = Mode.PAPER,
    own_party_allowed: bool = True,
    line: str = "",
    path: str = "",
) -> Ballot:
    """A ballot of the whole meeting, or of one line apart. The caller has asked ``can_prepare``.

    Voters are the units that vote here, each by its delegate.
    Raises TransitionNotAllowed, MinutesSigned, NotThere, WrongQuestion.
    """
    conference = lock_running(conference_id)
    require_unsigned(conference)
    rules = rules_of(conference, Rules(title, mode=mode, own_party_allowed=own_party_allowed, scope=line), now)
    names = {attendee.unit_id: attendee.unit_name for attendee in conference.attendees.all()}
    return preparing.prepare(
        keeper=conference.keeper,
        keeper_path=path,
        rules=rules,
        questions=[_asked(vote, names) for vote in votes],
        voters=electors_of(conference, line),
        actor=actor,
        now=now,
    )


def rules_of(conference: Conference, asked: Rules, now: datetime) -> Rules:
    """What was asked, with the quorum of the meeting and the member that serves its organiser."""
    organiser = _organiser_party(conference, local(now).date())
    return replace(asked, quorum_percent=conference.quorum_percent, organiser_party=organiser)


def _organiser_party(conference: Conference, on: date) -> str:
    """The member that does the organiser's work: somebody of it sits in the standing office too (S003-7)."""
    current = RoleAssignment.objects.valid_on(on)
    office = current.filter(role=Role.STANDING_OFFICE, unit_id=conference.organiser_id)
    there = current.exclude(role=Role.STANDING_OFFICE).filter(user__in=office.values("user_id"))
    units = {attendee.unit_id for attendee in voters_of(conference)}
    serving = there.filter(unit_id__in=units).order_by("unit__protocol_order", "unit_id").first()
    return party_of(serving.unit_id) if serving else ""


def _asked(vote: Vote, names: dict[int, str]) -> Asked:
    if strangers := set(vote.units) - set(names):
        raise NotThere(_("Có đơn vị không thuộc hội nghị này (%(n)s).") % {"n": len(strangers)}, field="units")
    kinds = dict(Unit.objects.filter(pk__in=vote.units).values_list("pk", "kind"))
    return Asked(
        text=vote.text,
        seats=vote.seats,
        options=tuple(Stander(party_of(pk), names[pk], kinds[pk]) for pk in vote.units),
        max_choices=vote.max_choices,
        threshold_percent=vote.threshold_percent,
        threshold_above=vote.threshold_above,
        base=vote.base,
        basis=vote.basis,
        among=vote.among,
        limits=dict(vote.limits),
    )


@operation()
def approve_tellers(
    *,
    conference_id: int,
    ballot_id: int,
    tellers: Collection[tuple[int, int]],
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Ballot:
    """The team that the meeting approved: (user id, unit id) each; neutral units are those present that do not stand.

    Raises NotThere (the person does not work for that unit), WrongTellers, NotPrepared.
    """
    conference = lock_conference(conference_id)
    named = [(user_id, party_of(unit_id)) for user_id, unit_id in tellers]
    _refuse_office(conference, Ballot.objects.get(pk=ballot_id), named, now)
    units = dict(Unit.objects.filter(pk__in=[unit_id for _user, unit_id in tellers]).values_list("pk", "name"))
    current = RoleAssignment.objects.valid_on(local(now).date())
    facts = []
    for user_id, unit_id in tellers:
        user = (
            User.objects.filter(pk=user_id, is_active=True, roles__in=current.filter(unit_id=unit_id))
            .distinct()
            .first()
        )
        if user is None:
            raise NotThere(_("Thành viên Tổ kiểm phiếu phải là người của đơn vị đã chọn."), field="tellers")
        facts.append(telling.TellerFacts(user.pk, party_of(unit_id), user.label, units[unit_id]))
    neutral = [attendee.party for attendee in voters_of(conference) if attendee.is_present]
    return telling.name_tellers(
        ballot_id=ballot_id, tellers=facts, neutral_parties=neutral, reason=reason, actor=actor, now=now
    )


def _refuse_office(conference: Conference, ballot: Ballot, tellers: Collection[tuple[int, str]], now: datetime) -> None:
    """S003-7: while the organiser, or any member that does its work, stands, nobody of its office counts for whatever
    unit, and nobody else of those units. ``tellers``: (user id, party) each; asked as things stand now.
    Raises WrongTellers.
    """
    on = local(now).date()
    current = RoleAssignment.objects.valid_on(on)
    office = current.filter(role=Role.STANDING_OFFICE, unit_id=conference.organiser_id)
    serving = current.filter(user__in=office.values("user_id")).values_list("unit_id", flat=True)
    parties = {party_of(unit_id) for unit_id in {*serving, conference.organiser_id}}
    if not (standing := parties & telling.standing_parties(ballot)):
        return
    people = [user_id for user_id, _party in tellers]
    if any(party in standing for _user, party in tellers) or office.filter(user_id__in=people).exists():
        raise telling.WrongTellers(_("Đơn vị tổ chức được bình xét: người của đơn vị tổ chức không kiểm phiếu."))


def lacking(conference: Conference, ballot: Ballot, now: datetime) -> list[str]:
    """What the meeting itself holds against the opening, in words."""
    found = [str(_NOT_IN_SESSION[conference.state])] if conference.state in _NOT_IN_SESSION else []
    try:
        _refuse_office(conference, ballot, list(ballot.tellers.values_list("user_id", "party")), now)
    except telling.WrongTellers as error:
        found.append(str(error.message))
    return [str(text) for text in found]


@operation()
def open_ballot(*, conference_id: int, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """Open with those who are present now, by the quorum that the meeting has now. The caller has asked ``can_tell``.

    Raises TransitionNotAllowed (the meeting is not in session), MinutesSigned, WrongTellers, CannotOpen (OtherVoters).
    """
    conference = lock_conference(conference_id)
    if conference.state != ConferenceState.IN_SESSION:
        raise TransitionNotAllowed
    require_unsigned(conference)
    ballot = Ballot.objects.get(pk=ballot_id)
    _refuse_office(conference, ballot, list(ballot.tellers.values_list("user_id", "party")), now)
    require_current_list(conference, ballot)
    present = [attendee.party for attendee in voters_of(conference) if attendee.is_present]
    quorum = conference.quorum_percent
    return opening.open_ballot(ballot_id=ballot_id, present=present, quorum_percent=quorum, actor=actor, now=now)


def votes_for(actor: Actor, ballot: Ballot) -> list[Voter]:
    """Voters of the ballot for whom the actor votes: as leader of the unit, one vote each."""
    parties = [party_of(unit_id) for unit_id in actor.unit_ids(Role.LEADER)]
    return list(ballot.voters.filter(party__in=parties).order_by("order"))
