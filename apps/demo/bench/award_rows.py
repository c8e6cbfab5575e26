"""A generated sector with its registry for the benchmarks, and who reads it."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.demo.scale.generating import generate
from apps.registry.models import Award
from apps.units.models import Person, Unit

# Units, persons, awards.
SIZES = ((2_500, 30_000, 100_000), (10_000, 300_000, 1_000_000))
SMALL = ((80, 300, 900), (120, 600, 3_000))
YEARS = 10
OWN = '"registry_'


def make_registry(units: int, persons: int, awards: int) -> None:
    """The sector of this size; one of another size is dropped."""
    same = (Unit.objects.count(), Award.objects.count()) == (units, awards)
    if same and Person.objects.filter(code__startswith="SC").count() == persons:
        return
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE units_unit, units_person, accounts_user, documents_document CASCADE")
    generate(units=units, persons=persons, awards=awards, years=YEARS, seed=1, say=lambda text: None)


def ministry() -> Client:
    """The standing office of the ministry, signed in: it reads everything."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="sc.thuongtruc"), "django.contrib.auth.backends.ModelBackend")
    return client


def statements(client: Client, url: str, data: dict) -> list[str]:
    """What a page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        client.get(url, data)
    return [query["sql"] for query in queries]


def run_own(found: list[str]) -> set[int]:
    """Run a page's own statements again, as it sent them; answers the ids of the list that it shows.

    A page that finds nothing sends no statement for its rows.
    """
    ids = None
    with connection.cursor() as cursor:
        for sql in found:
            cursor.execute(sql)
            rows = cursor.fetchall()
            if 'ORDER BY "registry_award"."granted_on" DESC' in sql and ids is None:
                ids = {row[0] for row in rows}
    return ids or set()
