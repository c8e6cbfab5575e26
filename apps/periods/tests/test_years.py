import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.errors import TransitionNotAllowed
from apps.periods.domain import years
from apps.periods.enums import YearState
from apps.periods.tests.factories import EmulationYearFactory
from apps.periods.workflow import YEAR_FLOW
from apps.units.tests.factories import UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db
ALLOWED = {("open", "preparing"), ("start_closing", "open"), ("close", "closing"), ("reopen", "closed")}


@pytest.mark.parametrize("action", [t.action for t in YEAR_FLOW.transitions])
@pytest.mark.parametrize("state", YearState.values)
def test_every_action_from_every_state(action, state):
    year = EmulationYearFactory(state=state)
    if (action, state) in ALLOWED:
        after = years.advance(year_id=year.pk, action=action, actor=system_actor(), now=NOW, reason="thử")
        assert Entry.objects.get().after == after.state
    else:
        with pytest.raises(TransitionNotAllowed):
            years.advance(year_id=year.pk, action=action, actor=system_actor(), now=NOW)
        year.refresh_from_db()
        assert year.state == state


def test_missing_year_is_created_open_and_only_once():
    organiser = UnitFactory()
    made = [years.ensure_year(organiser_id=organiser.pk, year=2020, actor=system_actor(), now=NOW) for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0].state, str(made[0].starts_on), str(made[0].ends_on)) == ("open", "2020-01-01", "2020-12-31")


def test_closed_year_refuses_writing():
    with pytest.raises(years.YearClosed, match="khóa sổ"):
        years.require_writable(EmulationYearFactory(state=YearState.CLOSED))


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_who_writes_and_refuses_who_comes_later():
    year = EmulationYearFactory(state=YearState.CLOSING)
    events, written, closing = [], threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                years.require_writable(year)
                written.set()
                closing.wait(timeout=5)
                time.sleep(0.3)  # the other thread is waiting for the row now
                events.append("written")
        finally:
            connection.close()

    def close():
        try:
            written.wait(timeout=5)
            closing.set()
            years.advance(year_id=year.pk, action="close", actor=system_actor(), now=NOW)
            events.append("closed")
        finally:
            connection.close()

    threads = [threading.Thread(target=write), threading.Thread(target=close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert events == ["written", "closed"]
    with pytest.raises(years.YearClosed):
        years.require_writable(year)  # its row says so, whatever the object in hand remembers
