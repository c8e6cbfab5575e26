"""Frozen dataclasses as JSON and back: what a signed paper said, kept beside it.

Dates, times and decimals stand in JSON as text; the types of the fields say what they become again. For fields of plain
types, dataclasses, tuples of these, and either of them or None.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.functional import Promise

TEXTUAL = (datetime, date, time)  # datetime first: it is a date too


def plain(value: object) -> Any:
    """The value in what JSON knows."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, TEXTUAL):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | Promise) else value


def text_of(value: object) -> str:
    """The same as text that is equal for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def restored(kind: Any, value: Any) -> Any:
    """What ``plain`` made of a value of this type; a field with a default may have been added since."""
    if isinstance(kind, UnionType):
        [kind] = [each for each in get_args(kind) if each is not NoneType]
    if value is None:
        return None
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind) if field.name in value]
        return kind(**{name: restored(hints[name], value[name]) for name in names})
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        if kinds[-1] is Ellipsis:
            return tuple(restored(kinds[0], each) for each in value)
        return tuple(restored(one, each) for one, each in zip(kinds, value, strict=True))
    if kind in TEXTUAL:
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
