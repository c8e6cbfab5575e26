"""Who takes part in the year that is followed in the browser."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.dates import format_date
from apps.periods.models import EmulationYear
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

PLACES = ("An", "Bình", "Chi")
FLAG = "Cờ thi đua ngành Tư pháp"


@dataclass
class World:
    """Three Sở Tư pháp in one region; An heads it in the year that is opened, Bình is its deputy."""

    last_year: EmulationYear
    office: User
    units: dict[str, Unit]
    officers: dict[str, User] = field(default_factory=dict)
    leaders: dict[str, User] = field(default_factory=dict)
    year: int = field(default_factory=lambda: timezone.localdate().year)

    @property
    def today(self) -> str:
        return format_date(timezone.localdate())

    @property
    def last_day(self) -> str:
        return f"31/12/{self.year}"

    @property
    def cluster_year(self) -> ClusterYear:
        return ClusterYear.objects.get(year__year=self.year)


def build() -> World:
    """Only units, people and the year before; all else is done by clicks."""
    ministry = UnitFactory(code="BTP", name="Bộ Tư pháp", kind=UnitKind.MINISTRY)
    last_year = EmulationYearFactory(year=timezone.localdate().year - 1, organiser=ministry)
    region = {"cluster__organiser": ministry, "cluster__name": "Khu vực thử", "name": "Khu vực thử"}
    cluster_year = ClusterYearFactory(year=last_year, **region)
    units = {}
    since = date(last_year.year, 1, 1)
    for order, name in enumerate(PLACES, start=1):
        units[name] = UnitFactory(name=f"Sở Tư pháp tỉnh {name}", kind=UnitKind.JUSTICE_DEPARTMENT)
        MemberFactory(cluster_year=cluster_year, unit=units[name], order=order)
    HeadTermFactory(cluster_year=cluster_year, unit=units["Chi"], role=HeadRole.HEAD)
    office, _second_teller = (
        RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE, starts_on=since, user=UserFactory()).user
        for _ in range(2)
    )
    found = World(last_year, office, units)
    for name, unit in units.items():
        for people, role in ((found.officers, Role.OFFICER), (found.leaders, Role.LEADER)):
            people[name] = RoleAssignmentFactory(unit=unit, role=role, starts_on=since, user=UserFactory()).user
    return found
