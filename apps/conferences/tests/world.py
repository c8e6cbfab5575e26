"""Two years of one region of nine provinces, both lines, as in Đồng Nai on the morning of 11/12/2019."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from apps.clusters.enums import Line
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.models import Conference
from apps.core.actor import system_actor
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.models import Unit
from apps.units.tests.factories import UnitFactory

NOW = datetime(2019, 12, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SYSTEM = system_actor()
PROVINCES = (
    "Đồng Nai",
    "Bà Rịa – Vũng Tàu",
    "Bình Dương",
    "Bình Phước",
    "Tây Ninh",
    "Bình Thuận",
    "Lâm Đồng",
    "Ninh Thuận",
    "Long An",
)


@dataclass
class World:
    closing: ClusterYear
    signing: ClusterYear
    units: list[Unit] = field(default_factory=list)

    def held(self, **given) -> Conference:
        plan = Plan("Hội nghị tổng kết năm 2019", date(2019, 12, 11), "Đồng Nai", chair_name="Đặng Hoàng Oanh")
        call = {"next_cluster_year_id": self.signing.pk, "plan": plan} | given
        return hold_closing(cluster_year_id=self.closing.pk, actor=SYSTEM, now=NOW, **call)


def build() -> World:
    """Sở Tư pháp first, then Cục THADS, each in the order of the provinces."""
    closing = ClusterYearFactory(year__year=2019)
    following = EmulationYearFactory(year=2020, organiser=closing.year.organiser)
    signing = ClusterYearFactory(cluster=closing.cluster, year=following)
    world = World(closing, signing)
    for line, name in ((Line.JUSTICE, "Sở Tư pháp {}"), (Line.ENFORCEMENT, "Cục Thi hành án dân sự {}")):
        for province in PROVINCES:
            unit = UnitFactory(name=name.format(province))
            world.units.append(unit)
            for cluster_year in (closing, signing):
                MemberFactory(cluster_year=cluster_year, unit=unit, line=line, order=len(world.units))
    return world
