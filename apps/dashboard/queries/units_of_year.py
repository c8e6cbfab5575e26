"""How many units of each kind stand below an organiser on a day: what a whole sector, or a whole Sở, is made of."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Subquery
from django.urls import reverse

from apps.core.dates import format_date
from apps.core.together import Asking
from apps.units.enums import UnitKind
from apps.units.models import Unit

# Divisions belong to the inside of a unit; the ministry is the organiser itself.
LEFT_OUT = (UnitKind.MINISTRY, UnitKind.DIVISION, UnitKind.EXTERNAL)


@dataclass(frozen=True)
class KindLine:
    """One kind with its number of units and their list."""

    label: str
    number: int
    url: str


def units_of_year(organiser_id: int | None, year: int, today: date) -> Asking:
    """Counted on the last day of a past year, today in the running one; in the order of the kinds."""
    if organiser_id is None:
        return []
    day = min(today, date(year, 12, 31)) if year else today
    path = Subquery(Unit.objects.filter(pk=organiser_id).values("path"))
    below = Unit.objects.filter(path__startswith=path).exclude(pk=organiser_id).valid_on(day)
    rows = yield below.exclude(kind__in=LEFT_OUT).order_by().values_list("kind").annotate(number=Count("pk"))
    found = dict(rows)
    here = {"below": organiser_id, "on": format_date(day)}
    address = f"{reverse('units:unit-list')}?{urlencode(here)}&kind="
    return [KindLine(kind.label, found[kind.value], address + kind.value) for kind in UnitKind if kind.value in found]
