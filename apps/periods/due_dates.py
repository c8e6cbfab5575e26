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


class AsksAboutDaysOff(SetsDueDates):
    """Put first before a form view whose date binds a unit at once (Gia hạn): a day off is told before it is taken.

    A day that stands in the form already is told with the form; one that is typed brings the form back once, and is
    taken when the form is sent again. ``periods/_days_off.html`` shows it and keeps which days were told.
    """

    def form_valid(self, form):
        days = self.chosen(form)
        if days_off(days) and in_one_line(days) != self.request.POST.get("told_days"):
            return self.form_invalid(form)
        return super().form_valid(form)

    def chosen(self, form) -> list[date]:
        """The days in the form: as typed, or as first shown."""
        if form.is_bound:
            return [day for day in self.due_days(form) if day]
        return [day for name in self.due_fields if (day := form.initial.get(name))]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        days = self.chosen(context["form"])
        return context | {"days_off": days_off(days), "told_days": in_one_line(days)}


def days_off(days: list[date]) -> list[str]:
    """What to tell of those of the days on which nobody works; a year without a list of holidays is passed over."""
    if not days:
        return []
    calendar = working_days(min(days), max(days))
    return calendar.warnings(day for day in days if calendar.why_off(day))


def in_one_line(days: Iterable[date]) -> str:
    """Days as the form carries them to the next time."""
    return " ".join(day.isoformat() for day in days)
