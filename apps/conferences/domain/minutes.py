"""Minutes of the meeting: written, then signed on paper by chair and secretary."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.enums import UNDER_WAY
from apps.ballots.models import Ballot
from apps.conferences.domain.planning import lock_conference
from apps.conferences.domain.running import NothingSaid, StillVoting
from apps.conferences.enums import NOT_HELD, MinutesState
from apps.conferences.minutes_content import kept_content, what_is_signed
from apps.conferences.models import Conference, ConferenceMinutes
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy, copy_for
from apps.documents.enums import SigningWay
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class MinutesFrozen(DomainError):
    """Signed minutes do not change."""

    default_message = _("Biên bản đã ký, không sửa được.")


@operation()
def write_minutes(
    *,
    conference_id: int,
    opinions: str,
    conclusion: str,
    version: int,
    actor: Actor,
    now: datetime,
    ended_at: time | None = None,
) -> ConferenceMinutes:
    """Keep the draft; ``version`` 0 for the first time. Raises TransitionNotAllowed, StaleVersion, MinutesFrozen."""
    conference = lock_conference(conference_id)
    if conference.state in NOT_HELD:
        raise TransitionNotAllowed
    found = ConferenceMinutes.objects.filter(conference=conference).first()
    found = found or ConferenceMinutes(conference=conference, version=0)
    require_version(found, version)
    if found.state == MinutesState.SIGNED:
        raise MinutesFrozen
    found.opinions, found.conclusion = clean(opinions, multiline=True), clean(conclusion, multiline=True)
    found.ended_at, found.version = ended_at, found.version + 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
    record("conferences.minutes.write", actor=actor, target=conference, at=now, after={"version": found.version})
    return found


@operation()
def sign_minutes(*, conference_id: int, copy: PaperCopy, seen: str, actor: Actor, now: datetime) -> ConferenceMinutes:
    """The scan of the paper that chair and secretary signed; ``seen``: ``what_is_signed`` of what was printed, the
    records too. What it said is kept with it.

    Heads of both years and the office are told. Raises TransitionNotAllowed, ChangedMeanwhile, MinutesFrozen,
    StillVoting.
    """
    conference = lock_conference(conference_id)
    if conference.state in NOT_HELD:
        raise TransitionNotAllowed
    if Ballot.objects.filter(keeper=conference.keeper, state__in=UNDER_WAY).exists():
        raise StillVoting
    found = ConferenceMinutes.objects.filter(conference=conference).first()
    if found is None or not found.conclusion:
        raise TransitionNotAllowed(_("Biên bản chưa có kết luận của chủ trì."))
    if found.state == MinutesState.SIGNED:
        raise MinutesFrozen
    if seen != what_is_signed(conference):
        raise ChangedMeanwhile
    found.content = kept_content(conference)
    found.signed_copy = copy_for(SigningWay.PAPER, copy, now)
    found.state, found.version = MinutesState.SIGNED, found.version + 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
    record("conferences.minutes.sign", actor=actor, target=conference, at=now, after=copy.number)
    notify("conferences.minutes_signed", to=_followers(conference, now), about=found, actor=actor, now=now)
    return found


@operation()
def reopen_minutes(*, conference_id: int, reason: str, actor: Actor, now: datetime) -> ConferenceMinutes:
    """Signed minutes that were wrong become a draft again; the scan stays in the history. The caller has asked
    ``can_run``. Raises TransitionNotAllowed, NothingSaid.
    """
    if not clean(reason):
        raise NothingSaid(field="reason")
    conference = lock_conference(conference_id)
    found = ConferenceMinutes.objects.filter(conference=conference).first()
    if found is None or found.state != MinutesState.SIGNED:
        raise TransitionNotAllowed
    before = found.signed_copy.number
    found.state, found.signed_copy, found.content = MinutesState.DRAFT, None, None
    found.version += 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
    record("conferences.minutes.reopen", actor=actor, target=conference, at=now, before=before, reason=clean(reason))
    return found


def _followers(conference: Conference, now: datetime) -> set[int]:
    """Officers and leaders of the invited units, and the organiser's office."""
    on = local(now).date()
    units = conference.attendees.values_list("unit_id", flat=True)
    office = ids_of_people([conference.organiser_id], [Role.STANDING_OFFICE], on)
    return ids_of_people(units, [Role.OFFICER, Role.LEADER], on) | office
