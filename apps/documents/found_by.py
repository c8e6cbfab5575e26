"""Rows of other apps that are found by what a paper says of itself: they follow when the paper is corrected."""

from django.db.models import Model

from apps.documents.models import Document

_found_by: dict[type[Model], str] = {}


def register_found_by(model: type[Model], field: str) -> None:
    """``save`` of ``model`` puts what it is found by of the paper in ``field``, the symbol at least, into
    ``search_text``.
    """
    _found_by[model] = field


def follow(document: Document) -> None:
    """Write anew what is found by this paper; a query for each model, one more for each row.

    The rows are held before they are read: what somebody writes of them meanwhile is found as well.
    """
    for model, field in _found_by.items():
        rows = model.objects.filter(**{field: document}).order_by("pk")
        for row in rows.select_for_update(of=("self",), no_key=True):
            setattr(row, field, document)
            row.save(update_fields=["search_text"])
