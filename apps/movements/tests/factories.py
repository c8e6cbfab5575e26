"""Movements, units in them, and a small sector of four kinds of unit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import factory

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.core.actor import Actor, system_actor
from apps.movements.content_reading import read_contents
from apps.movements.domain import audiences, contents, launching, movements
from apps.movements.domain.movements import MovementData
from apps.movements.domain.papers import PaperFacts
from apps.movements.enums import Level, MovementState
from apps.movements.models import Movement, Participation
from apps.movements.queries.audience import Audience
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

SYSTEM = system_actor()
TITLE = (
    "Đẩy mạnh việc nghiên cứu, học tập, quán triệt, tuyên truyền và triển khai thực hiện Nghị quyết Đại hội XIII của "
    "Đảng và Chương trình của Ban cán sự đảng Bộ Tư pháp thực hiện Nghị quyết (giai đoạn 2022 - 2025)"
)
THEME = "Đoàn kết, kỷ cương, sáng tạo, vượt khó thi đua hoàn thành xuất sắc nhiệm vụ được giao"
CONTENTS = """1. Nghiên cứu, học tập, quán triệt, tuyên truyền Nghị quyết
2. Triển khai thực hiện Nghị quyết
(1) Xây dựng, hoàn thiện pháp luật
(2) Tổ chức thi hành pháp luật
(3) Giảm án tồn đọng, nâng tỷ lệ thi hành xong về việc và về tiền, rút ngắn thời gian [chỉ tiêu: THADS-VIEC]
(4) Phổ biến, giáo dục pháp luật
(5) Hành chính tư pháp, bổ trợ tư pháp
(6) Hợp tác quốc tế về pháp luật
(7) Xây dựng ngành Tư pháp"""
KINDS = (
    UnitKind.MINISTRY_UNIT,
    UnitKind.JUSTICE_DEPARTMENT,
    UnitKind.ENFORCEMENT_PROVINCE,
    UnitKind.ENFORCEMENT_DISTRICT,
)
LAUNCH_DAY = datetime(2022, 9, 13, 3, 0, tzinfo=UTC)  # 10:00 in Việt Nam


def at(year: int, month: int, day: int, hour: int = 3) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


class MovementFactory(factory.django.DjangoModelFactory):
    """A launched movement of the ministry that runs the whole of 2020."""

    class Meta:
        model = Movement

    organiser = factory.SubFactory(UnitFactory, kind=UnitKind.MINISTRY)
    level = Level.MINISTRY
    title = factory.Sequence(lambda n: f"Phong trào thi đua thử số {n}")
    short_name = factory.SelfAttribute("title")
    starts_on = date(2020, 1, 1)
    ends_on = date(2020, 12, 31)
    state = MovementState.LAUNCHED
    launched_at = at(2020, 1, 5)


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    movement = factory.SubFactory(MovementFactory)
    unit = factory.SubFactory(UnitFactory)
    unit_name = factory.SelfAttribute("unit.name")
    added_on = date(2020, 1, 5)


@dataclass
class Sector:
    """The ministry and two units of each of the four kinds, with an officer for each; years 2022 to 2025 are open."""

    ministry: Unit
    units: list[Unit]
    officers: dict[int, User]
    office: Actor

    def speaker(self, unit: Unit, on: date) -> Actor:
        return actor_for(self.officers[unit.pk], on)

    def of_kind(self, kind: str) -> list[Unit]:
        return [unit for unit in self.units if unit.kind == kind]


def sector() -> Sector:
    ministry = UnitFactory(code="BTP", name="Bộ Tư pháp", kind=UnitKind.MINISTRY)
    for year in (2022, 2023, 2024, 2025):
        EmulationYearFactory(organiser=ministry, year=year)
    units = [UnitFactory(kind=kind, valid_from=date(2010, 1, 1)) for kind in KINDS for _number in range(2)]
    officers = {unit.pk: RoleAssignmentFactory(unit=unit).user for unit in units}
    office = RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user
    return Sector(ministry, units, officers, actor_for(office, date(2022, 9, 13)))


def decision_1860() -> MovementData:
    """The movement as its decision describes it."""
    return MovementData(
        level=Level.MINISTRY,
        title=TITLE,
        short_name="Thực hiện Nghị quyết Đại hội XIII",
        themed=True,
        starts_on=date(2022, 9, 13),
        ends_on=date(2025, 12, 31),
        decision=PaperFacts("1860/QĐ-BTP", date(2022, 9, 13), "Bộ Tư pháp"),
        bases=(
            PaperFacts("10-Ctr/BCS", date(2021, 6, 21), "Ban cán sự đảng Bộ Tư pháp"),
            PaperFacts("1116/QĐ-BTP", date(2021, 7, 7), "Bộ Tư pháp"),
        ),
    )


def launched(found: Sector) -> Movement:
    """The movement of Decision 1860 with contents and the four kinds as audience, launched on its day."""
    movement = movements.create_movement(
        organiser_id=found.ministry.pk, data=decision_1860(), actor=found.office, now=LAUNCH_DAY
    )
    contents.set_contents(movement_id=movement.pk, lines=read_contents(CONTENTS), actor=found.office, now=LAUNCH_DAY)
    audiences.set_audience(movement_id=movement.pk, audience=Audience(kinds=KINDS), actor=found.office, now=LAUNCH_DAY)
    return launching.launch(movement_id=movement.pk, actor=found.office, now=LAUNCH_DAY)
