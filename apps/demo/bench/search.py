"""search: the search box of the ministry's standing office, over a sector with its registry.

The statements of the page that look for something, run again as the page sent them, beside one hand-written statement
that counts the same kinds and shows the same first rows. Where a kind has more hits than are counted, which of them are
shown hangs on what is read first: then only the count is compared, and the time of finding the best is ours alone.
"""

from pathlib import Path

from django.db import connection
from django.urls import reverse

from apps.core.text import fold
from apps.dashboard.searching.finding import COUNTED
from apps.dashboard.searching.kinds import KINDS
from apps.demo.bench.award_rows import SIZES, SMALL, make_registry, ministry, statements
from apps.demo.bench.runner import Result, Sides, measure

SQL = (Path(__file__).parent / "search.sql").read_text(encoding="utf-8")
# Kinds of which the generated sector has rows, in the order of the page and of the statement.
BARE = ("units", "people", "documents", "decisions", "awards", "award_types")
# The commonest names, a rare one, a province, a symbol, an abbreviation, nothing.
TEXTS = ("duc", "nguyen thi", "Giàng Quỳnh Như", "Lào Cai", "12/QĐ-KT", "CSTĐCS", "zqx")
FINDS, READS = "ARRAY(", "LIKE"


def run(*, small: bool) -> Result:
    """``n``: awards in the registry."""
    return measure("search", [lambda size=size: sides(*size) for size in (SMALL if small else SIZES)])


def comparable(counts: list[int], shown: list[list[int]]) -> list:
    return [(count, ids if count <= COUNTED else []) for count, ids in zip(counts, shown, strict=True)]


def by_hand(text: str) -> list:
    words = {f"word{n}": f"%{word}%" for n, word in enumerate(fold(text).split())}
    asked = " AND ".join(f"search_text LIKE %({name})s" for name in words)
    with connection.cursor() as cursor:
        named = {"whole": fold(text), "word": f"{fold(text)} %", "inside": f"% {fold(text)} %", "typed": text}
        cursor.execute(SQL.replace("/*words*/", asked), words | named | {"first": f"{fold(text)}%"})
        counts, *shown = cursor.fetchone()
    return comparable(counts, [[int(row.partition("|")[0]) for row in rows] for rows in shown])


def as_sent(found: list[str]) -> list:
    """Run the page's own statements again: those that find, and the one of each kind that has hits."""
    first, *reading = found
    shown = {}
    with connection.cursor() as cursor:
        cursor.execute(first)
        ids = dict(zip((kind.code for kind in KINDS), cursor.fetchone(), strict=True))
        hits = [code for code, some in ids.items() if some]
        for sql in reading:
            cursor.execute(sql)
            rows = cursor.fetchall()
            if READS in sql and not sql.startswith("SELECT " + FINDS):  # the others read what stands beside the hits
                shown[hits[len(shown)]] = [row[0] for row in rows]
    return comparable([len(ids[code]) for code in BARE], [shown.get(code, []) for code in BARE])


def sides(units: int, persons: int, awards: int) -> Sides:
    make_registry(units, persons, awards)
    client, url = ministry(), reverse("dashboard:search")
    sent = []
    for text in TEXTS:
        asked = statements(client, url, {"q": text})
        begin = next(place for place, sql in enumerate(asked) if sql.startswith("SELECT " + FINDS))
        own = [sql for sql in asked[begin:] if READS in sql or '"units_posting"' in sql]
        sent.append(own)
    return Sides(
        n=awards,
        bare=lambda: [by_hand(text) for text in TEXTS],
        ours=lambda: [as_sent(own) for own in sent],
    )
