"""For views in which somebody sets a due date: a day off is told, and still taken."""

from datetime import date

from django.contrib import messages

from apps.periods.domain.working_days import working_days


def warn_of_days_off(request, *days: date | None) -> None:
    """A message for each of the days on which nobody works; one query."""
    days = [day for day in days if day]
    if days:
        calendar = working_days(min(days), max(days))
        for text in filter(None, map(calendar.warning, days)):
            messages.warning(request, text)
