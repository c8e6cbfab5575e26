"""Answers to the invitation, presence, quorum."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.codes import code_hash, new_code, plain
from apps.conferences.domain.planning import lock_conference
from apps.conferences.enums import Answer, ConferenceState
from apps.conferences.models import Attendee, Conference
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean

CODE = 8  # characters: typed on a phone during one meeting


class WrongCode(DomainError):
    """No such code at this meeting."""

    default_message = _("Mã điểm danh không đúng.")


@dataclass(frozen=True)
class Quorum:
    """How many units are there, of how many, and whether that is enough (share compared exactly)."""

    present: int
    invited: int
    percent: Fraction

    @property
    def is_enough(self) -> bool:
        return self.present > 0 and Fraction(self.present, self.invited) * 100 >= self.percent


def quorum_of(conference: Conference) -> Quorum:
    """Units of the closing year count, whatever units of the next year sit there too."""
    attendees = voters_of(conference)
    present = sum(attendee.is_present for attendee in attendees)
    return Quorum(present, len(attendees), Fraction(conference.quorum_percent))


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
    actor: Actor,
    now: datetime,
    person: str = "",
    post: str = "",
    delegates: int = 1,
) -> Attendee:
    """What the unit answers and whom it sends. The caller has asked ``can_answer``. Raises TransitionNotAllowed."""
    attendee = _lock_attendee(attendee_id)
    before = [attendee.answer, attendee.person]
    attendee.answer, attendee.person, attendee.post = answer, clean(person), clean(post)
    attendee.delegates = delegates
    attendee.save()
    after = [attendee.answer, attendee.person]
    record("conferences.attendee.answer", actor=actor, target=attendee.conference, at=now, before=before, after=after)
    return attendee


@operation()
def tick(*, conference_id: int, present: Collection[int], seen: Collection[int], actor: Actor, now: datetime) -> int:
    """Điểm danh: attendee ids that are ticked now, and those that were when the list was shown.

    Only what differs between the two changes: whoever ticked themselves meanwhile stays. Answers how many changed.
    Raises TransitionNotAllowed.
    """
    conference = lock_conference(conference_id)
    _require_running(conference)
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
    attendee = _lock_attendee(attendee_id)
    code = new_code(CODE)
    attendee.code_hash = code_hash(code)
    attendee.save()
    record("conferences.attendee.give_code", actor=actor, target=attendee.conference, at=now, after=attendee.unit_name)
    return code


@operation()
def tick_by_code(*, conference_id: int, code: str, now: datetime) -> Attendee:
    """The delegate ticks the own presence. Asked again it stays as it was. Raises WrongCode, TransitionNotAllowed."""
    conference = lock_conference(conference_id)
    _require_running(conference)
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


def _lock_attendee(attendee_id: int) -> Attendee:
    conference_id = Attendee.objects.values_list("conference_id", flat=True).get(pk=attendee_id)
    _require_running(lock_conference(conference_id))
    return Attendee.objects.select_related("conference").select_for_update(of=("self",)).get(pk=attendee_id)


def _require_running(conference: Conference) -> None:
    if conference.state == ConferenceState.CONCLUDED:
        raise TransitionNotAllowed
