"""Row history: database triggers copy every insert, update and delete, bulk and raw SQL too."""

import pghistory


def tracked(*, exclude=(), arrives_in_lists=False):
    """Class decorator of a model whose every change is kept. The history row carries the id of the operation.

    ``arrives_in_lists``: rows come by thousands in one statement; their history is then written in one go.
    """
    insert = pghistory.InsertEvent(level=pghistory.Statement if arrives_in_lists else None)
    return pghistory.track(insert, pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude) or None)
