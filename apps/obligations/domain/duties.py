"""Who owes what: asking, fulfilling, withdrawing a fulfilment."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_datetime
from apps.core.errors import DomainError
from apps.documents.domain.citing import cite, uncite
from apps.documents.models import Document
from apps.obligations.models import Duty, Obligation, last_moment


class DutyClosed(DomainError):
    """The optional closing time (Khóa sổ) has passed: nothing is received any more."""


class InternalAfterDue(DomainError):
    """The internal date only sorts and reminds: it never lies after the official one."""

    default_message = _("Hạn nội bộ không ở sau hạn nộp.")


@operation()
def ask(  # noqa: PLR0913 -- the columns of a duty
    *,
    year_id: int,
    code: str,
    label: str,
    due_on: date,
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    internal_due_on: date | None = None,
    opens_on: date | None = None,
    closes_at: datetime | None = None,
    basis: str = "",
    document: Document | None = None,
    audience: Iterable[str] = (),
    asked_by_id: int | None = None,
    parent_id: int | None = None,
) -> Duty:
    """Ask the units for a paper of the year. Repeating changes dates and adds units, it removes nobody.

    ``document``: the guidance letter; ``basis`` is what is printed, its name where empty. ``asked_by_id``: a unit that
    calls its divisions, within the duty ``parent_id``. Raises InternalAfterDue.
    """
    if internal_due_on and internal_due_on > due_on:
        raise InternalAfterDue(field="internal_due_on")
    before = Duty.objects.filter(year_id=year_id, code=code).first()
    duty, created = Duty.objects.update_or_create(
        year_id=year_id,
        code=code,
        defaults={
            "label": label,
            "due_on": due_on,
            "internal_due_on": internal_due_on,
            "opens_on": opens_on,
            "closes_at": closes_at,
            "basis": basis or (f"{document.symbol}" if document else ""),
            "document": document,
            "audience": list(audience),
            "asked_by_id": asked_by_id,
            "parent_id": parent_id,
        },
    )
    _cite(duty, before)
    known = set(duty.obligations.values_list("unit_id", flat=True))
    Obligation.objects.bulk_create(Obligation(duty=duty, unit_id=pk) for pk in unit_ids if pk not in known)
    if created:
        record("obligations.duty.ask", actor=actor, target=duty, at=now, after=_dates(duty))
    elif _dates(before) != _dates(duty):
        record("obligations.duty.change", actor=actor, target=duty, at=now, before=_dates(before), after=_dates(duty))
    return duty


def _cite(duty: Duty, before: Duty | None) -> None:
    """One Use row for the guidance letter; of a letter taken away none is left."""
    if before is not None and before.document_id and before.document_id != duty.document_id:
        uncite(before.document, app="obligations", key=f"duty:{duty.pk}")
    if duty.document_id:
        label = f"{duty.label} ({duty.year})"
        cite(duty.document, app="obligations", key=f"duty:{duty.pk}", label=label, path=duty.get_absolute_url())


def _dates(duty: Duty) -> dict:
    """The dates of a duty as the trail keeps them."""
    return {
        name: value.isoformat()
        for name in ("due_on", "internal_due_on", "opens_on", "closes_at")
        if (value := getattr(duty, name))
    }


@operation()
def fulfil(*, year_id: int, code: str, unit_id: int, at: datetime, path: str = "") -> Obligation | None:
    """The unit sent the paper ``at`` (the day received, for papers typed by others). None when nothing is owed.

    The first time stays for ever: reopening and sending again does not wipe out lateness, nor add to it.
    Raises DutyClosed after the closing time of the duty, unless the unit has an extension that still runs, or sent
    before and got its paper back: closing the books does not keep what was received from being put right.
    """
    obligation = (
        Obligation.objects.select_for_update(of=("self", "duty"), no_key=True)
        .select_related("duty")
        .filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id)
        .first()
    )
    if obligation is None:
        return None
    _require_open(obligation, at)
    obligation.first_fulfilled_at = obligation.first_fulfilled_at or at
    obligation.fulfilled_at = at
    obligation.subject_path = path
    obligation.closed_unsent_at = None
    fields = ["first_fulfilled_at", "fulfilled_at", "closed_unsent_at", "subject_path", "updated_at"]
    obligation.save(update_fields=fields)
    obligation.reopenings.filter(closed_at=None).update(closed_at=at)  # sent anew: nothing is left to close
    return obligation


def _require_open(obligation: Obligation, at: datetime) -> None:
    closes_at = obligation.duty.closes_at
    extended = obligation.extended_to is not None and at <= obligation.extended_to
    if closes_at and at > closes_at and not extended and not _was_given_back(obligation, at):
        message = _("Đã khóa sổ lúc %(time)s. Gọi người phụ trách để xin gia hạn.") % {
            "time": format_datetime(closes_at)
        }
        raise DutyClosed(message)


def _was_given_back(obligation: Obligation, at: datetime) -> bool:
    """Sent before, and now with the unit again: sent back, corrected, or reopened until an hour still to come."""
    passed = obligation.reopenings.filter(closed_at=None, until__lt=at)
    return obligation.first_fulfilled_at is not None and not passed.exists()


@operation()
def unfulfil(*, year_id: int, code: str, unit_id: int) -> None:
    """The paper was sent back or reopened: it is owed again."""
    Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id).update(
        fulfilled_at=None, closed_unsent_at=None
    )


@operation()
def close_unsent(*, year_id: int, code: str, unit_id: int, now: datetime) -> None:
    """Không nộp: the paper is expected no more; it stays late up to now, or as it was when it was once sent.

    Reopening (``unfulfil``) undoes it.
    """
    close_unsent_of(year_id=year_id, code=code, unit_ids=[unit_id], now=now)


@operation()
def close_unsent_of(*, year_id: int, code: str, unit_ids: Iterable[int], now: datetime) -> None:
    """The same for many units at once."""
    owed = Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id__in=list(unit_ids))
    owed.filter(fulfilled_at=None).update(closed_unsent_at=now)


@operation()
def owe(*, year_id: int, code: str, unit_id: int, until: date | None = None) -> Obligation | None:
    """One more unit owes a duty of the year; None when nobody was asked for it. Repeating changes nothing.

    Joining after the due date, the unit has time until the end of ``until``.
    """
    duty = Duty.objects.filter(year_id=year_id, code=code).first()
    if duty is None:
        return None
    extended_to = last_moment(until) if until and until > duty.due_on else None
    obligation, _created = Obligation.objects.get_or_create(
        duty=duty, unit_id=unit_id, defaults={"extended_to": extended_to}
    )
    return obligation
