"""Finding by text: one lookup, used by every list and by the search box.

A model keeps ``search_text = fold(…)`` of everything it is found by (present and former names, codes, symbols).
``search_text__matches="phap luat quoc te"`` finds the rows that hold every word of the query, whatever its diacritics,
capitals, dashes and composed forms. ``trigram_index`` makes it quick from three letters on; ``beginning_index`` finds
what begins with a text among a million that hold it.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db.models import Index, Lookup, QuerySet, TextField
from django.db.models.functions import Collate, Left

from apps.core.text import fold

MOST_WORDS = 12  # more than anybody types; keeps the condition small
BEGINNING = 60  # characters that the index of beginnings keeps: a row of an index has a largest size


@TextField.register_lookup
class Matches(Lookup):
    """Every word of the folded query stands in the (folded) column; an empty query matches everything."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        words = patterns(str(self.rhs), connection)
        if not words:
            return "TRUE", []
        condition = " AND ".join(f"{column} LIKE %s" for _word in words)
        # The column's own parameters come once for each word.
        return f"({condition})", [value for word in words for value in (*parameters, word)]


def patterns(text: str, connection) -> list[str]:
    """What a folded text must be LIKE, each of them, to match the query."""
    return [f"%{connection.ops.prep_for_like_query(word)}%" for word in fold(text).split()[:MOST_WORDS]]


def trigram_index(name: str, field: str = "search_text") -> GinIndex:
    """Index for ``matches`` on a folded column; belongs into ``Meta.indexes``."""
    return GinIndex(fields=[field], opclasses=["gin_trgm_ops"], name=name)


def beginning_index(name: str, field: str = "search_text") -> Index:
    """Index for ``beginning_with`` on a folded column; belongs into ``Meta.indexes``."""
    return Index(_beginning(field), name=name)


def beginning_with(rows: QuerySet, text: str, field: str = "search_text") -> QuerySet:
    """Rows whose folded column begins with the text, in the order of the column: the shortest comes first."""
    folded = fold(text)
    rows = rows.alias(beginning=_beginning(field)).filter(beginning__startswith=folded[:BEGINNING])
    if len(folded) > BEGINNING:
        rows = rows.filter(**{f"{field}__startswith": folded})
    return rows.order_by("beginning")


def _beginning(field: str) -> Collate:
    return Collate(Left(field, BEGINNING), "C")
