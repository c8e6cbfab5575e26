"""Biên bản họp bình xét of the unit and the votes for each nominee."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.awards.domain.assessing import refresh
from apps.awards.domain.making import lock_proposal, require_editable, touch
from apps.awards.domain.nominees import NomineesRefused, WrongVotes
from apps.awards.models import UnitMeeting
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain.citing import cite, uncite
from apps.documents.models import Document


class WrongMeeting(DomainError):
    """Numbers or days that no meeting can have."""


@dataclass(frozen=True)
class Meeting:
    """What the minutes say; ``document_id``: the signed minutes where they are filed."""

    held_on: date
    chair_name: str
    invited: int
    present: int
    secretary_name: str = ""
    place: str = ""
    conclusion: str = ""
    confirms_conditions: bool = False
    confirmed_facts: Sequence[str] = ()
    document_id: int | None = None


@operation()
def write_meeting(*, proposal_id: int, meeting: Meeting, version: int, actor: Actor, now: datetime) -> UnitMeeting:
    """Ghi biên bản họp bình xét; conditions are held anew, because the meeting may confirm some of them.

    Raises WrongMeeting, StaleVersion, NotEditable, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    require_version(proposal, version)
    if meeting.present > meeting.invited:
        raise WrongMeeting(_("Số người có mặt không thể nhiều hơn số người được triệu tập."), field="present")
    if meeting.present == 0:
        raise WrongMeeting(_("Cuộc họp phải có người dự."), field="present")
    if meeting.held_on > local(now).date():
        raise WrongMeeting(_("Ngày họp không được sau hôm nay."), field="held_on")
    voted = proposal.nominees.filter(option=None, votes_base__gt=meeting.present).exists()
    if voted:
        raise WrongMeeting(_("Đã ghi số phiếu tính trên nhiều người hơn số có mặt."), field="present")
    values = asdict(meeting) | {
        "chair_name": clean(meeting.chair_name),
        "secretary_name": clean(meeting.secretary_name),
        "place": clean(meeting.place),
        "conclusion": clean(meeting.conclusion, multiline=True),
        "confirmed_facts": sorted(meeting.confirmed_facts),
        "saved_by_label": actor.label,
        "saved_at": now,
    }
    earlier = UnitMeeting.objects.filter(proposal=proposal).select_related("document").first()
    found, _new = UnitMeeting.objects.update_or_create(proposal=proposal, defaults=values)
    _cite_minutes(found, earlier.document if earlier else None)
    # Votes are of those who were present: a corrected number is the base of what was counted too.
    counted = proposal.nominees.filter(option=None, votes_for__isnull=False).exclude(votes_base=meeting.present)
    rebased = counted.update(
        votes_base=meeting.present,
        version=F("version") + 1,
        saved_by_label=actor.label,
        saved_at=now,
        updated_at=now,
    )
    refresh(proposal, now)
    touch(proposal, actor, now)
    after = {"held_on": meeting.held_on.isoformat(), "present": meeting.present, "invited": meeting.invited}
    if confirmed := found.confirmed_facts:
        after["confirmed"] = confirmed
    if rebased:
        after["votes_rebased"] = rebased
    record("awards.meeting.write", actor=actor, target=proposal, at=now, after=after)
    return found


class NoMeeting(DomainError):
    default_message = gettext_lazy("Ghi cuộc họp bình xét trước: số phiếu tính trên số người có mặt.")


def _cite_minutes(meeting: UnitMeeting, earlier: Document | None) -> None:
    """The signed minutes are used here; those that they replace no longer."""
    key = f"meeting:{meeting.pk}"
    if earlier and earlier.pk != meeting.document_id:
        uncite(earlier, app="awards", key=key)
    if meeting.document_id:
        proposal = meeting.proposal
        document = Document.objects.get(pk=meeting.document_id)
        cite(document, app="awards", key=key, label=str(proposal), path=proposal.get_absolute_url())


@operation()
def write_votes(*, proposal_id: int, votes: Mapping[int, int | None], version: int, actor: Actor, now: datetime) -> int:
    """Votes x/y of nominees: id → yes votes (None: not voted on), of those who were present. Answers how many changed.

    What a ballot counted is not typed here; what is stored already is in nobody's way, whatever the ``version``.
    Raises NoMeeting, NomineesRefused (WrongVotes by id), StaleVersion, NotEditable.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    meeting = UnitMeeting.objects.filter(proposal=proposal).first()
    if meeting is None:
        raise NoMeeting
    changed, errors = [], {}
    for nominee in proposal.nominees.filter(pk__in=votes, option=None).order_by("pk").select_for_update(of=("self",)):
        value = votes[nominee.pk]
        if value is not None and value > meeting.present:
            words = {"name": nominee.recipient, "votes": value, "present": meeting.present}
            errors[nominee.pk] = WrongVotes(
                _("%(name)s: %(votes)s phiếu nhiều hơn %(present)s người có mặt.") % words, field=f"votes_{nominee.pk}"
            )
            continue
        base = None if value is None else meeting.present
        if (nominee.votes_for, nominee.votes_base) == (value, base):
            continue
        nominee.votes_for, nominee.votes_base = value, base
        nominee.version += 1
        nominee.saved_by_label, nominee.saved_at = actor.label, now
        changed.append(nominee)
    if errors:
        raise NomineesRefused(errors)
    if changed:
        require_version(proposal, version)
        names = ["votes_for", "votes_base", "version", "saved_by_label", "saved_at", "updated_at"]
        for nominee in changed:
            nominee.updated_at = now
        type(changed[0]).objects.bulk_update(changed, names, batch_size=500)
        touch(proposal, actor, now)
        after = {"votes": {str(each): f"{each.votes_for}/{each.votes_base}" for each in changed}}
        record("awards.meeting.vote", actor=actor, target=proposal, at=now, after=after)
    return len(changed)
