"""What changed since: read from the row history, so that no way of writing escapes it, and told only in scope.

Events are ordered by the beginning of their transaction, and told once no transaction is open that began earlier: one
that commits late is never passed over. A page costs the same wherever it stands, also within one transaction that
wrote a hundred thousand rows: each table is entered by its index of (moment, event) exactly behind the place, and no
more than ``limit`` of its events are looked at, those that concern no row of the API included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Coalesce

from apps.api.resources import Resource, Source
from apps.core.actor import Actor

# Transactions of other connections to this database. Our own sees what it wrote; whoever is not told about (another
# user of the server) does not write here.
HORIZON = """
SELECT least(%s, min(xact_start)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
INSERTED, DELETED = "insert", "delete"
NO_ROW = 0  # owner of an event that concerns no row of the API: a document that is no decision
# A transaction has begun a moment before the server shows it as open; under load that moment may be long.
MARGIN = timedelta(seconds=1)


@dataclass(frozen=True)
class Place:
    """Where a reader stands: behind this event (moment, table, event, row it is about)."""

    at: datetime
    key: int = 0
    event: int = 0
    owner: int = 0

    def as_list(self) -> list:
        return [self.at.isoformat(), self.key, self.event, self.owner]

    @classmethod
    def from_list(cls, values: list) -> "Place":
        return cls(datetime.fromisoformat(values[0]), *values[1:])


@dataclass(frozen=True)
class Change:
    """One row of which something changed. ``version`` and ``revoked`` are those of now."""

    resource: str
    id: int
    change: str
    changed_at: datetime
    version: int | None
    revoked: bool


@dataclass(frozen=True)
class Told:
    """Changes in order, where to go on, and whether there is more behind it already."""

    changes: list[Change]
    place: Place
    more: bool


def horizon() -> datetime:
    """Before this moment no transaction can add an event any more."""
    with connection.cursor() as cursor:
        # The clock first: whatever begins while the list is read is later than it.
        cursor.execute("SELECT clock_timestamp()")
        cursor.execute(HORIZON, [cursor.fetchone()[0] - MARGIN])
        return cursor.fetchone()[0]


def changes_after(place: Place, until: datetime, resources: Iterable[Resource], actor: Actor, limit: int) -> Told:
    """What changed behind ``place`` and before ``until``, from ``limit`` events. A row that changed often is told once.

    One query for the events, one for each resource among them.
    """
    resources = list(resources)
    owners = {source.key: resource for resource in resources for source in resource.sources}
    events = list(_events(place, until, [source for each in resources for source in each.sources], limit))
    found: dict[str, dict[int, tuple]] = {}
    for at, key, _event, owner, label in events:
        if owner == NO_ROW:
            continue
        resource = owners[key]
        whole = next(source.whole for source in resource.sources if source.key == key)
        rows = found.setdefault(resource.code, {})
        _before, kind = rows.pop(owner, (at, "updated"))
        if whole and label == INSERTED:
            kind = "created"
        elif whole and label == DELETED:
            kind = "deleted"
        rows[owner] = (at, kind)
    changes = [change for each in resources for change in _in_scope(each, found.get(each.code, {}), actor)]
    last = Place(*events[-1][:4]) if events else place
    return Told(sorted(changes, key=lambda each: each.changed_at), last, len(events) == limit)


def _events(place: Place, until: datetime, sources: list[Source], limit: int):
    """(moment, table, event, row, kind) of the next events of all tables; one query."""
    parts = [_of(source, place, until).order_by("pgh_created_at", "pgh_id", "feed_owner")[:limit] for source in sources]
    if not parts:
        return []
    columns = ("pgh_created_at", "feed_key", "pgh_id", "feed_owner", "pgh_label")
    parts = [part.values_list(*columns) for part in parts]
    joined = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return joined.order_by("pgh_created_at", "feed_key", "pgh_id", "feed_owner")[:limit] if len(parts) > 1 else joined


def _of(source: Source, place: Place, until: datetime):
    """Events of one table behind the place; each condition is one that its index begins with."""
    events = source.model.objects.filter(pgh_created_at__lt=until).annotate(
        feed_key=Value(source.key, output_field=IntegerField()),
        feed_owner=Coalesce(source.owner, NO_ROW, output_field=BigIntegerField()),
    )
    if source.key < place.key:
        return events.filter(pgh_created_at__gt=place.at)
    if source.key > place.key:
        return events.filter(pgh_created_at__gte=place.at)
    # One event may concern several rows. Another event of a later moment may have a smaller number.
    same_event = Q(pgh_id=place.event)
    return events.filter(_from(place.at, place.event), ~same_event | Q(feed_owner__gt=place.owner))


def _from(at: datetime, event: int) -> Func:
    """This event and all behind it, as one comparison of pairs: two columns compared apart would read the whole moment
    again for each page.
    """
    columns, place = ("pgh_created_at", "pgh_id"), (Value(at), Value(event))
    pairs = [Func(*pair, template="(%(expressions)s)", output_field=BooleanField()) for pair in (columns, place)]
    return Func(*pairs, template="%(expressions)s", arg_joiner=" >= ", output_field=BooleanField())


def _in_scope(resource: Resource, rows: dict[int, tuple], actor: Actor) -> Iterable[Change]:
    """Of these rows what the actor may know: those that the pages show, and deletions of what they would have shown."""
    if not rows:
        return
    seen = resource.visible(actor).in_bulk(list(rows))
    for pk, row in seen.items():
        at, kind = rows[pk]
        version = getattr(row, "version", None)
        yield Change(resource.code, pk, kind, at, version, resource.revoked(row))
    if gone := [pk for pk, (_at, kind) in rows.items() if kind == "deleted" and pk not in seen]:
        whole = next(source.model for source in resource.sources if source.whole)
        known = whole.objects.filter(resource.gone(actor), pgh_obj_id__in=gone, pgh_label=DELETED).order_by()
        for pk in known.values_list(F("pgh_obj_id"), flat=True):
            yield Change(resource.code, pk, "deleted", rows[pk][0], None, revoked=True)
