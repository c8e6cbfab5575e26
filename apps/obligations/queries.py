"""Bulk questions about duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from apps.core.dates import format_date, local
from apps.obligations.enums import RequestKind, RequestState
from apps.obligations.models import Duty, Extension, Obligation, ProxyEntry, Reopening, TimeRequest
from apps.periods.enums import YearState


def by_unit(year_id: int, code: str, unit_ids) -> dict[int, Obligation]:
    """The obligation of each unit for one duty of the year, in one query."""
    found = Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id__in=unit_ids).select_related(
        "duty"
    )
    return {obligation.unit_id: obligation for obligation in found}


def of_unit(unit_id: int, year: int) -> QuerySet:
    """What one unit owes in a calendar year, to whichever organiser, by due date."""
    owed = Obligation.objects.filter(unit_id=unit_id, duty__year__year=year, waived_at=None)
    return with_requests(owed).select_related("duty__year").order_by("duty__due_on", "pk")


def with_requests(obligations: QuerySet) -> QuerySet:
    """``request_id``: the unit's request for time that waits for an answer; None without one.

    ``TimeRequest.objects.waiting()`` said of the obligation at hand: it is not looked up again for each row.
    """
    asked = TimeRequest.objects.filter(obligation=OuterRef("pk"), state=RequestState.WAITING).order_by().values("pk")
    owed, sent = (Subquery(asked.filter(kind=kind)[:1]) for kind in (RequestKind.EXTENSION, RequestKind.REOPENING))
    answerable = ~Q(duty__year__state=YearState.CLOSED) & Q(waived_at=None, closed_unsent_at=None)
    return obligations.annotate(
        request_id=Case(When(answerable & Q(fulfilled_at=None), then=owed), When(answerable, then=sent))
    )


@dataclass(frozen=True)
class Exceptional:
    """One step outside of the usual way as a board shows it."""

    at: datetime
    what: object
    duty_label: str
    until: datetime | None
    asked_by: str
    asked_how: str
    reason: str


def exceptions_of(obligations: Iterable[Obligation]) -> list[Exceptional]:
    """Gia hạn, Mở lại, Nhập thay of these obligations, newest first; three queries, none without obligations."""
    labels = {each.pk: each.duty.label for each in obligations}
    if not labels:
        return []
    found = [
        Exceptional(
            row.created_at,
            row._meta.verbose_name,
            labels[row.obligation_id],
            row.until,
            row.asked_by,
            row.get_asked_how_display(),
            row.reason,
        )
        for model in (Extension, Reopening)
        for row in model.objects.filter(obligation_id__in=labels)
    ]
    found += [
        Exceptional(
            row.created_at,
            row._meta.verbose_name,
            labels[row.obligation_id],
            None,
            row.entered_by_label,
            format_date(row.received_on),
            row.basis,
        )
        for row in ProxyEntry.objects.filter(obligation_id__in=labels)
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def asked_and_sent(duties):
    """Duties with ``asked`` and ``sent``: how many units owe them, how many have sent.

    Those waived or closed as Không nộp are left out, as on the boards.
    """
    standing = Obligation.objects.filter(duty=OuterRef("pk"), waived_at=None, closed_unsent_at=None)
    owed = standing.order_by().values("duty")

    def number(rows):
        counted = rows.annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return duties.for_list().annotate(asked=number(owed), sent=number(owed.filter(fulfilled_at__isnull=False)))


def owing(duty: Duty, now: datetime, *, late_only: bool) -> QuerySet:
    """What units owe of one duty at this moment, in protocol order; past its date with ``late_only``.

    Nothing before the duty opens.
    """
    owed = Obligation.objects.open().opened(local(now).date()).filter(duty=duty)
    if late_only:
        owed = owed.overdue(now)
    return owed.select_related("duty", "unit").order_by("unit__protocol_order", "unit__sort_key", "pk")


def called_by(unit_ids: Iterable[int], duty: Duty) -> list[Obligation]:
    """What the divisions of these units owe them within a duty of theirs; one query, none without units."""
    ids = list(unit_ids)
    if not ids:
        return []
    found = Obligation.objects.filter(duty__asked_by_id__in=ids, duty__parent=duty, waived_at=None)
    return list(found.for_list().order_by("unit__protocol_order", "pk"))
