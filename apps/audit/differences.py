"""Stored values as people read them: labels, days, decimals, names of what a key points to. Personal data are masked.

Two passes, so that the number of queries does not grow with the rows: ``Labels.need`` collects what keys point to,
``Labels.load`` asks once for each model, ``shown`` writes.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import PurePosixPath

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.audit import words
from apps.core.dates import format_date, format_datetime
from apps.core.numbers import format_decimal

EMPTY = "–"
EMPTY_VALUES = (None, "", [])
# Kept by the machine; they change with every save and say nothing to a reader.
OF_THE_MACHINE = frozenset(
    {
        *("id", "created_at", "updated_at", "version", "saved_at", "saved_by", "saved_by_label"),
        *("path", "depth", "numchild", "search_text", "sha256", "run_hash", "canonical"),
        *("token_hash", "code_hash"),
    }
)


@dataclass(frozen=True)
class Change:
    """One field: what stood there, what stands there now. ``masked``: personal data, only that they changed."""

    label: str
    before: str = EMPTY
    after: str = EMPTY
    masked: bool = False


def readable_fields(model: type[models.Model]) -> list[models.Field]:
    """Fields worth showing, in the order of the model."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in OF_THE_MACHINE and (field.editable or field.is_relation) and not field.primary_key
    ]


def is_personal(field: models.Field) -> bool:
    """Whether its content is kept from the history: the model names such fields in ``PERSONAL``."""
    return field.name in getattr(field.model, "PERSONAL", ())


class Labels:
    """Names of the rows that keys point to, by model."""

    def __init__(self):
        self._needed: dict[type[models.Model], set] = defaultdict(set)
        self._found: dict[type[models.Model], dict] = {}

    def need(self, field: models.Field, *values) -> None:
        if field.is_relation:
            self._needed[field.related_model].update(value for value in values if value is not None)

    def load(self) -> None:
        """One query for each model that is pointed to."""
        for model, keys in self._needed.items():
            rows = model._base_manager.all()  # noqa: SLF001 - removed rows too, if the model keeps some
            rows = rows.for_list() if hasattr(rows, "for_list") else rows.select_related()
            self._found[model] = {row.pk: str(row) for row in rows.filter(pk__in=keys)}

    def of(self, field: models.Field, key) -> str:
        return self._found.get(field.related_model, {}).get(key) or _("mã %(key)s (đã xóa)") % {"key": key}


def shown(field: models.Field, value, labels: Labels) -> str:  # noqa: PLR0911 - one line per kind of value
    """A stored value as text."""
    if value in EMPTY_VALUES:
        return EMPTY
    if field.is_relation:
        return labels.of(field, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal | float):
        return format_decimal(Decimal(str(value)).normalize())
    if isinstance(field, models.FileField):
        return PurePosixPath(str(value)).name
    if isinstance(field, models.JSONField | ArrayField):
        return plain(value, field.name, field.model)
    return words.told(field.name, value) or str(value)


MOST_SHOWN = 12


def plain(value, key: str = "", model: type[models.Model] | None = None) -> str:
    """JSON in words: "trạng thái: Đã gửi; ngày nhận: 19/11/2026". ``key``: under which it stands, in a record of
    ``model``.
    """
    if isinstance(value, dict):
        said, model = words.spoken(value).items(), words.model_of(value, model)
        return _joined(said, lambda each: f"{words.key_words(*each, model)}: {plain(each[1], each[0], model)}")
    if isinstance(value, list | tuple):
        return _joined(value, lambda item: plain(item, key, model))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return EMPTY if value in (None, "") else words.value_words(key, value, model)


def _joined(items: Collection, worded: Callable[..., str]) -> str:
    """The first of them in words, and how many more there are: nobody sees the others, so they are not worded."""
    text = "; ".join(worded(each) for each in islice(items, MOST_SHOWN))
    rest = len(items) - MOST_SHOWN
    if rest > 0:
        text += "; " + ngettext("và %(n)d mục khác", "và %(n)d mục khác", rest) % {"n": rest}
    return text or EMPTY
