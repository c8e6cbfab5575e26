from datetime import date
from decimal import Decimal

import factory

from apps.results.enums import Measure, Origin
from apps.results.models import Indicator, ResultEntry, Target
from apps.units.tests.factories import UnitFactory


class IndicatorFactory(factory.django.DjangoModelFactory):
    """A rate; ``measure="amount"`` for an amount."""

    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"CS-{n}")
    label = factory.LazyAttribute(lambda made: f"Chỉ số {made.code}")
    unit_of_measure = factory.LazyAttribute(lambda made: "%" if made.measure == Measure.RATE else "việc")
    measure = Measure.RATE
    numerator_label = "số việc xong"
    denominator_label = "số việc có điều kiện"


class ResultEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResultEntry

    unit = factory.SubFactory(UnitFactory)
    year = 2020
    indicator = factory.SubFactory(IndicatorFactory)
    numerator = Decimal(84)
    denominator = Decimal(100)
    happened_on = date(2020, 11, 1)
    saved_by_label = "Bà Trần Thị Thử"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    unit = factory.SubFactory(UnitFactory)
    year = 2020
    indicator = factory.SubFactory(IndicatorFactory)
    origin = Origin.SECTOR
    issuer_name = "Tổng cục Thi hành án dân sự"
    value = Decimal(80)
