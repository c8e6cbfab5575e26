"""registry_search, registry_page: the registry as the ministry searches it, by name without diacritics and by filters.

``registry_search`` compares the statements of the page about the registry, run again as the page sent them, with one
hand-written statement for the same rows; ``registry_page`` the whole page with the same page that finds nothing.
``rows_equal`` also holds the promise that the number of queries does not depend on the number of rows.
"""

from pathlib import Path

from django.db import connection
from django.urls import reverse

from apps.catalog.models import AwardType
from apps.demo.bench.award_rows import OWN, SIZES, SMALL, make_registry, ministry, run_own, statements
from apps.demo.bench.runner import Result, Sides, measure

SQL = (Path(__file__).parent / "registry_search.sql").read_text(encoding="utf-8")
NOTHING = "zqx"
# Name, unit, year, code of the award: what the search form sends.
SEARCHES = (
    {"q": "duc"},
    {"q": "quy", "year": 2025},
    {"q": "hien", "unit": "thi hanh an", "type": "LDTT"},
    {"q": "ngu", "unit": "thu nghe an", "year": 2024, "type": "LDTT"},
)


def run_search(*, small: bool) -> Result:
    """``n``: awards in the registry."""
    return measure("registry_search", [lambda size=size: search_sides(*size) for size in (SMALL if small else SIZES)])


def run_page(*, small: bool) -> Result:
    return measure("registry_page", [lambda size=size: page_sides(*size) for size in (SMALL if small else SIZES)])


def asked(search: dict) -> dict:
    """A search as the address spells it."""
    if "type" not in search:
        return search
    return search | {"type": AwardType.objects.get(code=search["type"]).pk}


def by_hand(search: dict) -> set[int]:
    units = [f"%{word}%" for word in search["unit"].split()] if "unit" in search else [None] * 3
    first, second, third = units
    values = {"words": f"%{search['q']}%", "year": search.get("year"), "type": search.get("type")}
    with connection.cursor() as cursor:
        cursor.execute(SQL, values | {"unit": first, "unit2": second, "unit3": third})
        return {row[0] for row in cursor.fetchall()}


def search_sides(units: int, persons: int, awards: int) -> Sides:
    make_registry(units, persons, awards)
    client, url = ministry(), reverse("registry:award-list")
    searches = [asked(search) for search in SEARCHES]
    sent = [statements(client, url, search) for search in searches]
    own = [[sql for sql in found if OWN in sql] for found in sent]
    steady = len({len(found) for found, search in zip(own, searches, strict=True) if by_hand(search)}) == 1

    return Sides(
        n=awards,
        bare=lambda: [True, *map(by_hand, searches)],
        ours=lambda: [steady, *map(run_own, own)],
    )


def page_sides(units: int, persons: int, awards: int) -> Sides:
    """Both sides are pages; the rows shown are compared with those of the hand-written statement beforehand."""
    make_registry(units, persons, awards)
    client, url = ministry(), reverse("registry:award-list")
    searches = [asked(search) for search in SEARCHES]
    for search in searches:
        page = client.get(url, search).context_data["page_obj"]
        if {award.pk for award in page} != by_hand(search):
            raise AssertionError(search)
    return Sides(
        n=awards,
        bare=lambda: [client.get(url, search | {"q": NOTHING}).status_code for search in searches],
        ours=lambda: [client.get(url, search).status_code for search in searches],
    )
