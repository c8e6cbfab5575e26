"""Protocol order of lines: Sở Tư pháp come before civil judgment enforcement; the codes would sort the other way."""

from django.db.models import Case, IntegerField, Value, When

from apps.clusters.enums import Line

RANKS = {"": 0, **{line.value: rank for rank, line in enumerate(Line, start=1)}}


def line_rank(line: str) -> int:
    """Sort key of a line in Python."""
    return RANKS.get(line, len(RANKS))


def by_line(field: str = "line") -> Case:
    """The same as an expression for ``order_by``; ``field`` leads to the line."""
    known = [When(**{field: line}, then=Value(rank)) for line, rank in RANKS.items()]
    return Case(*known, default=Value(len(RANKS)), output_field=IntegerField())
