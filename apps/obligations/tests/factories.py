from datetime import date

import factory

from apps.obligations.models import Duty, Obligation
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.tests.factories import UnitFactory


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Duty

    year = factory.SubFactory(EmulationYearFactory)
    code = "score_sheet"
    label = "Gửi bảng tự chấm điểm"
    due_on = date(2020, 11, 15)


class ObligationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Obligation

    duty = factory.SubFactory(DutyFactory)
    unit = factory.SubFactory(UnitFactory)
