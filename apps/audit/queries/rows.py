"""Rows that operations changed, field by field: two queries for each history, one for each model pointed to."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.audit.differences import EMPTY_VALUES, Change, Labels, is_personal, readable_fields, shown
from apps.audit.words import field_label

MOST_ROWS = 40  # of one history in one operation
INSERT, UPDATE, DELETE = "insert", "update", "delete"
NAMING = ("name", "label", "title", "unit_kind", "code", "full_name", "criterion", "unit", "user")


@dataclass(frozen=True)
class Source:
    """The history of a model, as far as a condition on its rows goes."""

    model: type[models.Model]
    condition: Q
    via: str = ""  # the key that leads to the record; empty for the record itself
    named: bool = False  # whether its rows are told apart by a name

    @property
    def events(self) -> type[models.Model]:
        return self.model.pgh_event_model

    def rows(self):
        return self.events.objects.filter(self.condition).order_by()


@dataclass
class RowChange:
    """One row: added, changed or removed, with its fields before and after."""

    kind: str
    noun: str
    name: str = ""
    changes: list[Change] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.noun}: {self.name}" if self.name else self.noun

    @property
    def word(self) -> str:
        return {INSERT: _("Thêm"), UPDATE: _("Sửa"), DELETE: _("Xóa")}[self.kind]


@dataclass
class _Span:
    """What one operation did to one row: its first and its last trace."""

    source: Source
    first: models.Model
    last: models.Model
    before: models.Model | None = None

    @property
    def kind(self) -> str:
        if self.last.pgh_label == DELETE:
            return DELETE
        return INSERT if self.first.pgh_label == INSERT else UPDATE

    @property
    def came_and_went(self) -> bool:
        return self.first.pgh_label == INSERT and self.last.pgh_label == DELETE

    def values(self, field: models.Field) -> tuple:
        old = None if self.kind == INSERT or self.before is None else getattr(self.before, field.attname, None)
        new = None if self.kind == DELETE else getattr(self.last, field.attname, None)
        return old, new


def changed_rows(sources: list[Source], operations: list, strays: dict[str, list[int]]) -> dict:
    """Operation, or "table:key" of a row without one → (rows changed, how many more traces there are)."""
    spans, more = defaultdict(list), defaultdict(int)
    for source in sources:
        _collect(source, operations, strays.get(source.events._meta.db_table, []), spans, more)
    labels = Labels()
    for span in (span for found in spans.values() for span in found):
        for each in fields_of(span.source):
            labels.need(each, *span.values(each))
        if naming := _naming(span.source):
            labels.need(naming, getattr(span.last, naming.attname))
    labels.load()
    result = {}
    for key, found in spans.items():
        rows = [_row(span, labels) for span in found if not span.came_and_went]
        result[key] = ([row for row in rows if row.changes], more[key])
    return result


def fields_of(source: Source) -> list[models.Field]:
    """Fields of the model that its history keeps, without those that only lead to the record itself."""
    kept = {each.name for each in source.events._meta.concrete_fields}
    return [each for each in readable_fields(source.model) if each.name in kept and each.name != source.via]


def _collect(source: Source, operations: list, strays: list[int], spans: dict, more: dict) -> None:
    previous = source.events.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    traces = (
        source.rows()
        .filter(Q(pgh_context_id__in=operations) | Q(pk__in=strays))
        .annotate(
            trail_previous=Subquery(previous.order_by("-pgh_id").values("pgh_id")[:1]),
            trail_place=Window(RowNumber(), partition_by=[F("pgh_context_id")], order_by="pgh_id"),
            trail_all=Window(Count("pk"), partition_by=[F("pgh_context_id")]),
        )
        .filter(trail_place__lte=MOST_ROWS)
        .order_by("pgh_id")
    )
    found: dict[tuple, _Span] = {}
    for trace in traces:
        key = trace.pgh_context_id or f"{source.events._meta.db_table}:{trace.pk}"
        span = found.setdefault((key, trace.pgh_obj_id), _Span(source, trace, trace))
        span.last = trace
        if trace.trail_place == MOST_ROWS:
            more[key] += trace.trail_all - MOST_ROWS
    earlier = source.events.objects.in_bulk(
        [span.first.trail_previous for span in found.values() if span.first.trail_previous]
    )
    for (key, _row_key), span in found.items():
        span.before = earlier.get(span.first.trail_previous)
        spans[key].append(span)


def _naming(source: Source) -> models.Field | None:
    """The field by which a row of a related model is told from its sisters."""
    names = [each.name for each in fields_of(source)]
    chosen = next((name for name in NAMING if name in names), None) if source.named else None
    return source.model._meta.get_field(chosen) if chosen else None


def _row(span: _Span, labels: Labels) -> RowChange:
    source = span.source
    naming = _naming(source)
    name = shown(naming, getattr(span.last, naming.attname), labels) if naming else ""
    changes = [_change(each, *span.values(each), labels) for each in fields_of(source)]
    return RowChange(span.kind, capfirst(str(source.model._meta.verbose_name)), name, [c for c in changes if c])


def _change(field: models.Field, before, after, labels: Labels) -> Change | None:
    if before == after or (before in EMPTY_VALUES and after in EMPTY_VALUES):
        return None
    if is_personal(field):
        return Change(field_label(field), masked=True)
    old, new = shown(field, before, labels), shown(field, after, labels)
    return Change(field_label(field), old, new) if old != new else None
