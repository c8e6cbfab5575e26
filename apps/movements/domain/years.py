"""Papers of a year are written while the organiser's year is not closed."""

from apps.movements.models import Movement
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear


def year_of(movement: Movement, year: int) -> EmulationYear | None:
    """The organiser's emulation year, where it has been opened."""
    return EmulationYear.objects.filter(organiser_id=movement.organiser_id, year=year).first()


def require_year(movement: Movement, year: int) -> EmulationYear | None:
    """Raises YearClosed; None where the organiser has not opened that year. Inside of the writing transaction."""
    found = year_of(movement, year)
    if found is not None:
        require_writable(found)
    return found
