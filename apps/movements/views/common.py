"""What the pages of movements share."""

from django.utils.translation import gettext as _

from apps.core.components import Crumb
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.whole_numbers import number_in
from apps.movements.enums import MOVEMENT_WORDS

# How a movement's state looks.
MOVEMENT_LOOK = {
    "draft": ("draft", "half-circle"),
    "launched": ("sent", "arrow-right-circle"),
    "reviewed": ("sent", "arrow-right-circle"),
    "concluded": ("final", "lock"),
}


def movement_badge(state: str) -> dict:
    tone, icon = MOVEMENT_LOOK[state]
    return {"label": MOVEMENT_WORDS[state], "tone": tone, "icon": icon}


def list_crumb() -> Crumb:
    return Crumb(_("Phong trào"), "/movements/")


def asked_year(request, movement=None) -> int:
    """The year of the address, else the present one; nonsense is no year. Of a movement: a year in which it runs."""
    year = _year_of(request)
    if movement is None:
        return year
    return min(max(year, movement.starts_on.year), movement.ends_on.year)


def _year_of(request) -> int:
    asked = number_in(request.GET, "in", most=LAST_YEAR)
    return request.actor.on.year if asked is None else max(asked, FIRST_YEAR)
