"""Forms in which people or proposals are ticked: so many at once, and a search by name for the rest."""

from dataclasses import dataclass

from apps.core.text import clean

AT_ONCE = 100  # ticks that a page shows; whoever waits may be several hundred


@dataclass(frozen=True)
class Choosing:
    """``shown`` of ``found`` stand on the page, after a search for ``text`` or without one."""

    text: str
    shown: int
    found: int

    @property
    def is_searched(self) -> bool:
        return bool(self.text) or self.shown < self.found


class ChoosingMixin:
    """``template_name`` shows the search where it is needed. What is not shown may be ticked all the same."""

    template_name = "awards/choosing.html"
    choosing: Choosing

    @property
    def searched(self) -> str:
        return clean(self.request.GET.get("q", ""))[:200]

    def first_of(self, found: list, number: int | None = None) -> list:
        """What the page shows of those ``found`` (``number`` in all) by ``searched``."""
        shown = list(found[:AT_ONCE])
        self.choosing = Choosing(self.searched, len(shown), len(found) if number is None else number)
        return shown

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"choosing": self.choosing}
