"""Who owes what: asking, fulfilling, withdrawing a fulfilment."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_datetime
from apps.core.errors import DomainError
from apps.documents.domain.citing import cite, uncite
from apps.documents.models import Document
from apps.obligations.domain.closing_requests import lapse
from apps.obligations.models import Duty, Obligation, last_moment


class DutyClosed(DomainError):
    """The optional closing time (Khóa sổ) has passed: nothing is received any more."""


class InternalAfterDue(DomainError):
    """The internal date only sorts and reminds: it never lies after the official one."""

    default_message = _("Hạn nội bộ không ở sau hạn nộp.")


class Columns(TypedDict, total=False):
    """What a duty may say besides its label and date; what is not given stays as it is.

    ``document``: the guidance letter; ``basis`` is what is printed, its name where empty. ``asked_by_id``: a unit that
    calls its divisions, within the duty ``parent_id``.
    """

    internal_due_on: date | None
    opens_on: date | None
    closes_at: datetime | None
    basis: str
    document: Document | None
    audience: Iterable[str]
    asked_by_id: int | None
    parent_id: int | None


@operation()
def ask(
    *,
    year_id: int,
    code: str,
    label: str,
    due_on: date,
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    until: date | None = None,
    **columns: Unpack[Columns],
) -> Duty:
    """Ask the units for a paper of the year. Repeating changes what is given and adds units, it removes nobody.

    ``until``: the date of units that join after the due date. Raises InternalAfterDue.
    """
    values = _values(label, due_on, columns)
    duty = Duty.objects.select_for_update(no_key=True).filter(year_id=year_id, code=code).first()
    internal = values.get("internal_due_on", duty and duty.internal_due_on)
    if internal and internal > due_on:
        raise InternalAfterDue(field="internal_due_on")
    saved = {"saved_by_label": actor.label, "saved_at": now}
    created = False
    if duty is None:
        duty, created = Duty.objects.get_or_create(year_id=year_id, code=code, defaults=values | saved)
    if created:
        _cite(duty, None)
        record("obligations.duty.ask", actor=actor, target=duty, at=now, after=_given(_facts(duty), DATES))
    else:
        _change(duty, values, saved, actor, now)
    owe_too(duty, unit_ids, until=until if until and duty.obligations.exists() else None)
    return duty


def _values(label: str, due_on: date, columns: Columns) -> dict:
    values = {"label": label, "due_on": due_on, **columns}
    if "audience" in values:
        values["audience"] = list(values["audience"])
    if values.get("document") is not None and not values.get("basis"):
        values["basis"] = values["document"].symbol
    return values


def _change(duty: Duty, values: dict, saved: dict, actor: Actor, now: datetime) -> None:
    """Only what is given; one entry of what is different now."""
    before, letter = _facts(duty), duty.document
    if all(getattr(duty, name) == value for name, value in values.items()):
        return
    for name, value in (values | saved).items():
        setattr(duty, name, value)
    duty.version += 1
    duty.save()
    _cite(duty, letter)
    after = _facts(duty)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        was, has = _given(before, changed), _given(after, changed)
        record("obligations.duty.change", actor=actor, target=duty, at=now, before=was, after=has)


def _cite(duty: Duty, letter: Document | None) -> None:
    """One Use row for the guidance letter; of the ``letter`` taken away none is left."""
    if letter is not None and letter.pk != duty.document_id:
        uncite(letter, app="obligations", key=f"duty:{duty.pk}")
    if duty.document_id:
        label = f"{duty.label} ({duty.year})"
        cite(duty.document, app="obligations", key=f"duty:{duty.pk}", label=label, path=duty.get_absolute_url())


DATES = ("due_on", "internal_due_on", "opens_on", "closes_at")


def _facts(duty: Duty) -> dict:
    """What the trail keeps of a duty."""
    dates = {name: value.isoformat() if (value := getattr(duty, name)) else "" for name in DATES}
    return dates | {"label": duty.label, "basis": duty.basis, "audience": list(duty.audience)}


def _given(facts: dict, names: Iterable[str]) -> dict:
    return {name: facts[name] for name in names if facts[name]}


@operation()
def fulfil(*, year_id: int, code: str, unit_id: int, at: datetime, path: str = "") -> Obligation | None:
    """The unit sent the paper ``at`` (the day received, for papers typed by others). None when nothing is owed.

    The first time stays for ever: reopening and sending again does not wipe out lateness, nor add to it; only who
    withdrew what had come in time (``withdraw``) sends for the first time once more.
    The due date as it stands at that first time stays with it. Raises DutyClosed after the closing time of the duty,
    unless the unit has an extension that still runs, or sent before and got its paper back: closing the books does not
    keep what was received from being put right. Raises DutyClosed after the hour of Mở lại of this paper, too.
    """
    obligation = (
        Obligation.objects.select_for_update(of=("self", "duty"), no_key=True)
        .select_related("duty")
        .filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id)
        .first()
    )
    if obligation is None:
        return None
    _require_hour_of_reopening(obligation, path, at)
    _require_open(obligation, at)
    if obligation.first_fulfilled_at is None:
        obligation.first_fulfilled_at, obligation.due_at_first = at, obligation.due_at
    obligation.fulfilled_at = at
    obligation.subject_path = path
    obligation.closed_unsent_at = None
    fields = ["first_fulfilled_at", "due_at_first", "fulfilled_at", "closed_unsent_at", "subject_path", "updated_at"]
    obligation.save(update_fields=fields)
    obligation.reopenings.open().about(path).update(closed_at=at)  # sent anew: nothing of it is left to close
    lapse([obligation.pk], now=at)
    return obligation


def _require_open(obligation: Obligation, at: datetime) -> None:
    closes_at = obligation.duty.closes_at
    extended = obligation.extended_to is not None and at <= obligation.extended_to
    if closes_at and at > closes_at and not extended and not _was_given_back(obligation):
        message = _("Đã khóa sổ lúc %(time)s. Gọi người phụ trách để xin gia hạn.") % {
            "time": format_datetime(closes_at)
        }
        raise DutyClosed(message)


def _was_given_back(obligation: Obligation) -> bool:
    """Sent before, and now with the unit again: sent back, corrected, or reopened."""
    return obligation.first_fulfilled_at is not None


def _require_hour_of_reopening(obligation: Obligation, path: str, at: datetime) -> None:
    """The hour decides, not the moment at which the worker closes the paper again."""
    expired = obligation.reopenings.open().about(path).filter(until__lt=at)
    until = expired.values_list("until", flat=True).first()
    if until is not None:
        words = _("Đã hết giờ mở lại (%(time)s). Gọi người phụ trách để xin mở lại.")
        raise DutyClosed(words % {"time": format_datetime(until)})


@operation()
def unfulfil(*, year_id: int, code: str, unit_id: int) -> None:
    """The paper is with its unit again – sent back, reopened, taken up to be corrected – and owed again.

    What whoever asked had in hand on the day stays in time: the first sending counts.
    """
    Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id).update(
        fulfilled_at=None, closed_unsent_at=None
    )


@operation()
def withdraw(*, year_id: int, code: str, unit_id: int, now: datetime) -> None:
    """The unit itself took away all that it had sent, for good: owed again, and what came in time counts as never sent,
    so that the date, and the closing time, are held against it. What came late stays late as it was.

    The first sending stays in the history of the row, and with its paper.
    """
    unfulfil(year_id=year_id, code=code, unit_id=unit_id)
    locked = Obligation.objects.select_for_update(of=("self",), no_key=True).select_related("duty")
    for owed in locked.filter(duty__year_id=year_id, duty__code=code, unit_id=unit_id):
        if not owed.days_late(now):
            owed.first_fulfilled_at = owed.due_at_first = None
            owed.save(update_fields=["first_fulfilled_at", "due_at_first", "updated_at"])


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
    rows = list(owed.filter(fulfilled_at=None).select_related("duty").order_by("pk").select_for_update(of=("self",)))
    lapse([each.pk for each in rows], now=now)
    for each in rows:
        each.closed_unsent_at = now
        if each.first_fulfilled_at is None:
            each.due_at_first = each.due_at
        each.save(update_fields=["closed_unsent_at", "due_at_first", "updated_at"])


@operation()
def owe_too(duty: Duty, unit_ids: Iterable[int], *, until: date | None) -> None:
    """More units owe the duty; who owes it already does so as before. Joining after the due date, they have time until
    the end of ``until``.
    """
    extended_to = last_moment(until) if until and until > duty.due_on else None
    rows = [Obligation(duty=duty, unit_id=unit_id, extended_to=extended_to) for unit_id in sorted(set(unit_ids))]
    Obligation.objects.bulk_create(rows, ignore_conflicts=True)


@operation()
def owe(*, year_id: int, code: str, unit_id: int, until: date | None = None) -> Obligation | None:
    """One more unit owes a duty of the year (``owe_too``); None when nobody was asked for it."""
    duty = Duty.objects.filter(year_id=year_id, code=code).first()
    if duty is None:
        return None
    owe_too(duty, [unit_id], until=until)
    return Obligation.objects.get(duty=duty, unit_id=unit_id)
