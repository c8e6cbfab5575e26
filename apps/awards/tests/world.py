"""A ministry with units, their people and a year; proposals through the domain. Everybody is invented."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.awards.domain import making, nominees, submitting
from apps.awards.domain.making import Batch
from apps.awards.domain.nominees import NomineeInput
from apps.awards.models import AwardProposal
from apps.catalog.models import AwardType
from apps.catalog.reference import load_catalogue
from apps.core.actor import Actor, system_actor
from apps.periods.models import EmulationYear
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, Unit
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 3, 12, 2, 20, tzinfo=UTC)  # 09:20 in Việt Nam
SYSTEM = system_actor()
MORE = {"actor": SYSTEM, "now": NOW}


def award(code: str) -> AwardType:
    return AwardType.objects.get(code=code)


def batch(**given) -> Batch:
    facts = {"type": "merit", "occasion": "Tổng kết năm 2025", "period_from": 2025, "period_to": 2025}
    return Batch(**facts | given)


@dataclass
class World:
    year: EmulationYear
    unit: Unit
    officer: User
    leader: User
    office: User
    people: list[Person] = field(default_factory=list)

    def opened(self, **given) -> AwardProposal:
        return making.open_proposal(unit_id=self.unit.pk, year_id=self.year.pk, batch=batch(**given), **MORE)

    def person(self, **posting) -> Person:
        return PostingFactory(unit=self.unit, person=PersonFactory(), **posting).person

    def collective(self, name: str = "") -> Unit:
        """A unit below the one that proposes."""
        parent = Unit.objects.get(pk=self.unit.pk)
        return UnitFactory(parent=parent, kind=UnitKind.DIVISION, **({"name": name} if name else {}))


def person_line(person: Person, code: str = "BKB", **given) -> NomineeInput:
    return NomineeInput(award_id=award(code).pk, subject="individual", person_id=person.pk, **given)


def unit_line(unit: Unit, code: str = "BKB", **given) -> NomineeInput:
    return NomineeInput(award_id=award(code).pk, subject="collective", unit_id=unit.pk, **given)


def add(proposal: AwardProposal, *lines: NomineeInput, at: datetime = NOW):
    return nominees.add_nominees(proposal_id=proposal.pk, lines=lines, actor=SYSTEM, now=at)


def submit(proposal: AwardProposal, *, way: str = "screen", at: datetime = NOW, **given) -> AwardProposal:
    return submitting.submit_proposal(proposal_id=proposal.pk, way=way, actor=SYSTEM, now=at, **given)


def freeze(proposal, at: datetime = NOW):
    """A sending without the conditions of so high an award, which are not the point."""
    lines = list(proposal.nominees.for_list().in_order())
    return submitting._freeze(proposal, lines, submitting._Sending("screen", None, "", at.date()), SYSTEM, at)


def acting(user: User, at: datetime = NOW) -> Actor:
    return actor_for(user, at.date())


def build(year: int = 2026) -> World:
    load_catalogue()
    year = EmulationYearFactory(year=year)
    unit = UnitFactory(name="Cục Công nghệ thông tin", kind=UnitKind.MINISTRY_UNIT, legal_person=True)
    return World(
        year=year,
        unit=unit,
        officer=RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user,
        leader=RoleAssignmentFactory(unit=unit, role=Role.LEADER).user,
        office=RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user,
    )
