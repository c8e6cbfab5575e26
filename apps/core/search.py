"""Finding by text: one lookup, used by every list and by the search box.

A model keeps ``search_text = fold(…)`` of everything it is found by (present and former names, codes, symbols).
``search_text__matches="phap luat quoc te"`` finds the rows that hold every word of the query, whatever its diacritics,
capitals, dashes and composed forms. ``trigram_index`` makes it quick from three letters on.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db.models import Lookup, TextField

from apps.core.text import fold

MOST_WORDS = 12  # more than anybody types; keeps the condition small


@TextField.register_lookup
class Matches(Lookup):
    """Every word of the folded query stands in the (folded) column; an empty query matches everything."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        words = fold(str(self.rhs)).split()[:MOST_WORDS]
        if not words:
            return "TRUE", []
        escaped = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
        condition = " AND ".join(f"{column} LIKE %s" for _word in words)
        # The column's own parameters come once for each word.
        return f"({condition})", [value for word in escaped for value in (*parameters, word)]


def trigram_index(name: str, field: str = "search_text") -> GinIndex:
    """Index for ``matches`` on a folded column; belongs into ``Meta.indexes``."""
    return GinIndex(fields=[field], opclasses=["gin_trgm_ops"], name=name)
