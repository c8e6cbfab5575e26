"""score_sheet: the page of one part with 100 leaves, against the one query that reads its lines.

``rows_equal`` also holds the promise of at most 12 queries, whatever the number of leaves.
"""

import re
from datetime import date
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.bench.sheets import make_cluster_year
from apps.scoring.models import ScoreSheet
from apps.units.models import RoleAssignment

SQL = (Path(__file__).parent / "score_sheet.sql").read_text(encoding="utf-8")
MOST_QUERIES = 12
LEAVES_OF_A_PART = (10, 30, 100)
SMALL = (5, 10)


def run(*, small: bool) -> Result:
    """``n``: leaves on the page."""
    return measure("score_sheet", [lambda n=n: sides(n) for n in (SMALL if small else LEAVES_OF_A_PART)])


def sides(leaves: int) -> Sides:
    cluster_year = make_cluster_year(code=f"SHEET-{leaves}", units=2, leaves=leaves * 5, final=False)
    sheet = ScoreSheet.objects.filter(cluster_year=cluster_year).first()
    user = User.objects.create(username=f"bench-{leaves}", full_name="Đo tốc độ")
    RoleAssignment.objects.create(user=user, unit=sheet.unit, role="officer", starts_on=date(2020, 1, 1))
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    part = sheet.criteria_set.criteria.get(code="1")
    url = reverse("scoring:sheet-part", args=[sheet.pk, 1])

    def ours() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).content.decode()
        if len(queries) > MOST_QUERIES:
            return [f"{len(queries)} queries"]
        return sorted(set(re.findall(r"Tiêu chí (1\.\d+)\b", page)))

    def bare() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"sheet": sheet.pk, "part": part.pk})
            return sorted({row[0] for row in cursor.fetchall()})

    return Sides(n=leaves, bare=bare, ours=ours)
