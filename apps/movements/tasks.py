"""Scheduled work of movements."""

from celery import shared_task
from django.utils import timezone

from apps.core.actor import system_actor
from apps.movements.domain.evenness import tell_quiet
from apps.movements.domain.renewal import ask_for_year
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear


@shared_task
def ask_renewals() -> int:
    """Every morning: in each year at work the units of movements that go on are asked once. Safe to run again."""
    now = timezone.now()
    years = EmulationYear.objects.filter(year=timezone.localtime(now).year, state=YearState.OPEN).order_by("pk")
    actor = system_actor()
    return sum(ask_for_year(year_id=pk, actor=actor, now=now) for pk in years.values_list("pk", flat=True))


@shared_task
def tell_quiet_movements() -> int:
    """Every Monday: officers hear of movements of their unit that were not kept up. Safe to run again."""
    return tell_quiet(actor=system_actor(), now=timezone.now())
