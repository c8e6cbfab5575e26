"""A test that commits leaves nothing to the next one, the append-only tables included."""

import pytest
from django.core.management import call_command
from django.db import connection

from apps.audit.models import Entry
from apps.audit.trail import operation, record
from apps.core.actor import system_actor
from apps.dashboard.tests.world import NOW
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory


@pytest.mark.django_db(transaction=True)
def test_everything_goes_and_the_triggers_stay():
    with operation():
        unit = RoleAssignmentFactory().unit
        record("units.unit.change", actor=system_actor(), target=unit, at=NOW)
    events = Unit.pgh_event_model.objects
    assert (Entry.objects.count(), events.count()) == (1, 1)
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
    assert not [model for model in (Entry, Unit, Unit.pgh_event_model) if model.objects.exists()]
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
    RoleAssignmentFactory()
    assert events.count() == 1
