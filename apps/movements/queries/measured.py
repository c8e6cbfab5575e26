"""Figures of a unit for the measurable aims of a movement: the line over its years, better or worse."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.movements.models import Content, Movement
from apps.results.models import Indicator
from apps.results.queries import series
from apps.results.series import Line


@dataclass(frozen=True)
class Measured:
    """One aim: which content, what measures it, the figures of all years of the movement."""

    number: str
    indicator: Indicator
    line: Line


def with_indicators(contents: Iterable[Content]) -> list[tuple[Content, list[str]]]:
    """Each content with the labels of what measures it; a code that no indicator has stays as it was typed."""
    contents = list(contents)
    codes = {code for content in contents for code in content.indicator_codes}
    known = Indicator.objects.in_bulk(codes, field_name="code") if codes else {}
    return [(each, [str(known.get(code, code)) for code in each.indicator_codes]) for each in contents]


def measured(movement: Movement, unit_id: int, last_year: int) -> list[Measured]:
    """The same figures as the targets; aims without any figure are left out. Four queries."""
    asked = [
        (content.number, code)
        for content in movement.contents.exclude(indicator_code="")
        for code in content.indicator_codes
    ]
    if not asked:
        return []
    codes = {code for _number, code in asked}
    years = range(movement.starts_on.year, max(movement.starts_on.year, min(last_year, movement.ends_on.year)) + 1)
    lines = series([unit_id], codes, years)
    indicators = Indicator.objects.in_bulk(codes, field_name="code")
    return [
        Measured(number, indicators[code], lines[unit_id, code])
        for number, code in asked
        if code in indicators and (unit_id, code) in lines
    ]
