"""The figures of a unit over the years of a movement as charts with their tables."""

from apps.core.components import Chart, Series
from apps.movements.queries.measured import measured
from apps.results.figures import rounded, shown


def figure_charts(movement, unit_id: int, last_year: int) -> list[dict]:
    """Each measurable aim: name, better or worse, chart, (year, text, better or worse than before)."""
    found = []
    for each in measured(movement, unit_id, last_year):
        points = each.line.points
        values = tuple(float(rounded(point.figure.value)) if point.figure else None for point in points)
        found.append(
            {
                "indicator": each.indicator,
                "number": each.number,
                "word": each.line.word,
                "id": f"figure-{each.indicator.pk}",
                "points": [
                    (point, shown(point.figure.value, each.indicator) if point.figure else "") for point in points
                ],
                "chart": Chart(
                    tuple(str(point.year) for point in points),
                    (Series(each.indicator.label, values),),
                    kind="line",
                    unit=each.indicator.unit_of_measure,
                ),
            }
        )
    return found
