"""The change feed and ``changed_since``: whatever way something changed, and no more than the pages show."""

from datetime import timedelta
from urllib.parse import quote

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.api import feeding
from apps.api.feeding import Place, changes_after
from apps.api.resources import RESOURCES
from apps.api.tests.world import api_world, program
from apps.clusters.models import Member
from apps.core.actor import system_actor
from apps.documents.models import Document
from apps.movements.models import Movement
from apps.ranking.models import RankingRun
from apps.registry.models import Award
from apps.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, monkeypatch):
    """Without a stopped clock: history is dated by the database, and nobody else writes to it."""
    monkeypatch.setattr(feeding, "MARGIN", timedelta(0))
    return api_world()


@pytest.fixture
def now(world):
    """The moment of every event of a test: it is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


@pytest.fixture
def start(now):
    """As if all before the test had happened long ago: its events, of the same moment as those to come, are dropped."""
    with pgtrigger.ignore():
        for source in (source for resource in RESOURCES for source in resource.sources):
            source.model.objects.all().delete()
    return now


def told(asks, place, limit: int = 200) -> tuple[set, str]:
    """(resource, id, what) of all behind a cursor or a moment, and the next cursor."""
    found, more = set(), True
    query = f"cursor={place}" if isinstance(place, str) else f"since={quote(place.isoformat())}"
    while more:
        page = asks.get(f"changes?limit={limit}&{query}").json()
        found |= {(each["resource"], each["id"], each["change"]) for each in page["items"]}
        query, more = f"cursor={page['cursor']}", page["more"]
    return found, page["cursor"]


def asks_of(world, name: str, scopes=None):
    return program(world.people[name], scopes, timezone.now())


def test_a_reader_is_told_of_all_that_it_may_read_and_of_nothing_else(world, now):
    for name in ("officer", "office", "stranger"):
        asks = asks_of(world, name)
        found, _cursor = told(asks, now)
        for path in ("clusters", "movements", "rankings", "awards", "decisions"):
            ids = {row["id"] for row in asks.all(path)}
            assert {pk for resource, pk, _change in found if resource == path} == ids, (name, path)


def test_every_way_of_writing_is_told_once(world, start):
    asks = asks_of(world, "office")
    assert told(asks, start)[0] == set()
    award, unit = Award.objects.first(), world.world.units[0]
    Award.objects.filter(pk=award.pk).update(state="cancelled")  # past every save()
    with connection.cursor() as raw:
        raw.execute("UPDATE units_unit SET short_name = 'ĐVT' WHERE id = %s", [unit.pk])
    Member.objects.filter(unit=unit).update(order=9)
    Document.objects.filter(pk=award.grant.document_id).update(signer_name="Lê Văn Thử")
    run = RankingRun.objects.get(state="published")
    RankingRun.objects.filter(pk=run.pk).update(state="superseded", superseded_at=timezone.now())
    found, cursor = told(asks, start)
    assert found == {
        ("awards", award.pk, "updated"),
        ("units", unit.pk, "updated"),
        ("clusters", world.world.cluster_year.pk, "updated"),
        ("decisions", award.grant_id, "updated"),
        ("rankings", run.pk, "updated"),
    }
    assert told(asks, cursor)[0] == set()
    assert told(asks, start, limit=1)[0] == found  # event by event, all of one moment


def test_what_began_later_and_was_written_earlier_is_told(world, start):
    """Numbers follow the writing, the feed the beginning of transactions."""
    early, late = world.world.units[:2]
    for unit in (late, early):
        Unit.objects.filter(pk=unit.pk).update(short_name="ĐVT")
    events = apps.get_model("units.UnitEvent").objects
    with pgtrigger.ignore():
        events.filter(pgh_obj_id=early.pk).update(pgh_created_at=start - timedelta(minutes=1))
    found, _cursor = told(asks_of(world, "office"), start - timedelta(hours=1), limit=1)
    assert found == {("units", early.pk, "updated"), ("units", late.pk, "updated")}


def test_what_holds_no_longer_is_marked(world, now):
    award = Award.objects.first()
    Award.objects.filter(pk=award.pk).update(state="cancelled")
    asks = asks_of(world, "office", ["awards"])
    items = asks.get(f"changes?limit=200&since={quote(now.isoformat())}").json()["items"]
    assert {each["id"] for each in items if each["revoked"]} == {award.pk}
    assert {each["resource"] for each in items} == {"awards"}


def test_a_deletion_is_told_to_whoever_saw_the_row(world, start):
    draft = Movement.objects.get(state="draft")
    pk = draft.pk
    draft.delete()
    found = {}
    for name in ("officer", "head", "stranger"):
        asks = asks_of(world, name)
        found[name] = told(asks, start)[0]
    assert found == {"officer": {("movements", pk, "deleted")}, "head": set(), "stranger": set()}


def test_without_a_cursor_reading_begins_now(world):
    first = asks_of(world, "office").get("changes").json()
    assert (first["items"], first["more"]) == ([], False)


def test_a_cursor_goes_on_with_another_token_of_the_same_scopes_only(world):
    """With more scopes it would pass over all that happened to the new ones before its place."""
    cursor = asks_of(world, "office", ["units"]).get("changes").json()["cursor"]
    for scopes, status in ((["units"], 200), (["units", "awards"], 422), (["awards"], 422)):
        found = asks_of(world, "office", scopes).get(f"changes?cursor={cursor}")
        assert found.status_code == status, scopes
    assert "bắt đầu lại" in found.json()["errors"][0]["detail"]


def test_what_an_open_transaction_may_still_write_is_waited_for(world, now):
    """Events of the same moment as the horizon are left for the next time, whoever wrote them."""
    system = system_actor()
    assert changes_after(Place(now), now, RESOURCES, system, 10).changes == []
    later = changes_after(Place(now - timedelta(seconds=1)), now + timedelta(seconds=1), RESOURCES, system, 10)
    assert (len(later.changes) > 0, later.more) == (True, True)
    assert feeding.horizon() >= now


def test_a_page_is_entered_by_index_exactly_behind_its_place(world, now):
    """Ours and 1,000,000 rows differ only in what the planner thinks that the rows cost."""
    entered = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        for place in (Place(now - timedelta(days=1)), Place(now, 9, 5, 3)):
            with CaptureQueriesContext(connection) as captured:
                changes_after(place, now, RESOURCES, system_actor(), 10)
            cursor.execute(f"EXPLAIN {next(query['sql'] for query in captured if 'feed_key' in query['sql'])}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            for source in (source for resource in RESOURCES for source in resource.sources):
                assert f"using {source.model._meta.db_table}_feed" in plan, source
            entered += plan.count("ROW(pgh_created_at, pgh_id) >=")
    assert entered == 1


def test_changed_since_narrows_a_list_by_the_history(world, now):
    asks = asks_of(world, "office")
    before, after = (quote(moment.isoformat()) for moment in (now, now + timedelta(minutes=1)))
    assert len(asks.all(f"awards?changed_since={before}")) == Award.objects.count()
    assert asks.all(f"awards?changed_since={after}") == asks.all(f"units?changed_since={after}") == []


def test_reading_changes_asks_one_query_for_events_and_one_for_each_resource(world, now):
    asks = asks_of(world, "office")
    since = quote(now.isoformat())
    counts = []
    for limit in (20, 200):
        with CaptureQueriesContext(connection) as captured:
            asks.get(f"changes?limit={limit}&since={since}")
        counts.append(len(captured))
    assert max(counts) <= 14
    assert Unit.objects.count() < 200


def test_what_may_have_begun_without_being_seen_is_waited_for():
    told = feeding.horizon()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        assert cursor.fetchone()[0] - told >= timedelta(seconds=1)
