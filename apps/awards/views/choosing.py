"""Forms in which people or proposals are ticked: so many at once, and a search by name for the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.core.text import clean
from apps.core.whole_numbers import numbers_in

AT_ONCE = 100  # ticks that a page shows; whoever waits may be several hundred


@dataclass(frozen=True)
class Choosing:
    """``shown`` of the ``found`` stand on the page, after a search for ``text`` or without one."""

    text: str
    shown: int
    found: int

    @property
    def is_searched(self) -> bool:
        return bool(self.text) or self.shown < self.found


class ChoosingMixin:
    """``template_name`` shows the search where it is needed; it is sent with the form, so nothing ticked is lost.

    ``ticks``: the field with the ticks. What was ticked is shown first, whatever is searched for next, and after a
    refusal: nothing is taken that the page does not show.
    """

    template_name = "awards/choosing.html"
    ticks = ""
    choosing: Choosing

    @property
    def searched(self) -> str:
        return clean(self.request.POST.get("q", self.request.GET.get("q", "")))[:200]

    @property
    def only_searches(self) -> bool:
        return "search" in self.request.POST

    def post(self, request, *args, **kwargs):
        return self.get(request, *args, **kwargs) if self.only_searches else super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.only_searches:  # the ticks as they stand, held against nothing yet
            kwargs |= {"data": None, "files": None}
            kwargs["initial"] = {**kwargs["initial"], self.ticks: self.request.POST.getlist(self.ticks)}
        return kwargs

    @property
    def ticked(self) -> list[int]:
        return numbers_in(self.request.POST, self.ticks)

    def first_of(self, found, kept: Iterable, number: int) -> list:
        """What the page shows: those ``kept`` because they were ticked, then the first of those ``found`` (``number``
        in all) by ``searched``.
        """
        first, kept = list(found[:AT_ONCE]), list(kept)
        self.choosing = Choosing(self.searched, len(first), number)
        known = {each.pk for each in kept}
        return [*kept, *(each for each in first if each.pk not in known)]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"choosing": self.choosing}
