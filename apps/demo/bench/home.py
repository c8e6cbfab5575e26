"""home: all SQL of the page at "/" against hand-written statements that find out the same; the worst role counts.

``n`` counts obligations in the database. ``rows_equal`` also says that no role asks more than MOST_QUERIES. Both sides
find out who asks, with which rights, and look into every paper that the home would tell of, begun or not.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.awards.domain.councils import FEWEST
from apps.clusters.models import ClusterYear
from apps.core.dates import end_of_day, local
from apps.dashboard.actions import TOLD_TO_UNIT, actions_of
from apps.dashboard.queries.trail import key
from apps.demo.bench import duty_board
from apps.demo.bench.duty_board import LAST_YEAR, SIZES, SMALL, make_sector
from apps.demo.bench.home_people import people_of
from apps.demo.bench.runner import Measured, Result, Sides, alternate, exponent, sql_time
from apps.demo.scale.duties import DUTIES
from apps.obligations.models import Obligation
from apps.periods.models import EmulationYear

SQL = {
    part.partition("\n")[0].strip(): part.partition("\n")[2]
    for part in (Path(__file__).parent / "home.sql").read_text(encoding="utf-8").split("-- name: ")[1:]
}
SQL |= {"duties": duty_board.SQL["duties"], "missing": duty_board.SQL["names"]}
MOST_QUERIES = 15
SHELL = ("session", "user", "rights", "years", "names", "notices", "contacts")
PAPERS = ("registrations", "pledges", "reports", "sheets", "proposals")
UNIT = ("owed", *PAPERS, "findings", "invitations", "counting", "runs", "guidance", "last_result", "own_council")
UNIT = (*UNIT, "other_years", "movements", "changes")
HEAD = (
    "members",
    "board",
    *PAPERS,
    "heads",
    "runs",
    "movements",
    "plans",
    "pledge_counts",
    "consolidations",
    "templates",
)
HEAD = (*HEAD, "requests", "inspections", "meetings", "other_years")
OFFICE = ("duties", "missing", "worst", "runs", "late", "leading", "waiting", "without_council", "other_years_of_all")
BY_ROLE = {
    "officer": UNIT,
    "leader": UNIT,
    "cluster_head": HEAD,
    "standing_office": OFFICE,
    "auditor": ("trail", "looked", "checked"),
    "council_member": ("sessions",),
}


def run(*, small: bool) -> Result:
    """That of the role whose ratio is the worst; all roles must find the same figures."""
    results = run_roles(small=small)
    worst = max(results, key=lambda result: result.ratio)
    equal = all(result.rows_equal for result in results)
    return replace(worst, name="home", rows_equal=equal, parts=tuple(results))


def run_roles(*, small: bool) -> list[Result]:
    """A result for each role."""
    found: dict[str, list[tuple]] = {role: [] for role in BY_ROLE}
    for units in SMALL[-1:] if small else SIZES:
        n = make_sector(units)
        for role, user in people_of(units).items():
            found[role].append((n, *alternate(replace(role_sides(role, user, n), cold=small))))
    return [_result(role, measured) for role, measured in found.items()]


def _result(role: str, measured: list[tuple]) -> Result:
    n, bare, ours, _equal = measured[-1]
    return Result(
        name=f"home_{role}",
        n=n,
        bare_ms=round(bare, 3),
        ours_ms=round(ours, 3),
        ratio=round(ours / bare, 3),
        exponent=exponent([(each[0], each[2]) for each in measured]),
        rows_equal=all(each[3] for each in measured),
    )


def role_sides(role: str, user: User, n: int) -> Sides:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    values = known(role, user) | {"session": client.session.session_key}

    def ours() -> Measured:
        with sql_time("") as spent:
            response = client.get("/")
        asked = spent.count if spent.count > MOST_QUERIES else "few"
        return Measured((asked, OURS[role](response.context_data)), spent.ms)

    def bare() -> Measured:
        now, rows = timezone.now(), {}
        week = end_of_day(local(now).date() - timedelta(days=8))
        present = values | {"now": now, "today": local(now).date(), "since": week}
        with sql_time("") as spent, connection.cursor() as cursor:
            for name in (*SHELL, *BY_ROLE[role]):
                cursor.execute(SQL[name], present)
                rows[name] = cursor.fetchall()
                present |= LATER[name](rows[name]) if name in LATER else {}
        return Measured(("few", BARE[role](rows)), spent.ms)

    return Sides(n=n, bare=bare, ours=ours)


def known(role: str, user: User) -> dict:
    """What a statement by hand would have from the one before it."""
    year = EmulationYear.objects.get(year=LAST_YEAR)
    grant = user.roles.first()
    unit = grant.unit_id if grant else year.organiser_id
    cluster = ClusterYear.objects.filter(year=year, members__unit=unit).first()
    exceptional, granting = actions_of("exception"), actions_of("right")
    return {
        "user": user.pk, "unit": unit, "units": [unit], "organiser": year.organiser_id, "year": LAST_YEAR,
        "years": [year.pk], "codes": list(DUTIES), "cluster": cluster and cluster.pk, "fewest": FEWEST,
        "clusters": [cluster.pk] if cluster else [], "told": list(TOLD_TO_UNIT),
        "exceptional": exceptional, "granting": granting,
    }  # fmt: skip


# What later statements ask for, read from the rows of an earlier one.
LATER: dict[str, Callable[[list], dict]] = {
    "owed": lambda rows: {"papers": [key(Obligation(pk=row[0])) for row in rows]},
    "members": lambda rows: {"units": [row[0] for row in rows]},
    "worst": lambda rows: {"clusters": list(dict.fromkeys(row[0] for row in rows))},
}


def _of_unit(context: dict) -> list:
    """Each duty: sent? overdue?"""
    return sorted((line.key.code, line.is_sent, line.is_overdue) for line in context["unit_year"].lines)


def _of_head(context: dict) -> list:
    rows = context["board"].rows
    return sorted((r.member.unit_id, line.key.code, line.is_sent, line.is_overdue) for r in rows for line in r.lines)


def _of_office(context: dict) -> tuple:
    """The duties of the sector, the clusters that wait for most, how many lines wait."""
    rows = context["clusters"]
    duties = [(d.duty.pk, d.counted.expected, d.counted.sent, d.counted.overdue) for d, _counted in rows[0].cells]
    cells = [(r.cluster_year.pk, d.duty.pk, c.expected, c.sent, c.overdue) for r in rows for d, c in r.cells if c]
    names = [(d.duty.pk, name) for d, _counted in rows[0].cells for name in d.names]
    return sorted(duties), sorted(names), sorted(cells), len(context["tasks"])


def _of_auditor(context: dict) -> list:
    return [line.count for line in context["lines"]]


def _of_member(context: dict) -> list:
    """The days of the sessions."""
    return [tasks[0].due_on for tasks in (context["tasks"], *(section.tasks for section in context["sections"]))]


def _office_by_hand(rows: dict) -> tuple:
    waiting, [(without,)] = rows["waiting"][0], rows["without_council"]
    late = {row[0] for row in rows["late"]}
    cells = sorted((row[0], *row[3:]) for row in rows["worst"])
    return rows["duties"], sorted(rows["missing"]), cells, len(late) + sum(map(bool, waiting)) + bool(without)


OURS = {
    "officer": _of_unit,
    "leader": _of_unit,
    "cluster_head": _of_head,
    "standing_office": _of_office,
    "auditor": _of_auditor,
    "council_member": _of_member,
}
BARE = {
    "officer": lambda rows: sorted((row[1], row[12] is not None, row[-1]) for row in rows["owed"]),
    "cluster_head": lambda rows: sorted((row[1], row[2], row[8] is not None, row[-1]) for row in rows["board"]),
    "standing_office": _office_by_hand,
    "auditor": lambda rows: [0, *rows["trail"][0], rows["looked"][0][0]],
    "council_member": lambda rows: [row[4] for row in rows["sessions"]],
}
BARE["leader"] = BARE["officer"]
