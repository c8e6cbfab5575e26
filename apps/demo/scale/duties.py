"""Years, clusters, members, duties and what each unit owes, for a sector of a given size."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from apps.clusters.models import Cluster, ClusterYear, Member
from apps.core.copying import copy_rows, new_ids
from apps.demo.scale.bodies import Body
from apps.obligations.models import Duty, Obligation
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear

MEMBERS = 20  # of one cluster
DUTIES = (
    "registration", "pledge", "movement_launch", "report:1", "report:2", "report:3", "report:4", "report:5", "report:6",
    "score_sheet", "proposal", "inspection",
)  # fmt: skip
MEMBER = ("cluster_year_id", "unit_id", "unit_name", "order", "year_id")
OBLIGATION = ("duty_id", "unit_id", "first_fulfilled_at", "fulfilled_at")
LATEST_DUE, WEEKS_APART = 4, 4


def make_duties(bodies: list[Body], *, last_year: int, years: int, random: Random) -> int:
    """``years`` years up to the last one; every unit but the ministry owes each duty. Answers how many obligations."""
    ministry, *units = bodies
    if not units or years == 0:
        return 0
    groups = [units[at : at + MEMBERS] for at in range(0, len(units), MEMBERS)]
    clusters = Cluster.objects.bulk_create(
        Cluster(code=f"SC-CUM-{n}", name=f"Cụm thử số {n}", kind="cluster", organiser_id=ministry.pk)
        for n in range(1, len(groups) + 1)
    )
    for year in range(last_year - years + 1, last_year + 1):
        found = EmulationYear.objects.create(
            organiser_id=ministry.pk,
            year=year,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            state=YearState.OPEN if year == last_year else YearState.CLOSED,
        )
        _members(found, clusters, groups)
        _owed(found, units, is_running=year == last_year, random=random)
    return len(units) * len(DUTIES) * years


def _members(year: EmulationYear, clusters: list[Cluster], groups: list[list[Body]]) -> None:
    ids = new_ids(ClusterYear, len(clusters))
    rows = [
        ClusterYear(
            pk=pk, cluster=cluster, year=year, name=cluster.name, name_key=f"{pk:09d}", search_text=cluster.code
        )
        for pk, cluster in zip(ids, clusters, strict=True)
    ]
    ClusterYear.objects.bulk_create(rows)
    copy_rows(
        Member,
        MEMBER,
        (
            (pk, body.pk, body.name, order, year.pk)
            for pk, group in zip(ids, groups, strict=True)
            for order, body in enumerate(group, start=1)
        ),
    )


def _owed(year: EmulationYear, units: list[Body], *, is_running: bool, random: Random) -> None:
    """Nine of ten in time, one late; of the running year's last duties most are still owed."""
    duties = Duty.objects.bulk_create(
        Duty(
            year=year,
            code=code,
            label=f"Việc thử {number}",
            due_on=date(year.year, 1, 31) + timedelta(weeks=WEEKS_APART * (number - 1)),
        )
        for number, code in enumerate(DUTIES, start=1)
    )
    open_from = len(duties) - LATEST_DUE if is_running else len(duties)

    def rows():
        for number, duty in enumerate(duties):
            due = datetime(duty.due_on.year, duty.due_on.month, duty.due_on.day, 9, tzinfo=UTC)
            share = 0.05 if number < open_from else 0.7
            for body in units:
                missing = is_running and random.random() < share
                days = random.randint(1, 9) if random.random() < 0.1 else -random.randint(0, 9)  # noqa: PLR2004
                sent = None if missing else due + timedelta(days=days)
                yield duty.pk, body.pk, sent, sent

    copy_rows(Obligation, OBLIGATION, rows())
