"""A small ministry for the tests: one cluster of a year, its people in every role, its sheets opened."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from apps.accounts.models import User
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.obligations.domain.duties import ask
from apps.obligations.models import Obligation
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import criteria_set_of_leaves
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory

NOW = datetime(2020, 11, 12, 9, 20, tzinfo=UTC)  # 16:20 in Việt Nam
SYSTEM = system_actor()


@dataclass
class World:
    """Units in protocol order; the first one heads the cluster. One officer and one leader for each of them."""

    ministry: Unit
    cluster_year: ClusterYear
    units: list[Unit]
    officers: list[User]
    leaders: list[User]
    standing_office: User
    auditor: User

    @property
    def head(self) -> User:
        """Officer of the unit that heads the cluster."""
        return self.officers[0]

    def sheet(self, index: int) -> ScoreSheet:
        return ScoreSheet.objects.get(cluster_year=self.cluster_year, unit=self.units[index])

    def obligation(self, index: int) -> Obligation:
        return Obligation.objects.get(duty__year=self.cluster_year.year, unit=self.units[index])

    def send(self, index: int, at: datetime = NOW) -> None:
        """The unit sent its sheet at that moment."""
        submit_sheet(sheet_id=self.sheet(index).pk, way="screen", actor=SYSTEM, now=at)


def build(units: int = 3, *, year: int = 2020, due_on: date = date(2020, 11, 10), sheets: bool = True) -> World:
    """The ministry with a cluster of so many units; the self-score is owed by ``due_on`` (two days before NOW)."""
    emulation_year = EmulationYearFactory(year=year)
    cluster_year = ClusterYearFactory(year=emulation_year)
    members = MemberFactory.create_batch(units, cluster_year=cluster_year)
    found = [member.unit for member in members]
    HeadTermFactory(cluster_year=cluster_year, unit=found[0], role=HeadRole.HEAD)
    world = World(
        ministry=emulation_year.organiser,
        cluster_year=cluster_year,
        units=found,
        officers=[RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user for unit in found],
        leaders=[RoleAssignmentFactory(unit=unit, role=Role.LEADER).user for unit in found],
        standing_office=RoleAssignmentFactory(unit=emulation_year.organiser, role=Role.STANDING_OFFICE).user,
        auditor=RoleAssignmentFactory(unit=emulation_year.organiser, role=Role.AUDITOR).user,
    )
    if sheets:
        open_duty(world, due_on)
    return world


def open_duty(world: World, due_on: date) -> None:
    criteria_set = criteria_set_of_leaves(2, year=world.cluster_year.year)
    open_sheets(cluster_year_id=world.cluster_year.pk, criteria_set_id=criteria_set.pk, actor=SYSTEM, now=NOW)
    ask(
        year_id=world.cluster_year.year_id,
        code="score_sheet",
        label="Tự chấm điểm",
        due_on=due_on,
        unit_ids=[unit.pk for unit in world.units],
        actor=SYSTEM,
        now=NOW,
        basis="Công văn 5034/BTP-TCCB",
    )
