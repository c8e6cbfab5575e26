"""unit_tree: SQL of one level of the tree against a hand-written statement; unit_page: the list against an empty one.

``n`` counts units in the database. Of a page only its own statements about the level count, not those of the frame
(who is signed in, the menu, the way up the tree); ``rows_equal`` also says that there were as many as promised.
"""

import re
from datetime import date
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.demo.bench.runner import Measured, Result, Sides, measure, sql_time
from apps.demo.bench.unit_rows import make_units
from apps.units.models import RoleAssignment, Unit

SQL = (Path(__file__).parent / "unit_tree.sql").read_text(encoding="utf-8")
SCOPE = (Path(__file__).parent / "scope_query.sql").read_text(encoding="utf-8")
SIZES, SMALL = (1000, 3000, 10_000), (70, 140)
SHOWN = 50
FROM_UNITS = 'FROM "units_unit"'
OF_LEVEL = '"units_unit"."depth" ='
LEVEL_STATEMENTS = 2  # how many there are, and the first of them


def run(*, small: bool) -> Result:
    return measure("unit_tree", [lambda n=n: tree_sides(n) for n in (SMALL if small else SIZES)])


def run_page(*, small: bool) -> Result:
    return measure("unit_page", [lambda n=n: page_sides(n) for n in (SMALL if small else SIZES)])


def run_scope(*, small: bool) -> Result:
    return measure("scope_query", [lambda n=n: scope_sides(n) for n in (SMALL if small else SIZES)])


def reader(code: str) -> Client:
    """Somebody who is signed in and may read units."""
    user, _created = User.objects.get_or_create(username=f"bench-{code.lower()}", full_name="Đo tốc độ")
    unit = Unit.objects.get(code=code)
    RoleAssignment.objects.get_or_create(user=user, unit=unit, role="officer", starts_on=date(2020, 1, 1))
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def tree_sides(n: int) -> Sides:
    root = make_units(n, code=f"TREE{n}")
    client, department = reader(root.code), Unit.objects.filter(path__startswith=root.path, depth=2).first()
    url = reverse("units:unit-branch", args=[department.pk])

    def ours() -> Measured:
        with sql_time(OF_LEVEL) as spent:
            page = client.get(url).content.decode()
        rows = list(dict.fromkeys(re.findall(rf"{department.code}-\d+", page)))
        return Measured(rows if spent.count == LEVEL_STATEMENTS else f"{spent.count} statements", spent.ms)

    def bare() -> Measured:
        with sql_time("") as spent, connection.cursor() as cursor:
            cursor.execute(SQL, {"path": department.path, "depth": department.depth + 1, "shown": SHOWN})
            rows = [row[1] for row in cursor.fetchall()]
        return Measured(rows, spent.ms)

    return Sides(n=n, bare=bare, ours=ours)


def page_sides(n: int) -> Sides:
    root = make_units(n, code=f"PAGE{n}")
    client = reader(root.code)
    full, empty = reverse("units:unit-list") + "?q=xa", reverse("units:unit-list") + "?q=khongcodonvinao"

    def answers(url: str) -> int:
        return client.get(url).status_code

    return Sides(n=n, bare=lambda: answers(empty), ours=lambda: answers(full))


def scope_sides(n: int) -> Sides:
    """The first units of an organiser's own part of the tree, in their order."""
    root = make_units(n, code=f"SCOPE{n}")
    department = Unit.objects.filter(path__startswith=root.path, depth=2).first()

    def ours() -> Measured:
        with sql_time(FROM_UNITS) as spent:
            units = Unit.objects.below([department.path]).in_order().values_list("code", flat=True)
            rows = list(units[:SHOWN])
        return Measured(rows, spent.ms)

    def bare() -> Measured:
        with sql_time("") as spent, connection.cursor() as cursor:
            cursor.execute(SCOPE, {"path": department.path, "shown": SHOWN})
            rows = [row[0] for row in cursor.fetchall()]
        return Measured(rows, spent.ms)

    return Sides(n=n, bare=bare, ours=ours)
