"""Following the commitments: done, by which unit, when."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.pledges.commitment_queries import owed_commitments
from apps.pledges.domain.texts import lock_pledge
from apps.pledges.models import Commitment, CommitmentProgress, Pledge


class NotPromised(DomainError):
    """The unit did not commit itself to that, or another version is in force."""

    default_message = _("Nội dung này không phải cam kết hiện hành của đơn vị.")


class DoneInFuture(DomainError):
    """What is done was done today at the latest."""

    default_message = _("Ngày hoàn thành không được sau hôm nay.")


@operation()
def report_done(
    *, commitment_id: int, unit_id: int, done_on: date, actor: Actor, now: datetime, note: str = ""
) -> CommitmentProgress:
    """Đã thực hiện. Telling it again corrects day and result. Raises NotPromised, DoneInFuture, YearClosed."""
    commitment = _current(commitment_id, unit_id)
    if done_on > local(now).date():
        raise DoneInFuture(field="done_on")
    row, _created = CommitmentProgress.objects.update_or_create(
        commitment=commitment,
        unit_id=unit_id,
        defaults={"done_on": done_on, "note": clean(note), "told_by_label": actor.label},
    )
    after = {"unit": row.unit.code, "done_on": done_on.isoformat(), "note": row.note}
    record("pledges.commitment.done", actor=actor, target=commitment, at=now, after=after)
    return row


@operation()
def take_back(*, commitment_id: int, unit_id: int, actor: Actor, now: datetime) -> None:
    """It is not done after all, whoever told so (after a merge: a predecessor). Repeating changes nothing.

    Raises NotPromised, YearClosed.
    """
    commitment = _current(commitment_id, unit_id)
    for row in CommitmentProgress.objects.filter(pk=commitment.progress_id).select_related("unit"):
        before = {"unit": row.unit.code, "done_on": row.done_on.isoformat()}
        row.delete()
        record("pledges.commitment.undone", actor=actor, target=commitment, at=now, before=before)


def _current(commitment_id: int, unit_id: int) -> Commitment:
    """As the unit owes it, with what was told of it (``owed_commitments``)."""
    pledge = lock_pledge(Commitment.objects.values_list("version__pledge", flat=True).get(pk=commitment_id))
    rows = owed_commitments(Pledge.objects.filter(pk=pledge.pk), [unit_id])
    commitment = rows.filter(pk=commitment_id).first()
    if commitment is None:
        raise NotPromised
    return commitment
