"""A movement with its units, deeds, activity and commitments for the tests."""

from datetime import UTC, date, datetime

import factory

from apps.core.actor import system_actor
from apps.movements.models import ActivityEntry, Movement, Participation, RoleModel, RoleModelStep
from apps.units.tests.factories import UnitFactory

NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)
TODAY = date(2026, 6, 15)
SYSTEM = system_actor()
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00" + bytes([16] * 64)
    + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xc4\x00\x14\x00\x01" + bytes(15) + b"\x09"
    + b"\xff\xc4\x00\x14\x10\x01" + bytes(16) + b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\x54\xdf\xff\xd9"
)  # fmt: skip


class MovementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Movement

    organiser = factory.SubFactory(UnitFactory)
    level = "ministry"
    title = factory.Sequence(lambda n: f"Phong trào thi đua thử nghiệm số {n}")
    short_name = factory.Sequence(lambda n: f"Phong trào thử {n}")
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
    state = "launched"
    launched_at = datetime(2026, 1, 1, 2, tzinfo=UTC)


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    movement = factory.SubFactory(MovementFactory)
    unit = factory.SubFactory(UnitFactory)
    unit_name = factory.SelfAttribute("unit.name")
    added_on = factory.SelfAttribute("movement.starts_on")


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityEntry

    participation = factory.SubFactory(ParticipationFactory)
    on = date(2026, 6, 1)
    text = "Tổ chức tuyên truyền."


class RoleModelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleModel
        skip_postgeneration_save = True

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"Trần Thị Thử {n}")
    deed = "Giúp người dân làm xong thủ tục trong ngày."
    deed_on = date(2026, 6, 1)
    suggested_on = date(2026, 6, 5)
    suggested_by_label = "Bà Thử"
    saved_by_label = "Bà Thử"
    saved_at = NOW

    @factory.post_generation
    def found(self, create, extracted, **kwargs):
        RoleModelStep.objects.create(role_model=self, step="found", on=self.suggested_on, by_label="Bà Thử")
