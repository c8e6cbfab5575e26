"""A row under lock together with what it points to."""

from typing import Any

from django.db.models import QuerySet


def hold(rows: QuerySet, pk: int) -> Any:
    """The row of ``rows``, which may follow keys that can be empty, held until the end of the transaction.

    Locked first and read afterwards: one query that waits for the lock has read the joined tables before it waited, and
    misses the row whose empty key another transaction has filled meanwhile. Raises DoesNotExist.
    """
    QuerySet(rows.model).select_for_update(of=("self",), no_key=True).only("pk").get(pk=pk)
    return rows.get(pk=pk)
