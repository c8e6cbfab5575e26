"""person_timeline, timeline_page: what one person holds, against a hand-written statement and an empty page."""

from pathlib import Path

from django.db import connection
from django.db.models import Count
from django.urls import reverse

from apps.demo.bench.award_rows import OWN, SIZES, SMALL, make_registry, ministry, run_own, statements
from apps.demo.bench.runner import Result, Sides, measure
from apps.units.models import Person

SQL = (Path(__file__).parent / "person_timeline.sql").read_text(encoding="utf-8")
PEOPLE = 10


def run_timeline(*, small: bool) -> Result:
    """``n``: awards in the registry."""
    return measure("person_timeline", [lambda size=size: sql_sides(*size) for size in (SMALL if small else SIZES)])


def run_page(*, small: bool) -> Result:
    return measure("timeline_page", [lambda size=size: page_sides(*size) for size in (SMALL if small else SIZES)])


def decorated() -> list[int]:
    """The people with the longest timelines."""
    people = Person.objects.annotate(n=Count("awards")).order_by("-n", "pk")
    return list(people.values_list("pk", flat=True)[:PEOPLE])


def address(person: int) -> str:
    return reverse("registry:person-timeline", args=[person])


def sql_sides(units: int, persons: int, awards: int) -> Sides:
    make_registry(units, persons, awards)
    client, people = ministry(), decorated()
    own = [[sql for sql in statements(client, address(person), {}) if OWN in sql] for person in people]

    def by_hand(person: int) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"person": person})
            return {row[0] for row in cursor.fetchall()}

    return Sides(n=awards, bare=lambda: list(map(by_hand, people)), ours=lambda: list(map(run_own, own)))


def page_sides(units: int, persons: int, awards: int) -> Sides:
    make_registry(units, persons, awards)
    client, people = ministry(), decorated()
    nobody = Person.objects.get_or_create(full_name="Người Không Có Khen Thưởng")[0].pk
    return Sides(
        n=awards,
        bare=lambda: [client.get(address(nobody)).status_code for _person in people],
        ours=lambda: [client.get(address(person)).status_code for person in people],
    )
