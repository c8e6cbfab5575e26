"""A ministry with something of everything that the API reads, and programs that ask it."""

import itertools
from dataclasses import dataclass
from datetime import date

from django.test import Client

from apps.accounts import token_scopes
from apps.accounts.domain.access_tokens import create_token
from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.dashboard.tests.world import NOW, World, build
from apps.documents.models import Document
from apps.movements.enums import MovementState
from apps.movements.tests.factories import MovementFactory, ParticipationFactory
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.registry.models import GrantDocument
from apps.registry.tests.factories import AwardFactory, DecisionFactory, GrantFactory, PersonFactory, PostingFactory
from apps.scoring.tests.factories import CriteriaSetFactory

__all__ = ["NOW", "ApiWorld", "Program", "api_world", "program"]
SEQUENCE = itertools.count(1)


@dataclass
class ApiWorld:
    """Two clusters of two organisers; of everything one row for each of the units of the first."""

    world: World
    other: World
    people: dict[str, User]


@dataclass
class Program:
    """Something that asks with a token, never with a session."""

    secret: str

    def get(self, path: str, **headers):
        sent = {"authorization": f"Bearer {self.secret}", **{name.replace("_", "-"): v for name, v in headers.items()}}
        return Client().get(f"/api/v1/{path}", headers=sent)

    def all(self, path: str, limit: int = 2) -> list[dict]:
        """The rows of a list, page by page."""
        rows, cursor = [], ""
        joint = "&" if "?" in path else "?"
        while cursor is not None:
            found = self.get(f"{path}{joint}limit={limit}" + (f"&cursor={cursor}" if cursor else "")).json()
            rows += found["items"]
            cursor = found["next"]
        return rows


def program(user: User, scopes=None, now=NOW) -> Program:
    """A token of this person; without ``scopes`` for everything."""
    scopes = [scope.code for scope in token_scopes.known()] if scopes is None else scopes
    made = create_token(
        name=f"Chương trình {next(SEQUENCE)}", scopes=scopes, days=90, actor=actor_for(user, now.date()), now=now
    )
    return Program(made.secret)


def api_world(units: int = 3) -> ApiWorld:
    world, other = build(units, sheets=False), build(2, year=2019, sheets=False)
    people = {
        "officer": world.officers[1],
        "leader": world.leaders[1],
        "head": world.head,
        "office": world.standing_office,
        "auditor": world.auditor,
        "stranger": other.officers[1],
        "staff": UserFactory(is_staff=True, is_demo=True),
    }
    for each in people.values():
        User.objects.filter(pk=each.pk).update(is_demo=True)  # who must have a second factor is not the subject here
        each.is_demo = True
    for index, unit in enumerate(world.units):
        add_awards(unit, index)
        movement = MovementFactory(organiser=unit if index else world.ministry)
        ParticipationFactory(movement=movement, unit=unit)
    MovementFactory(organiser=world.units[1], state=MovementState.DRAFT, launched_at=None)
    MovementFactory(organiser=world.ministry, state=MovementState.CONCLUDED)
    criteria_set = CriteriaSetFactory(year=world.cluster_year.year)
    for state in (RunState.SUPERSEDED, RunState.PUBLISHED, RunState.COMPUTED):
        add_run(world, criteria_set, state)
    return ApiWorld(world, other, people)


def add_awards(unit, index: int) -> GrantDocument:
    """A decision that the unit keeps, with an award of a person who serves there and one of the unit itself."""
    document: Document = DecisionFactory(issued_on=date(2020, 1, 10 + index), abstract="Về việc tặng Bằng khen")
    grant = GrantFactory(document=document, keeper=unit)
    person = PersonFactory()
    PostingFactory(person=person, unit=unit)
    AwardFactory(grant=grant, unit=unit, person=person, year=2019)
    AwardFactory(grant=grant, unit=unit, subject="collective", year=2019)
    return grant


def add_run(world: World, criteria_set, state: str) -> RankingRun:
    published = state != RunState.COMPUTED
    run = RankingRun.objects.create(
        cluster_year=world.cluster_year,
        criteria_set=criteria_set,
        state=state,
        run_hash=f"{next(SEQUENCE):064x}",
        computed_at=NOW,
        published_at=NOW if published else None,
        superseded_at=NOW if state == RunState.SUPERSEDED else None,
    )
    RankingEntry.objects.bulk_create(
        RankingEntry(run=run, unit=unit, unit_name=unit.name, order=place, rank=place, total=100 - place)
        for place, unit in enumerate(world.units, start=1)
    )
    return run
