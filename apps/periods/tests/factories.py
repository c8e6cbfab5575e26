from datetime import date

import factory

from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units.enums import UnitKind
from apps.units.tests.factories import UnitFactory


class EmulationYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmulationYear

    organiser = factory.SubFactory(UnitFactory, kind=UnitKind.MINISTRY)
    year = 2020
    starts_on = factory.LazyAttribute(lambda o: date(o.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda o: date(o.year, 12, 31))
    state = YearState.OPEN
