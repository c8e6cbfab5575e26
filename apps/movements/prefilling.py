"""What a unit has entered for a movement, as lines that its review begins with."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import Q

from apps.core.dates import text_date
from apps.core.numbers import format_decimal
from apps.core.text import clean
from apps.movements.models import ActivityEntry


@dataclass(frozen=True)
class Entered:
    """One activity of a unit: when, what, with its figures in words."""

    key: str
    on: str
    text: str

    def as_json(self) -> dict:
        return asdict(self)


def entries_of(participation_ids: Iterable[int], first_year: int, last_year: int) -> dict[int, list[Entered]]:
    """Activity of each participation in the years, of units it took in too, oldest first; two queries."""
    ids = set(participation_ids)
    mine = Q(participation__in=ids) | Q(participation__continued_in__in=ids)
    rows = ActivityEntry.objects.filter(mine, on__year__gte=first_year, on__year__lte=last_year)
    rows = rows.select_related("participation")
    found: dict[int, list[Entered]] = {}
    for row in rows.prefetch_related("figures").order_by("on", "pk"):
        figures = "; ".join(
            clean(f"{figure.label}: {format_decimal(figure.value.normalize())} {figure.measure}")
            for figure in row.figures.all()
        )
        text = f"{clean(row.text)} ({figures})" if figures else clean(row.text)
        place = row.participation
        # What a unit did before it was taken in is told by both rows.
        for pk in {place.pk, place.continued_in_id} & ids:
            found.setdefault(pk, []).append(Entered(f"activity:{row.pk}", text_date(row.on), text))
    return found


def in_words(entries: Iterable[Entered]) -> str:
    """One line for each entry: "- 12/5/2023: …"."""
    return "\n".join(f"- {entry.on}: {entry.text}" for entry in entries)
