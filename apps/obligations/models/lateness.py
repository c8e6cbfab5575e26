"""Lateness in SQL: the same count as ``Obligation.days_late``, for lists of many thousand rows."""

from datetime import datetime

from django.conf import settings
from django.db.models import Case, DateField, DateTimeField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import LessThanOrEqual

from apps.core.dates import local


class LastMoment(Func):
    """24:00 local time of a day less one tick, as ``models.last_moment``."""

    template = f"(((%(expressions)s) + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}' - interval '1 microsecond')"
    output_field = DateTimeField()


class LocalDay(Func):
    """The local day of a moment."""

    template = f"((%(expressions)s) AT TIME ZONE '{settings.TIME_ZONE}')::date"
    output_field = DateField()


class Days(Func):
    """Days from the second day to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def days_late(now: datetime):
    """Expression over Obligation; the duty is joined."""
    happened = Q(first_fulfilled_at__isnull=False) | Q(closed_unsent_at__isnull=False)
    reached = Coalesce("first_fulfilled_at", "closed_unsent_at", Value(now, output_field=DateTimeField()))
    kept = Case(When(happened, then=F("due_at_first")), default=None, output_field=DateTimeField())
    due = Coalesce(kept, due_at())
    return Case(
        When(Q(waived_at__isnull=False) | LessThanOrEqual(reached, due), then=Value(0)),
        default=Greatest(Value(1), Days(LocalDay(reached), LocalDay(due))),
        output_field=IntegerField(),
    )


def due_at():
    """Expression over Obligation: ``Obligation.due_at``, as the dates stand now. PostgreSQL leaves out what is NULL."""
    return Greatest(LastMoment("duty__due_on"), F("extended_to"))


def has_passed(now: datetime, prefix: str = "") -> Q:
    """Condition: the date and the extension, if any, lie before ``now``."""
    extended = f"{prefix}extended_to"
    return Q(**{f"{prefix}duty__due_on__lt": local(now).date()}) & (
        Q(**{extended: None}) | Q(**{f"{extended}__lt": now})
    )


def came_due(now: datetime) -> Q:
    """Condition over Obligation, as ``has_come_due``: what a count of lateness counts."""
    return Q(first_fulfilled_at__isnull=False) | Q(closed_unsent_at__isnull=False) | has_passed(now)


def is_overdue(now: datetime, prefix: str = "") -> Q:
    """Condition over Obligation (or what leads to it by ``prefix``): never sent, and the date has passed."""
    names = ("first_fulfilled_at", "fulfilled_at", "waived_at", "closed_unsent_at")
    nothing = Q(**{f"{prefix}{name}": None for name in names})
    return nothing & has_passed(now, prefix)
