"""Bản cam kết cá nhân: ticked for many at once, with the scan of the signed list where there is one."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.uploads import SIGNED_COPY_KINDS
from apps.core.verdict import require_allowed
from apps.documents.domain import attachments
from apps.movements import activity_policies as policies
from apps.movements.commitment_queries import roll
from apps.movements.models import Commitment, CommitmentList, Participation
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear


class NotOnRoll(DomainError):
    """Somebody who does not work in the unit today."""

    default_message = _("Trong danh sách có người hôm nay không công tác ở đơn vị. Cập nhật hồ sơ cá nhân trước.")


class NobodyChosen(DomainError):
    default_message = _("Chưa chọn ai. Đánh dấu những người đã ký bản cam kết.")


class SignedOutside(DomainError):
    """The day of signing lies after today or in another year."""

    default_message = _("Ngày ký phải trong năm của bản cam kết và không sau hôm nay.")


@operation()
def commit(
    *,
    participation_id: int,
    year: int,
    person_ids: Iterable[int],
    signed_on: date,
    actor: Actor,
    now: datetime,
    scan=None,
) -> int:
    """These people have signed for the year; answers how many are new. Who stands there already stays as they are.

    ``scan``: the signed list as an uploaded file. Raises NotAllowed, NobodyChosen, NotOnRoll, SignedOutside,
    YearClosed, UploadRefused.
    """
    participation = _writable(participation_id, year, actor)
    today = local(now).date()
    if signed_on > today or signed_on.year != year:
        raise SignedOutside(field="signed_on")
    wanted = set(person_ids)
    if not wanted:
        raise NobodyChosen(field="people")
    if wanted - set(roll(participation, today).filter(pk__in=wanted).values_list("pk", flat=True)):
        raise NotOnRoll(field="people")
    known = participation.commitments.filter(year=year, person__in=wanted).values_list("person_id", flat=True)
    added = sorted(wanted - set(known))
    signed_list = _kept_list(participation, year, signed_on, len(wanted), scan, actor, now) if scan else None
    Commitment.objects.bulk_create(
        Commitment(
            participation=participation,
            person_id=person_id,
            year=year,
            signed_on=signed_on,
            signed_list=signed_list,
            added_by_label=actor.label,
        )
        for person_id in added
    )
    if added:
        after = {"year": year, "added": len(added), "signed_on": str(signed_on)}
        record("movements.commitment.add", actor=actor, target=participation, at=now, after=after)
    return len(added)


@operation()
def take_back(
    *, participation_id: int, year: int, person_ids: Iterable[int], actor: Actor, now: datetime, reason: str
) -> int:
    """These people had been ticked by mistake. Raises NotAllowed, NobodyChosen, YearClosed."""
    participation = _writable(participation_id, year, actor)
    rows = participation.commitments.filter(year=year, person__in=list(person_ids))
    if not (n := rows.count()):
        raise NobodyChosen(field="people")
    rows.delete()
    before = {"year": year, "removed": n}
    record("movements.commitment.remove", actor=actor, target=participation, at=now, before=before, reason=reason)
    return n


def _writable(participation_id: int, year: int, actor: Actor) -> Participation:
    """Locked, so that two people who tick at once do not meet in the same row."""
    rows = Participation.objects.select_for_update(of=("self",), no_key=True)
    participation = rows.select_related("unit", "movement").get(pk=participation_id)
    require_allowed(policies.can_write(actor, participation))
    found = EmulationYear.objects.filter(organiser_id=participation.movement.organiser_id, year=year).first()
    if found is not None:
        require_writable(found)
    return participation


def _kept_list(participation, year, signed_on, people, scan, actor, now) -> CommitmentList:
    attachment = attachments.store(scan, actor=actor, now=now, allowed=SIGNED_COPY_KINDS)
    attachments.mark_used(attachment, now)
    kept = CommitmentList.objects.create(
        participation=participation,
        year=year,
        attachment=attachment,
        signed_on=signed_on,
        people=people,
        added_by_label=actor.label,
    )
    after = {"year": year, "people": people, "sha256": attachment.sha256}
    record("movements.commitment_list.add", actor=actor, target=participation, at=now, after=after)
    return kept
