"""Row history: database triggers copy every insert, update and delete, bulk and raw SQL too."""

import pghistory


def tracked(*, exclude=()):
    """Class decorator of a model whose every change is kept. The history row carries the id of the operation."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude) or None
    )
