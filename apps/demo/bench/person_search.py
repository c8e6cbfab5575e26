"""person_search, person_page: the list of people, searched by three letters without diacritics.

``person_search`` compares the SQL of the page (every statement of the list, run again as the page sent it) with one
hand-written statement that finds the same people; ``person_page`` the whole page with the same page that finds nobody.
``rows_equal`` also holds the promise that the number of queries does not depend on the number of rows.
"""

from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.scale.generating import generate
from apps.units.models import Person, Unit

SQL = (Path(__file__).parent / "person_search.sql").read_text(encoding="utf-8")
SIZES = ((2_500, 50_000), (10_000, 200_000))
SMALL = ((80, 300), (120, 900))
WORDS = ("duc", "ngu", "quy")  # a given name, the commonest family name, some names
NOBODY = "zqx"
OWN_TABLES = ("units_person", "units_posting", "units_qualityrating")


def run_search(*, small: bool) -> Result:
    """``n``: persons in the database."""
    return measure("person_search", [lambda size=size: search_sides(*size) for size in (SMALL if small else SIZES)])


def run_page(*, small: bool) -> Result:
    return measure("person_page", [lambda size=size: page_sides(*size) for size in (SMALL if small else SIZES)])


def page_of(units: int, persons: int):
    """A page getter of the ministry's standing office over a generated sector of this size; an earlier one is gone."""
    if Person.objects.count() != persons or Unit.objects.count() != units:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE units_unit, units_person, accounts_user CASCADE")
        generate(units=units, persons=persons, years=2, seed=1, say=lambda text: None)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="sc.thuongtruc"), "django.contrib.auth.backends.ModelBackend")
    return lambda words: client.get(reverse("units:person-list"), {"q": words})


def people_on(page) -> list[int]:
    return [person.pk for person in page.context_data["page_obj"]]


def queries_of(get, words: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        get(words)
    return [query["sql"] for query in queries]


def search_sides(units: int, persons: int) -> Sides:
    get = page_of(units, persons)
    rare = Person.objects.order_by("pk").values_list("full_name", flat=True)[0]
    steady = len(queries_of(get, rare)) == len(queries_of(get, WORDS[0]))
    own = {words: [sql for sql in queries_of(get, words) if any(name in sql for name in OWN_TABLES)] for words in WORDS}

    def ours() -> list:
        found = [len(own) * steady]
        with connection.cursor() as cursor:
            for words in WORDS:
                for sql in own[words]:
                    cursor.execute(sql)
                    rows = cursor.fetchall()
                    if 'ORDER BY "units_person"."name_sort_key"' in sql:
                        found.append({row[0] for row in rows})
        return found

    def bare() -> list:
        found = [len(WORDS)]
        with connection.cursor() as cursor:
            for words in WORDS:
                cursor.execute(SQL, {"words": f"%{words}%"})
                found.append({row[0] for row in cursor.fetchall()})
        return found

    return Sides(n=persons, bare=bare, ours=ours)


def page_sides(units: int, persons: int) -> Sides:
    """Both sides are pages; the people shown are compared with those of the hand-written statement beforehand."""
    get = page_of(units, persons)
    for words in WORDS:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"words": f"%{words}%"})
            expected = {row[0] for row in cursor.fetchall()}
        if set(people_on(get(words))) != expected or people_on(get(NOBODY)):
            raise AssertionError(words)
    return Sides(
        n=persons,
        bare=lambda: [get(NOBODY).status_code for _words in WORDS],
        ours=lambda: [get(words).status_code for words in WORDS],
    )
