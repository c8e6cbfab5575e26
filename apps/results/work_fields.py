"""Names of the work fields that results are filed under."""

from collections import Counter

from apps.periods.models import WorkField
from apps.units.enums import UnitKind


def labels(years) -> dict[tuple[int, str], str]:
    """(year, code) → label of that year; one query."""
    years = sorted(set(years))
    if not years:
        return {}
    rows = WorkField.objects.filter(valid_from_year__lte=years[-1]).order_by("valid_from_year")
    found = {}
    for row in rows:
        for year in years:
            if row.valid_from_year <= year and (row.valid_to_year is None or year <= row.valid_to_year):
                found[year, row.code] = row.label
    return found


def choices(year: int, unit_kind: str = "") -> list[tuple[str, str]]:
    """Fields of a year for a kind of unit; of every kind where none is named or none has a list. Fields of the same
    name say whose they are.
    """
    rows = WorkField.objects.of(year, unit_kind) if unit_kind else WorkField.objects.none()
    found = list(rows) or list(WorkField.objects.in_year(year).order_by("order", "code"))
    told = Counter(row.label for row in found)
    return [(row.code, row.label if told[row.label] == 1 else _of_its_units(row)) for row in found]


def _of_its_units(row: WorkField) -> str:
    return f"{row.label} ({', '.join(str(UnitKind(kind).label) for kind in row.unit_kinds)})"
