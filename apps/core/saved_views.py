"""A list as somebody likes to see it: its address with filters and order, under a name; one of them may be the default.

Plain data that the account carries (``user.saved_views``), so that showing them asks the database nothing.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from apps.core.presentation import PAGE_PARAMETER

PLAIN, NONE = "view", "none"  # ?view=none: the list as it is, whatever the default
LEFT_OUT = frozenset({PAGE_PARAMETER, "format", "print", PLAIN})
MOST = 50


@dataclass(frozen=True)
class SavedView:
    """One named look at a list. ``query`` has no page and no format."""

    key: str
    path: str
    name: str
    query: str
    default: bool = False

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else f"{self.path}?{PLAIN}={NONE}"


def views_of(user, path: str | None = None) -> list[SavedView]:
    """All saved looks of a person, or those at one list."""
    found = [SavedView(**each) for each in getattr(user, "saved_views", None) or ()]
    return [each for each in found if path is None or each.path == path]


def default_of(user, path: str) -> SavedView | None:
    return next((each for each in views_of(user, path) if each.default), None)


def essence(query: QueryDict | str) -> str:
    """An address without what only belongs to the moment, in a steady order: two looks are the same when it is."""
    query = QueryDict(query) if isinstance(query, str) else query
    pairs = [(key, value) for key, values in query.lists() for value in values if value and key not in LEFT_OUT]
    return urlencode(sorted(pairs))
