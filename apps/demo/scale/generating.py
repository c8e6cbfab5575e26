"""Filling a database with a sector of a given size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from django.db import connection, transaction

from apps.catalog.reference import load_catalogue
from apps.clusters.models import Cluster, ClusterYear, Member
from apps.demo.loading.people import demo_password
from apps.demo.scale.awards import make_awards
from apps.demo.scale.bodies import Body, make_units
from apps.demo.scale.duties import make_duties
from apps.demo.scale.people import TODAY, make_accounts, make_people
from apps.documents.models import Document
from apps.obligations.models import Duty, Obligation
from apps.periods.models import EmulationYear
from apps.registry.models import Award, GrantDocument
from apps.units.models import Person, Posting, QualityRating, RoleAssignment, TrainingRecord, Unit

TABLES = (
    Unit,
    Person,
    Posting,
    QualityRating,
    TrainingRecord,
    RoleAssignment,
    Document,
    GrantDocument,
    Award,
    EmulationYear,
    Cluster,
    ClusterYear,
    Member,
    Duty,
    Obligation,
)


@dataclass(frozen=True)
class Generated:
    units: int
    persons: int
    postings: int
    ratings: int
    awards: int
    decisions: int
    bodies: tuple[Body, ...]
    obligations: int = 0

    def __str__(self) -> str:
        people = f"units {self.units}, persons {self.persons}, postings {self.postings}, ratings {self.ratings}"
        return f"{people}, awards {self.awards}, decisions {self.decisions}, obligations {self.obligations}"


@contextmanager
def without_history() -> Iterator[None]:
    """Rows of a generator need no history: the triggers of our tables rest until the end of the transaction."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in TABLES]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in names:
            # Checks of foreign keys wait for the end of the transaction; a table with waiting checks cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def generate(
    *,
    units: int,
    persons: int,
    years: int,
    seed: int,
    say: Callable[[str], object],
    awards: int = 0,
    duty_years: int = 0,
    last_year: int = TODAY.year,
) -> Generated:
    """Fill the connected database, which holds no units yet. The same arguments give the same rows.

    ``duty_years``: years with clusters, duties and what each unit owes, up to ``last_year``.
    """
    random = Random(seed)  # noqa: S311 -- invented rows, no secret
    load_catalogue()
    with without_history():
        bodies = make_units(units)
        say(f"{len(bodies)} đơn vị")
        postings = make_people(persons, bodies, years=years, random=random)
        say(f"{persons} người, {postings} vị trí công tác, {persons * years} mức xếp loại")
        make_accounts(bodies, password=demo_password())
        decisions = make_awards(awards, bodies, years=years, random=random)
        say(f"{awards} khen thưởng theo {decisions} quyết định")
        owed = make_duties(bodies, last_year=last_year, years=duty_years, random=random)
        say(f"{owed} việc phải làm")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Generated(len(bodies), persons, postings, persons * years, awards, decisions, tuple(bodies), owed)
