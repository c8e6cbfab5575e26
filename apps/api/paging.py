"""Pages of a list by key: ordered by id, each continues behind the last one seen, whatever was added before it since.

The cursor is signed and opaque: it belongs to one person, one list and one choice of filters.
"""

import hashlib
import json
from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet

from apps.api.problems import wrong

SALT = "api.cursor"
MOST = 200
OTHER_LIST = "Con trỏ thuộc danh sách hoặc bộ lọc khác; giữ nguyên các tham số khi đọc trang tiếp."


@dataclass(frozen=True)
class Page:
    """Rows of one page; ``next``: the cursor of the following one, None on the last."""

    rows: list
    next: str | None


def take(queryset: QuerySet, *, purpose: list, cursor: str | None, limit: int) -> Page:
    """The rows behind ``cursor``. ``purpose``: JSON values that say whose list this is, and filtered by what."""
    if cursor:
        queryset = queryset.filter(pk__gt=read(cursor, purpose))
    rows = list(queryset.order_by("pk")[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, write(rows[-1].pk, purpose) if more else None)


def write(place, purpose: list) -> str:
    """A cursor that stands at ``place``."""
    return signing.Signer(salt=SALT).sign_object([place, _digest(purpose)])


def read(cursor: str, purpose: list, refusal: str = OTHER_LIST):
    """Where the cursor stands. Raises Problem 422 for one that we did not write, or, with ``refusal``, for another
    purpose.
    """
    try:
        place, digest = signing.Signer(salt=SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError):
        raise wrong("cursor", "Con trỏ không do hệ thống cấp; hãy bắt đầu lại không có cursor.") from None
    if digest != _digest(purpose):
        raise wrong("cursor", refusal)
    return place


def _digest(purpose: list) -> str:
    return hashlib.sha256(json.dumps(purpose, default=str, sort_keys=True).encode()).hexdigest()[:16]
