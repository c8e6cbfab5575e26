"""Writing many runs and entries at once: what was added up stays in the database, what was judged comes by COPY."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import attrgetter

from django.db import connection

from apps.ranking.domain import sql
from apps.ranking.models import RankingEntry, RankingRun


@dataclass(slots=True)
class Placed:
    """What is said of one unit beside its numbers: the fields of RankingEntry that the ranking statement does not know.

    A unit with a ``disqualifier`` has no rank.
    """

    run_id: int
    unit_id: int
    unit_name: str
    order: int
    self_total: Decimal | None = None
    class_label: str = ""
    disqualifier: str = ""
    reason: str = ""
    notes: list[str] = field(default_factory=list)


_BY_NAME = {field.attname: field for field in RankingEntry._meta.concrete_fields}
_GIVEN = [_BY_NAME[given.name] for given in fields(Placed)]
_PLAIN = attrgetter(*(given.name for given in fields(Placed) if given.name != "notes"))  # notes, a list, come last


def write_entries(placed: Iterable[Placed]) -> None:
    """Store the entries of the runs just ranked (``statement.rank``, in this transaction). Call inside an operation.

    Constraints and history triggers work as for every other row.
    """
    names = [field.column for field in _GIVEN]
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    types = ", ".join(f"{connection.ops.quote_name(f.column)} {f.rel_db_type(connection)}" for f in _GIVEN)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE ranking_placed ({types}) ON COMMIT DROP")
        with cursor.copy(f"COPY ranking_placed ({columns}) FROM STDIN") as copy:
            for each in placed:
                notes = json.dumps(each.notes, ensure_ascii=False) if each.notes else "[]"
                copy.write_row((*_PLAIN(each), notes))
        given = ", ".join(f"p.{connection.ops.quote_name(name)}" for name in names)
        cursor.execute(sql.INSERT % {"columns": columns, "given": given})


def write_runs(runs: Sequence[RankingRun]) -> None:
    """Store what computing changes on runs, in one statement whatever their number; history triggers work."""
    columns = [
        [run.pk for run in runs],
        [run.criteria_set_id for run in runs],
        [json.dumps(run.rule, ensure_ascii=False) for run in runs],
        [run.run_hash for run in runs],
        [run.state for run in runs],
        [run.computed_at for run in runs],
        [run.computed_by_label for run in runs],
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.UPDATE_RUNS, columns)
