"""A cluster with people in every role and what a unit registers, all through the domain."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.catalog.models import AwardRoute, AwardType
from apps.clusters.models import ClusterYear, Member
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import Actor, system_actor
from apps.obligations.domain.duties import ask
from apps.periods.tests.factories import EmulationYearFactory
from apps.registrations.domain import rows, submissions
from apps.registrations.domain.rows import RowChange, RowInput
from apps.registrations.models import TitleRegistration
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, Unit
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 3, 12, 2, 20, tzinfo=UTC)  # 09:20 in Việt Nam
SYSTEM = system_actor()
AWARDS = (
    ("TTLDXS", "Tập thể lao động xuất sắc", "title", "collective"),
    ("CSTDCS", "Chiến sĩ thi đua cơ sở", "title", "individual"),
    ("LDTT", "Lao động tiên tiến", "title", "individual"),
    ("BKB", "Bằng khen của Bộ trưởng Bộ Tư pháp", "commendation", "both"),
)


def award(code: str) -> AwardType:
    return AwardType.objects.get(code=code)


def load_awards(*, kind: str = UnitKind.MINISTRY_UNIT, left_out: tuple[str, ...] = ()) -> None:
    """A small catalogue: four awards, each offered to ministry units but those left out."""
    for order, (code, name, group, subject) in enumerate(AWARDS, start=1):
        made, _created = AwardType.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "abbreviation": code,
                "list": group,
                "level": "ministry",
                "subject": subject,
                "order": order,
            },
        )
        AwardRoute.objects.get_or_create(
            code=f"{code}-{kind}",
            defaults={
                "award": made,
                "unit_kind": kind,
                "route": "minister",
                "on_registration": code not in left_out,
                "valid_from": date(2024, 1, 1),
            },
        )


@dataclass
class World:
    """Units in protocol order; the first one heads the cluster."""

    ministry: Unit
    cluster_year: ClusterYear
    units: list[Unit]
    officers: list[User]
    leaders: list[User]
    office: User
    auditor: User

    @property
    def head(self) -> User:
        return self.officers[0]

    def member(self, index: int) -> Member:
        return Member.objects.get(cluster_year=self.cluster_year, unit=self.units[index])

    def started(self, index: int) -> TitleRegistration:
        """The unit's registration, begun when it is not there."""
        return rows.start(member_id=self.member(index).pk, actor=SYSTEM, now=NOW)

    def people(self, index: int, count: int = 1) -> list[Person]:
        """New people on the roll of the unit."""
        return [PostingFactory(unit=self.units[index], person=PersonFactory()).person for _ in range(count)]

    def sent(self, index: int, *, at: datetime = NOW, persons: int = 1) -> TitleRegistration:
        """The unit has sent itself and so many persons."""
        registration = self.started(index)
        if not registration.rows.exists():
            fill(registration, self.units[index], self.people(index, persons))
        return submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=at)


def fill(registration: TitleRegistration, unit: Unit, people: list[Person], *, code: str = "LDTT") -> None:
    """The unit for TTLDXS, each person for ``code``."""
    inputs = [RowInput(is_collective=True, award_id=award("TTLDXS").pk, name=unit.name, unit_id=unit.pk)]
    inputs += [person_row(person, code) for person in people]
    save(registration, *inputs)


def person_row(person: Person, code: str = "LDTT", **options) -> RowInput:
    return RowInput(is_collective=False, award_id=award(code).pk, name=person.full_name, person_id=person.pk, **options)


def save(registration: TitleRegistration, *inputs: RowInput, actor: Actor = SYSTEM, at: datetime = NOW) -> None:
    changes = [RowChange(None, row) for row in inputs]
    rows.save_rows(registration_id=registration.pk, changes=changes, actor=actor, now=at)


def submit(registration: TitleRegistration, **options) -> TitleRegistration:
    """The unit sends what it wrote."""
    options = {"way": "screen", "actor": SYSTEM, "now": NOW} | options
    return submissions.submit_registration(registration_id=registration.pk, **options)


def build(units: int = 3, *, year: int = 2026, due_on: date = date(2026, 3, 10), asked: bool = True) -> World:
    """A ministry with a cluster of so many units; registrations were due two days before NOW."""
    load_awards()
    emulation_year = EmulationYearFactory(year=year)
    cluster_year = ClusterYearFactory(year=emulation_year)
    found = UnitFactory.create_batch(units)
    for order, unit in enumerate(found, start=1):
        MemberFactory(cluster_year=cluster_year, unit=unit, order=order)
    HeadTermFactory(cluster_year=cluster_year, unit=found[0])
    world = World(
        ministry=emulation_year.organiser,
        cluster_year=cluster_year,
        units=found,
        officers=[RoleAssignmentFactory(unit=unit, role=Role.OFFICER).user for unit in found],
        leaders=[RoleAssignmentFactory(unit=unit, role=Role.LEADER).user for unit in found],
        office=RoleAssignmentFactory(unit=emulation_year.organiser, role=Role.STANDING_OFFICE).user,
        auditor=RoleAssignmentFactory(unit=emulation_year.organiser, role=Role.AUDITOR).user,
    )
    if asked:
        ask_for(world, due_on)
    return world


def ask_for(world: World, due_on: date) -> None:
    """Registrations of all units, and the consolidated sheet of the head."""
    common = {"year_id": world.cluster_year.year_id, "due_on": due_on, "actor": SYSTEM, "now": NOW}
    ask(code="registration", label="Đăng ký thi đua", unit_ids=[unit.pk for unit in world.units], **common)
    ask(code="consolidation", label="Bảng tổng hợp đăng ký thi đua", unit_ids=[world.units[0].pk], **common)


def acting(user: User) -> Actor:
    """The Actor of a user on the day of NOW."""
    return actor_for(user, NOW.date())
