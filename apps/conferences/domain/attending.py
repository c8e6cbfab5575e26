"""Answers to the invitation, presence, quorum."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.codes import code_hash, new_code, plain
from apps.conferences.domain.planning import lock_running
from apps.conferences.enums import Answer, ConferenceState, DelegateKind
from apps.conferences.models import Attendee, Conference, Delegate
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.shares import exact_share
from apps.core.text import clean
from apps.core.versions import require_version

CODE = 8  # characters: typed on a phone during one meeting


class NotToday(DomainError):
    """The meeting is on another day."""


class TooMany(DomainError):
    """More delegates than were allotted."""


@dataclass(frozen=True)
class Named:
    """A delegate by name."""

    name: str
    post: str = ""
    kind: str = DelegateKind.ELECTED


class WrongCode(DomainError):
    """No such code at this meeting."""

    default_message = _("Mã điểm danh không đúng.")


@dataclass(frozen=True)
class Quorum:
    """How many units are there, of how many, and whether that is enough (share compared exactly)."""

    present: int
    invited: int
    share: Fraction

    @property
    def is_enough(self) -> bool:
        return self.present > 0 and Fraction(self.present, self.invited) >= self.share


def quorum_of(conference: Conference) -> Quorum:
    """Units of the closing year count, whatever units of the next year sit there too."""
    attendees = voters_of(conference)
    present = sum(attendee.is_present for attendee in attendees)
    return Quorum(present, len(attendees), exact_share(conference.quorum_percent))


def voters_of(conference: Conference) -> list[Attendee]:
    """Units that vote: members of the year that is closed, in protocol order; of a congress all that are invited."""
    attendees = conference.attendees.order_by("order")
    if conference.cluster_year_id is None:
        return list(attendees)
    members = conference.cluster_year.members.standing().values("unit_id")
    return list(attendees.filter(unit_id__in=members))


@operation()
def answer(
    *,
    attendee_id: int,
    answer: str,
    version: int,
    actor: Actor,
    now: datetime,
    person: str = "",
    post: str = "",
    delegates: int = 1,
    named: Iterable[Named] | None = None,
) -> Attendee:
    """What the unit answers and whom it sends. The caller has asked ``can_answer``.

    ``version``: of the answer that the person saw, 0 for none. ``named``: the delegates by name, who then count; None
    leaves the names as they are. Raises TransitionNotAllowed, StaleVersion, TooMany (more than the unit was allotted).
    """
    attendee = lock_attendee(attendee_id)
    require_version(attendee, version)
    before = _told(attendee)
    attendee.answer, attendee.person, attendee.post = answer, clean(person), clean(post)
    attendee.delegates = delegates
    if named is not None:
        _name(attendee, list(named))
    if attendee.allotted and attendee.delegates > attendee.allotted:
        raise TooMany(_("Đơn vị được phân bổ %(n)s đại biểu.") % {"n": attendee.allotted}, field="delegates")
    attendee.version += 1
    attendee.saved_by_label, attendee.saved_at = actor.label, now
    attendee.save()
    after = _told(attendee)
    record("conferences.attendee.answer", actor=actor, target=attendee.conference, at=now, before=before, after=after)
    return attendee


def _told(attendee: Attendee) -> dict:
    """For the trail: whose answer, who comes, by name."""
    named = [", ".join(filter(None, [each.name, each.post])) for each in attendee.named.order_by("order")]
    told = {name: getattr(attendee, name) for name in ("unit_name", "answer", "person", "post", "delegates")}
    return {**told, "named": named}


def _name(attendee: Attendee, named: list[Named]) -> None:
    attendee.named.all().delete()
    Delegate.objects.bulk_create(
        Delegate(attendee=attendee, order=order, name=clean(each.name), post=clean(each.post), kind=each.kind)
        for order, each in enumerate(named, start=1)
    )
    attendee.delegates = max(attendee.delegates, len(named))


@operation()
def tick(*, conference_id: int, present: Collection[int], seen: Collection[int], actor: Actor, now: datetime) -> int:
    """Điểm danh: attendee ids that are ticked now, and those that were when the list was shown.

    Only what differs between the two changes: whoever ticked themselves meanwhile stays. Answers how many changed.
    Raises TransitionNotAllowed.
    """
    conference = lock_running(conference_id)
    changed = []
    for attendee in conference.attendees.select_for_update().order_by("pk"):
        wanted = attendee.pk in present
        if wanted not in (attendee.pk in seen, attendee.is_present):
            _set_present(attendee, actor.label, None if attendee.is_present else now)
            changed.append(attendee.unit_name)
    if changed:
        record("conferences.attendee.tick", actor=actor, target=conference, at=now, after=changed)
    return len(changed)


@operation()
def give_code(*, attendee_id: int, actor: Actor, now: datetime) -> str:
    """A code for ticking oneself from a phone; answered once, the one before is void. Raises TransitionNotAllowed."""
    attendee = lock_attendee(attendee_id)
    code = new_code(CODE)
    attendee.code_hash = code_hash(code)
    attendee.save()
    record("conferences.attendee.give_code", actor=actor, target=attendee.conference, at=now, after=attendee.unit_name)
    return code


@operation()
def give_codes(*, conference_id: int, actor: Actor, now: datetime) -> list[tuple[Attendee, str]]:
    """New codes for all units, to be printed on slips; codes given before are void. Raises TransitionNotAllowed."""
    conference = lock_running(conference_id)
    found = []
    for attendee in conference.attendees.select_for_update().order_by("order"):
        code = new_code(CODE)
        attendee.code_hash = code_hash(code)
        attendee.save()
        found.append((attendee, code))
    record("conferences.attendee.give_code", actor=actor, target=conference, at=now, after=len(found))
    return found


@operation()
def arrive(*, attendee_id: int, actor: Actor, now: datetime) -> Attendee:
    """Somebody of the unit ticks its presence from the own account. Asked again it stays as it was.

    The caller has asked ``can_arrive``. Raises TransitionNotAllowed, NotToday.
    """
    attendee = lock_attendee(attendee_id)
    require_today(attendee.conference, now)
    if not attendee.is_present:
        _set_present(attendee, actor.label, now)
        record("conferences.attendee.tick", actor=actor, target=attendee.conference, at=now, after=[attendee.unit_name])
    return attendee


def require_today(conference: Conference, now: datetime) -> None:
    """Nobody is there before the day of the meeting. Raises NotToday."""
    if conference.state == ConferenceState.PLANNED and local(now).date() != conference.held_on:
        words = {"day": format_date(conference.held_on)}
        raise NotToday(_("Chỉ tự điểm danh trong ngày họp (%(day)s).") % words)


def conference_of_code(code: str) -> int | None:
    """The meeting to which a code belongs; None when there is none."""
    if not plain(code):
        return None
    return Attendee.objects.filter(code_hash=code_hash(code)).values_list("conference_id", flat=True).first()


@operation()
def tick_by_code(*, conference_id: int, code: str, now: datetime) -> Attendee:
    """The delegate ticks the own presence. Asked again it stays as it was.

    Raises WrongCode, TransitionNotAllowed, NotToday.
    """
    conference = lock_running(conference_id)
    require_today(conference, now)
    typed = code_hash(code)
    known = [
        each for each in conference.attendees.exclude(code_hash="") if secrets.compare_digest(each.code_hash, typed)
    ]
    if not plain(code) or not known:
        raise WrongCode(field="code")
    (attendee,) = known
    if not attendee.is_present:
        _set_present(attendee, str(_("Tự điểm danh bằng mã")), now)
        actor = Actor(user_id=None, label=attendee.unit_name)
        record("conferences.attendee.tick", actor=actor, target=conference, at=now, after=[attendee.unit_name])
    return attendee


def _set_present(attendee: Attendee, label: str, at: datetime | None) -> None:
    attendee.present_at, attendee.present_by_label = at, label if at else ""
    if at and attendee.answer == Answer.NOT_COMING:
        attendee.answer = Answer.COMING
    attendee.save()


def lock_attendee(attendee_id: int) -> Attendee:
    conference_id = Attendee.objects.values_list("conference_id", flat=True).get(pk=attendee_id)
    lock_running(conference_id)
    return Attendee.objects.select_related("conference").select_for_update(of=("self",)).get(pk=attendee_id)
