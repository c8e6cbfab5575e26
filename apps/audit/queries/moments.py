"""The history of one record as moments: operations, newest first, each with its lines and the rows it changed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat

from apps.audit.models import Entry
from apps.audit.queries.rows import RowChange, Source, changed_rows
from apps.audit.trail_pages import TrailPage


@dataclass
class Moment:
    """One operation. Without ``entries`` nobody recorded it: the change was made past the portal's functions."""

    at: datetime
    entries: list[Entry] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    more: int = 0

    @property
    def who(self) -> str:
        return self.entries[0].actor_label if self.entries else ""


def sources_of(page: TrailPage, obj: models.Model, actor) -> list[Source]:
    """The histories of a record: its own and those of its related rows, as far as the reader may see them."""
    narrowed = page.narrowed(actor, obj) if page.narrowed else {}
    sources = [Source(page.model, Q(pgh_obj_id=obj.pk))]
    for label, path in page.related.items():
        model = apps.get_model(label)
        steps = path.split("__")
        belongs = _leads_to(model, steps, obj.pk) & narrowed.get(label, Q())
        sources.append(Source(model, belongs, via=steps[0], named=True))
    return sources


def _leads_to(model: type[models.Model], path: list[str], pk) -> Q:
    """Condition on the history of ``model``: a path of keys ends at the record. Rows deleted since are found too."""
    first = model._meta.get_field(path[0])
    if len(path) == 1:
        return Q(**{first.attname: pk})
    between = first.related_model.pgh_event_model.objects.filter(_leads_to(first.related_model, path[1:], pk))
    return Q(**{f"{first.attname}__in": between.values("pgh_obj_id")})


class Moments:
    """All moments of a record for Django's paginator: counted and cut in the database."""

    def __init__(self, page: TrailPage, obj: models.Model, actor):
        self.sources = sources_of(page, obj, actor)
        self.key = f"{obj._meta.label_lower}:{obj.pk}"

    def count(self) -> int:
        text, params = self._grouped()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({text}) moments", params)  # noqa: S608 -- compiled by Django
            return cursor.fetchone()[0]

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Moment]:
        text, params = self._grouped()
        # The line in the trail has the time at which it was done; rows alone have the clock of the database.
        statement = f"""
            SELECT m.op, m.stray, coalesce(e.at, m.at) FROM ({text}) m LEFT JOIN LATERAL
                (SELECT min(at) AS at, max(id) AS id FROM audit_entry WHERE operation_id = m.op) e ON true
            ORDER BY coalesce(e.at, m.at) DESC, e.id DESC NULLS FIRST, m.row DESC LIMIT %s OFFSET %s
        """  # noqa: S608 -- compiled by Django
        with connection.cursor() as cursor:
            cursor.execute(statement, [*params, part.stop - part.start, part.start])
            found = cursor.fetchall()
        moments = {operation or stray: Moment(at) for operation, stray, at in found}
        self._fill(moments, [operation for operation, _stray, _at in found if operation])
        return list(moments.values())

    def _grouped(self) -> tuple[str, list]:
        parts, params = [], []
        for rows in [*(self._rows(source) for source in self.sources), self._lines()]:
            try:
                text, values = rows.query.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(text)
            params += values
        union = " UNION ALL ".join(f"({part})" for part in parts)
        columns = "trail_op AS op, trail_stray AS stray, max(trail_at) AS at, max(trail_row) AS row"
        return f"SELECT {columns} FROM ({union}) traces GROUP BY 1, 2", params  # noqa: S608 -- compiled by Django

    def _rows(self, source: Source):
        """Operation, mark of a row without one, time: of each row of a history."""
        stray = Concat(Value(f"{source.events._meta.db_table}:"), Cast("pgh_id", CharField()))
        return source.rows().values(
            trail_op=F("pgh_context_id"),
            trail_stray=Case(When(pgh_context_id=None, then=stray), default=None, output_field=CharField()),
            trail_at=F("pgh_created_at"),
            trail_row=F("pgh_id"),
        )

    def _lines(self):
        return (
            Entry.objects.filter(target_key=self.key)
            .order_by()
            .values(
                trail_op=F("operation_id"), trail_stray=Value(None, CharField()), trail_at=F("at"), trail_row=Value(0)
            )
        )

    def _fill(self, moments: dict, operations: list) -> None:
        for entry in self._entries(operations):
            moments[entry.operation_id].entries.append(entry)
        strays = defaultdict(list)
        for key in moments:
            if isinstance(key, str):
                table, _colon, number = key.partition(":")
                strays[table].append(int(number))
        for key, rows in changed_rows(self.sources, operations, strays).items():
            moments[key].rows, moments[key].more = rows

    def _entries(self, operations: list) -> list[Entry]:
        """The lines about the record itself; of an operation that has none, its last line: what was asked for."""
        own = list(Entry.objects.filter(operation_id__in=operations, target_key=self.key).order_by("pk"))
        rest = set(operations) - {entry.operation_id for entry in own}
        last = Entry.objects.filter(operation_id__in=rest).order_by("operation_id", "-pk").distinct("operation_id")
        return [*own, *last]
