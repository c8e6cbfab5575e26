"""A small world for the tests of papers: two units, one cluster, their people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import Actor
from apps.documents.domain.filing import Paper, file_paper
from apps.documents.models import Document
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2022, 4, 12, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@dataclass
class Region:
    """The region of the centrally-run cities: Hà Nội heads it, Hải Phòng is a member, Yên Bái stands outside."""

    cluster_year: ClusterYear
    ha_noi: Unit
    hai_phong: Unit
    head: User
    member: User
    outsider: User
    office: User

    @property
    def code(self) -> str:
        return self.cluster_year.cluster.code

    @property
    def name(self) -> str:
        return self.cluster_year.cluster.name


def region() -> Region:
    ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Tư pháp", code="BTP")
    ha_noi = UnitFactory(name="Sở Tư pháp thành phố Hà Nội", code="STP-HN", kind=UnitKind.JUSTICE_DEPARTMENT)
    hai_phong = UnitFactory(name="Sở Tư pháp thành phố Hải Phòng", code="STP-HP", kind=UnitKind.JUSTICE_DEPARTMENT)
    yen_bai = UnitFactory(name="Sở Tư pháp tỉnh Yên Bái", code="STP-YB", kind=UnitKind.JUSTICE_DEPARTMENT)
    cluster_year = ClusterYearFactory(
        year__organiser=ministry,
        year__year=2022,
        cluster__code="KV-TPTW",
        cluster__kind="region",
        cluster__name="Khu vực thi đua các thành phố trực thuộc Trung ương",
    )
    for unit in (ha_noi, hai_phong):
        MemberFactory(cluster_year=cluster_year, unit=unit)
    HeadTermFactory(cluster_year=cluster_year, unit=ha_noi)
    return Region(
        cluster_year=cluster_year,
        ha_noi=ha_noi,
        hai_phong=hai_phong,
        head=RoleAssignmentFactory(unit=ha_noi).user,
        member=RoleAssignmentFactory(unit=hai_phong).user,
        outsider=RoleAssignmentFactory(unit=yen_bai).user,
        office=RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user,
    )


def acting(user: User) -> Actor:
    return actor_for(user, NOW.date())


def plan(**changes) -> Paper:
    """Kế hoạch số 36/KH-KVTĐ ngày 08/4/2022 of the region."""
    printed = {
        "symbol": "36/KH-KVTĐ",
        "issued_on": date(2022, 4, 8),
        "issuer_name": "Khu vực thi đua các thành phố trực thuộc Trung ương",
    }
    return Paper(**printed | changes)


def filed(world: Region, by: User | None = None, *, owner: str = "", confirmed: bool = False, **changes) -> Document:
    """The plan in a register: the region's, unless another owner's code is given."""
    return file_paper(
        paper=plan(**changes),
        owner_code=owner or world.code,
        owner_name=world.name,
        confirmed=confirmed,
        actor=acting(by or world.head),
        now=NOW,
    )
