"""Minutes of the meeting: written, then signed on paper by chair and secretary."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.conferences.domain.planning import lock_conference
from apps.conferences.enums import ConferenceState, MinutesState
from apps.conferences.models import ConferenceMinutes
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain.signed_copies import PaperCopy, copy_for
from apps.documents.enums import SigningWay


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
    if conference.state == ConferenceState.PLANNED:
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
def sign_minutes(
    *, conference_id: int, copy: PaperCopy, version: int, actor: Actor, now: datetime
) -> ConferenceMinutes:
    """The scan of the paper that chair and secretary signed; ``version``: of the draft that was printed.

    Raises TransitionNotAllowed, StaleVersion, MinutesFrozen.
    """
    conference = lock_conference(conference_id)
    found = ConferenceMinutes.objects.filter(conference=conference).first()
    if found is None or not found.conclusion:
        raise TransitionNotAllowed(_("Biên bản chưa có kết luận của chủ trì."))
    if found.state == MinutesState.SIGNED:
        raise MinutesFrozen
    require_version(found, version)
    found.signed_copy = copy_for(SigningWay.PAPER, copy, now)
    found.state, found.version = MinutesState.SIGNED, found.version + 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
    record("conferences.minutes.sign", actor=actor, target=conference, at=now, after=copy.number)
    return found
