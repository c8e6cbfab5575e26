"""Rows of other apps that are found by what a paper says of itself: they follow when the paper is corrected."""

from django.db.models import Model

from apps.documents.models import Document

_found_by: dict[type[Model], str] = {}


def register_found_by(model: type[Model], field: str) -> None:
    """``save`` of ``model`` puts symbol and abstract of the paper in ``field`` into ``search_text``."""
    _found_by[model] = field


def follow(document: Document) -> None:
    """Write anew what is found by this paper; a query for each model, one more for each row."""
    for model, field in _found_by.items():
        for row in model.objects.filter(**{field: document}).order_by("pk"):
            setattr(row, field, document)
            row.save(update_fields=["search_text"])
