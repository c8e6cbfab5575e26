"""Lateness in SQL: the same count as ``Obligation.days_late``, for lists of many thousand rows."""

from datetime import datetime

from django.conf import settings
from django.db.models import Case, DateField, DateTimeField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Greatest

from apps.core.dates import local


class EndOfDay(Func):
    """24:00 local time of a day."""

    template = f"(((%(expressions)s) + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
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
    reached = Coalesce("first_fulfilled_at", "closed_unsent_at", Value(now, output_field=DateTimeField()))
    last_day = Greatest(F("duty__due_on"), LocalDay("extended_to"))
    in_time = Q(waived_at__isnull=False) | Q(extended_to__gte=reached)
    in_time |= Q(extended_to=None) & Q(EndsAfter(EndOfDay("duty__due_on"), reached))
    return Case(
        When(in_time, then=Value(0)),
        default=Greatest(Value(1), Days(LocalDay(reached), last_day)),
        output_field=IntegerField(),
    )


class EndsAfter(Func):
    """Whether the first moment lies after the second."""

    template = "(%(expressions)s)"
    arg_joiner = " > "
    conditional = True

    @property
    def output_field(self):
        from django.db.models import BooleanField

        return BooleanField()


def is_overdue(now: datetime, prefix: str = "") -> Q:
    """Condition over Obligation (or what leads to it by ``prefix``): never sent, and the date has passed."""
    today = local(now).date()
    names = ("first_fulfilled_at", "fulfilled_at", "waived_at", "closed_unsent_at")
    nothing = Q(**{f"{prefix}{name}": None for name in names})
    passed = Q(**{f"{prefix}extended_to__lt": now}) | Q(
        **{f"{prefix}extended_to": None, f"{prefix}duty__due_on__lt": today}
    )
    return nothing & passed
