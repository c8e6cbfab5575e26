"""duty_board: what the ministry's board asks of the database against hand-written statements; duty_page: the page.

``n`` counts obligations in the database. Of the page only its statements about obligations count; ``rows_equal`` also
says that their number does not grow. The shell of ``duty_page`` is the same page of a year without clusters.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.core.actor import system_actor
from apps.core.dates import local
from apps.dashboard.queries import sector
from apps.demo.bench.runner import Measured, Result, Sides, measure, sql_time
from apps.demo.scale.generating import generate
from apps.obligations.models import Obligation
from apps.periods.models import EmulationYear

SQL = {
    part.partition("\n")[0].strip(): part.partition("\n")[2]
    for part in (Path(__file__).parent / "duty_board.sql").read_text(encoding="utf-8").split("-- name:")[1:]
}
SIZES, SMALL = (2_500, 10_000), (60, 120)
LAST_YEAR, YEARS, SHOWN = 2026, 3, 50
NOW = datetime(LAST_YEAR, 11, 20, 3, tzinfo=UTC)
STATEMENTS = 3  # duties, their counts by cluster, names


def run(*, small: bool) -> Result:
    return measure("duty_board", [lambda n=n: board_sides(n) for n in (SMALL if small else SIZES)])


def run_page(*, small: bool) -> Result:
    return measure("duty_page", [lambda n=n: page_sides(n) for n in (SMALL if small else SIZES)])


def make_sector(units: int) -> int:
    """The sector of this size with its duties; answers how many obligations there are."""
    wanted = (units - 1) * 12 * YEARS
    if Obligation.objects.count() != wanted:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE units_unit, units_person, accounts_user, documents_document CASCADE")
        generate(units=units, persons=0, years=0, seed=1, say=lambda text: None, duty_years=YEARS, last_year=LAST_YEAR)
    return wanted


def board_sides(units: int) -> Sides:
    n = make_sector(units)

    def ours() -> Measured:
        with sql_time("obligations_") as spent:
            watched = sector.watched(system_actor(), LAST_YEAR)
            counted = sector.tally(watched, NOW)
            page = sector.with_gaps(watched, NOW).for_list().order_by("cluster__code", "pk")[:SHOWN]
            shown = {each.pk for each in page}
        by_id = sorted(counted.duties, key=lambda each: each.duty.pk)
        rows = (
            [(d.duty.pk, d.counted.expected, d.counted.sent, d.counted.overdue) for d in by_id],
            [(d.duty.pk, name) for d in by_id for name in d.names],
            sorted(
                (cluster, duty, expected, sent)
                for duty, cells in counted.cells.items()
                for cluster, (expected, sent, _late) in cells.items()
                if cluster in shown
            ),
        )
        return Measured(rows if spent.count == STATEMENTS else f"{spent.count} statements", spent.ms)

    def bare() -> Measured:
        values = {"year": LAST_YEAR, "now": NOW, "today": local(NOW).date()}
        rows = []
        with sql_time("") as spent, connection.cursor() as cursor:
            for name in ("duties", "names", "clusters"):
                cursor.execute(SQL[name], values)
                rows.append(cursor.fetchall())
        return Measured(tuple(rows), spent.ms)

    return Sides(n=n, bare=bare, ours=ours)


def page_sides(units: int) -> Sides:
    n = make_sector(units)
    office = User.objects.get(username="sc.thuongtruc")
    EmulationYear.objects.get_or_create(
        organiser_id=office.roles.get().unit_id,
        year=LAST_YEAR + 1,
        defaults={"starts_on": f"{LAST_YEAR + 1}-01-01", "ends_on": f"{LAST_YEAR + 1}-12-31", "state": "preparing"},
    )
    url = reverse("dashboard:board-list")

    def reader(year: int) -> Client:
        client = Client(HTTP_HOST="localhost")
        client.force_login(office, "django.contrib.auth.backends.ModelBackend")
        client.post(reverse("dashboard:working-year-choose"), {"year": year})
        return client

    full, empty = reader(LAST_YEAR), reader(LAST_YEAR + 1)
    return Sides(n=n, bare=lambda: empty.get(url).status_code, ours=lambda: full.get(url).status_code)
