"""For views in which somebody sets due dates: a day off is told, and still taken."""

from collections.abc import Iterable
from datetime import date
from http import HTTPStatus

from django.contrib import messages

from apps.periods.domain.working_days import working_days


def warn_of_days_off(request, *days: date | None) -> None:
    """One message that names those of the days on which nobody works; one query."""
    found = {day for day in days if day}
    if found and (texts := working_days(min(found), max(found)).warnings(found)):
        messages.warning(request, " ".join(texts))


class SetsDueDates:
    """Put first before a form view: when the form was taken, days off among its dates are told."""

    due_fields: tuple[str, ...] = ("due_on",)

    def due_days(self, form) -> Iterable[date | None]:
        return [form.cleaned_data.get(name) for name in self.due_fields]

    def form_valid(self, form):
        response = super().form_valid(form)
        if response.status_code == HTTPStatus.FOUND:
            warn_of_days_off(self.request, *self.due_days(form))
        return response
