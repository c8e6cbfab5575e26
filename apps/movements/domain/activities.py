"""Writing down what a unit does in a movement: text, figures, photos, a cited paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.uploads import JPEG, PNG
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain import attachments
from apps.documents.domain.citing import cite, file_document, uncite
from apps.movements import activity_policies as policies
from apps.movements.models import ActivityEntry, ActivityFigure, ActivityPhoto, Participation
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear

PHOTO_KINDS = (JPEG, PNG)
MOST_PHOTOS = 10


class OutsideMovement(DomainError):
    """The day lies outside of the movement, or after today."""


class TooManyPhotos(DomainError):
    default_message = _("Một hoạt động có nhiều nhất %(n)s ảnh.") % {"n": MOST_PHOTOS}


@dataclass(frozen=True)
class Figure:
    """12 hộ nghèo được giúp đỡ."""

    label: str
    value: Decimal
    measure: str = ""


@dataclass(frozen=True)
class CitedPaper:
    """Number and day of the paper; an empty issuer means the unit itself."""

    symbol: str
    issued_on: date
    issuer_name: str = ""


@operation()
def add_activity(
    *,
    participation_id: int,
    on: date,
    text: str,
    actor: Actor,
    now: datetime,
    figures: Sequence[Figure] = (),
    paper: CitedPaper | None = None,
    photos: Iterable = (),
    illustrative: bool = False,
) -> ActivityEntry:
    """One activity of the unit on a day. Raises NotAllowed, OutsideMovement, YearClosed, UploadRefused, SecretMark."""
    participation = _writable(participation_id, on, actor, now)
    entry = ActivityEntry.objects.create(
        participation=participation,
        on=on,
        text=clean(text, multiline=True),
        entered_by_label=actor.label,
        illustrative=illustrative,
        saved_by_label=actor.label,
        saved_at=now,
    )
    _fill(entry, figures, paper, photos, actor, now)
    after = {"on": str(on), "text": entry.text}
    record("movements.activity.add", actor=actor, target=entry, at=now, after=after)
    return entry


@operation()
def correct_activity(
    *,
    entry_id: int,
    version: int,
    on: date,
    text: str,
    actor: Actor,
    now: datetime,
    figures: Sequence[Figure] = (),
    paper: CitedPaper | None = None,
    photos: Iterable = (),
    dropped_photos: Iterable[int] = (),
) -> ActivityEntry:
    """Correct an activity; new photos are added, those named are taken off. Raises what ``add_activity`` raises and
    StaleVersion.
    """
    entry = _locked(entry_id)
    participation = _writable(entry.participation_id, entry.on, actor, now)
    _writable(participation.pk, on, actor, now)
    require_version(entry, version)
    before = {"on": str(entry.on), "text": entry.text}
    entry.on, entry.text = on, clean(text, multiline=True)
    entry.version += 1
    entry.saved_by_label, entry.saved_at = actor.label, now
    entry.photos.filter(pk__in=list(dropped_photos)).delete()
    entry.figures.all().delete()
    _let_go(entry)
    _fill(entry, figures, paper, photos, actor, now)
    after = {"on": str(on), "text": entry.text}
    record("movements.activity.correct", actor=actor, target=entry, at=now, before=before, after=after)
    return entry


@operation()
def remove_activity(*, entry_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Take back an activity that was not one. The history keeps the rows. Raises NotAllowed, YearClosed."""
    entry = _locked(entry_id)
    _writable(entry.participation_id, entry.on, actor, now)
    before = {"on": str(entry.on), "text": entry.text}
    record("movements.activity.remove", actor=actor, target=entry, at=now, before=before, reason=clean(reason))
    _let_go(entry)
    entry.delete()


def _locked(entry_id: int) -> ActivityEntry:
    return ActivityEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry_id)


def _writable(participation_id: int, on: date, actor: Actor, now: datetime) -> Participation:
    """The participation, when the actor may write and the day fits."""
    participation = Participation.objects.for_list().get(pk=participation_id)
    require_allowed(policies.can_write(actor, participation))
    movement = participation.movement
    if on > local(now).date():
        raise OutsideMovement(_("Ngày hoạt động không được sau hôm nay."), field="on")
    if not movement.starts_on <= on <= movement.ends_on:
        raise OutsideMovement(_("Ngày hoạt động nằm ngoài thời gian của phong trào."), field="on")
    year = EmulationYear.objects.filter(organiser_id=movement.organiser_id, year=on.year).first()
    if year is not None:
        require_writable(year)
    return participation


def _fill(entry: ActivityEntry, figures, paper: CitedPaper | None, photos, actor: Actor, now: datetime) -> None:
    photos = [photo for photo in photos if photo]
    if entry.photos.count() + len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(field="photos")
    ActivityFigure.objects.bulk_create(
        ActivityFigure(entry=entry, label=clean(each.label), value=each.value, measure=clean(each.measure))
        for each in figures
    )
    for photo in photos:
        attachment = attachments.store(photo, actor=actor, now=now, allowed=PHOTO_KINDS)
        attachments.mark_used(attachment, now)
        ActivityPhoto.objects.create(entry=entry, attachment=attachment)
    if paper is not None:
        unit = entry.participation.unit
        entry.document = file_document(
            symbol=paper.symbol,
            issued_on=paper.issued_on,
            issuer_name=paper.issuer_name or unit.name,
            owner_code=unit.code,
            owner_name=unit.name,
            illustrative=entry.illustrative,
            actor=actor,
            now=now,
        )
        cite(entry.document, app="movements", key=_key(entry), label=str(entry), path=entry.get_absolute_url())
    entry.save()


def _let_go(entry: ActivityEntry) -> None:
    if entry.document_id:
        uncite(entry.document, app="movements", key=_key(entry))
        entry.document = None


def _key(entry: ActivityEntry) -> str:
    """As ``document_uses`` reads it: whoever sees the unit in the movement may follow."""
    return f"participation:{entry.participation_id}:activity:{entry.pk}"
