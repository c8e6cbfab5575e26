"""report_aggregation: sums of one template over all units against a hand-written statement; report_totals: its page.

``n`` counts units; each has reports by two templates a year for three years. ``rows_equal`` also holds the promise of
a fixed number of queries.
"""

from datetime import date
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.demo.bench.runner import Measured, Result, Sides, measure, sql_time
from apps.demo.bench.unit_rows import make_units
from apps.demo.scale.reports import make_reports
from apps.periodic_reports.aggregation_queries import MOST_NAMED, aggregate, reports_in, sums
from apps.periodic_reports.models import ReportTemplate, TemplateItem
from apps.units.enums import UnitKind
from apps.units.models import RoleAssignment, Unit

SQL = (Path(__file__).parent / "report_aggregation.sql").read_text(encoding="utf-8")
SIZES, SMALL = (1000, 3000, 10_000), (70, 140)
YEARS = 3
QUERIES = 6


def run(*, small: bool) -> Result:
    return measure("report_aggregation", [lambda n=n: sum_sides(n) for n in (SMALL if small else SIZES)])


def run_page(*, small: bool) -> Result:
    return measure("report_totals", [lambda n=n: page_sides(n) for n in (SMALL if small else SIZES)])


def template_of(n: int, code: str) -> ReportTemplate:
    """One template among the six that all units have reported by."""
    root = make_units(n, code=f"{code}{n}")
    units = list(Unit.objects.filter(path__startswith=root.path, depth=3).values_list("pk", "name"))
    made = make_reports(units, organiser_id=root.pk, first_year=2024, years=YEARS, kinds=[UnitKind.COMMUNE_OFFICE])
    return ReportTemplate.objects.for_list().get(pk=made[-1].pk)


def sum_sides(n: int) -> Sides:
    """The one statement of the sums, and that the whole aggregation asks six; where more units are missing than it
    names, one more counts those that are late.
    """
    template = template_of(n, "SUM")

    def ours() -> Measured:
        with sql_time("periodic_reports_reportline") as spent:
            rows = sorted(tuple(row) for row in sums(reports_in(template), template.items.all()))
        with CaptureQueriesContext(connection) as queries:
            found = aggregate(template, timezone.now())
        expected = QUERIES + (len(found.gaps) == MOST_NAMED)
        return Measured(rows if len(queries) == expected else f"{len(queries)} queries", spent.ms)

    def bare() -> Measured:
        with sql_time("") as spent, connection.cursor() as cursor:
            cursor.execute(SQL, {"template": template.pk})
            rows = sorted(cursor.fetchall())
        return Measured(rows, spent.ms)

    return Sides(n=n, bare=bare, ours=ours)


def page_sides(n: int) -> Sides:
    """The page of the totals against the same page of a template by which nobody reports yet."""
    full = template_of(n, "PAGE")
    empty = ReportTemplate.objects.create(
        year=full.year,
        code="trong",
        label="Báo cáo thử",
        kind=full.kind,
        kinds=[],
        starts_on=full.starts_on,
        ends_on=full.ends_on,
        due_on=full.due_on,
        state="issued",
        issued_at=timezone.now(),
    )
    TemplateItem.objects.bulk_create(
        TemplateItem(template=empty, position=item.position, kind=item.kind, code=item.code, label=item.label)
        for item in full.items.all()
    )
    user = User.objects.create(username=f"bench-reports-{n}", full_name="Đo tốc độ")
    office = full.year.organiser
    RoleAssignment.objects.create(user=user, unit=office, role="standing_office", starts_on=date(2020, 1, 1))
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def answers(template: ReportTemplate) -> int:
        return client.get(reverse("periodic_reports:totals", args=[template.pk])).status_code

    return Sides(n=n, bare=lambda: answers(empty), ours=lambda: answers(full))
