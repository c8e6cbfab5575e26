"""The door to the trail: ``operation`` opens one domain call, ``record`` writes its line."""

import uuid
from collections.abc import Iterable
from contextlib import ContextDecorator, ExitStack
from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.db import connection, transaction
from pghistory.runtime import _tracker

from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.core.text import fold


class operation(ContextDecorator):  # noqa: N801 -- used as a decorator, like transaction.atomic
    """One domain call: one transaction, and one operation id for its Entry and the history rows under it.

    Nested calls join the operation of the outermost one.
    """

    def _recreate_cm(self):
        return operation()

    def __enter__(self):
        self._stack = ExitStack()
        self._stack.enter_context(transaction.atomic())
        self._stack.enter_context(pghistory.context())
        return self

    def __exit__(self, *exc):
        return self._stack.__exit__(*exc)


def operation_id() -> uuid.UUID:
    """Id of the running operation. Raises RuntimeError outside of one: a write without an operation is a bug."""
    current = getattr(_tracker, "value", None)
    if current is None:
        raise RuntimeError("record() outside of an audit operation")
    return current.id


def attach_operation() -> None:
    """Let the rest of this transaction carry the running operation, statements that Django does not see (COPY) too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', '{}', true)",
            [str(operation_id())],
        )


@dataclass(frozen=True)
class Line:
    """One line of the trail before it is written; see ``record``."""

    action: str
    target: object
    before: object = None
    after: object = None
    reason: str = ""


def record(
    action: str,
    *,
    actor: Actor,
    target,
    at: datetime,
    before=None,
    after=None,
    reason: str = "",
) -> Entry:
    """Write the line of this domain call: ``action`` is ``app.noun.verb``; ``before``/``after`` are JSON values."""
    with kept_language():
        entry = _entry(Line(action, target, before, after, reason), actor, at)
    entry.save(force_insert=True)
    return entry


def record_many(lines: Iterable[Line], *, actor: Actor, at: datetime) -> None:
    """Write the lines of a call that does many things at once, such as a file with many decisions; one statement."""
    with kept_language():
        entries = [_entry(line, actor, at) for line in lines]
    Entry.objects.bulk_create(entries, batch_size=1000)


def _entry(line: Line, actor: Actor, at: datetime) -> Entry:
    """Call in the language that is kept."""
    target = line.target
    target_label = str(target)[:500]
    actor_label = actor.label_for(target)[:300]
    return Entry(
        at=at,
        action=line.action,
        actor_id="" if actor.user_id is None else str(actor.user_id),
        actor_label=actor_label,
        target_key=f"{target._meta.label_lower}:{target.pk}",
        target_label=target_label,
        target_path=target.get_absolute_url()[:500] if hasattr(target, "get_absolute_url") else "",
        before=line.before,
        after=line.after,
        reason=line.reason,
        operation_id=operation_id(),
        search_text=fold(f"{actor_label} {target_label} {line.reason}"),
    )
