"""What the demo tells of activity, commitments and role models; loading it twice changes nothing."""

from datetime import date

import pytest
import time_machine

from apps.demo.loading.movement_life import COMMITTING, load_movement_life
from apps.movements.models import ActivityEntry, Commitment, RoleModel
from apps.movements.tests.model_factories import NOW, SYSTEM, MovementFactory, ParticipationFactory
from apps.units.tests.factories import PostingFactory, UnitFactory


@pytest.mark.django_db
def test_demo_of_movements_has_life_and_repeats_without_change(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organiser = UnitFactory()
    units = [UnitFactory(code=code) for code in ("STP-LAO-CAI", "STP-HA-NOI", "THADS-LAO-CAI", "THADS-HA-NOI")]
    movements = [MovementFactory(organiser=organiser, short_name=name) for name in (COMMITTING, "Vì người nghèo")]
    for unit in units:
        PostingFactory.create_batch(2, unit=unit)
        for movement in movements:
            ParticipationFactory(movement=movement, unit=unit, launched_on=date(2026, 2, 1))
    with time_machine.travel(NOW, tick=False):
        counts = []
        for _n in range(2):
            load_movement_life(actor=SYSTEM, now=NOW)
            counts.append((ActivityEntry.objects.count(), Commitment.objects.count(), RoleModel.objects.count()))
    assert counts[0] == counts[1]
    assert min(counts[0]) > 0
    assert RoleModel.objects.filter(step="spread").count() == 2
    assert Commitment.objects.filter(participation__unit__code="STP-LAO-CAI").count() == 2
    assert ActivityEntry.objects.filter(photos__isnull=False).exists()
