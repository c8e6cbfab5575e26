"""Kinds of notice: what the repository ships, written to their rows."""

import json
from functools import cache
from pathlib import Path

from apps.notifications.models import NoticeKind

DATA = Path(__file__).parent.parent / "data" / "notice_kinds.json"


class UnknownKind(LookupError):
    """No kind of notice has this code: a mistake of the caller, not of a person."""


@cache
def shipped() -> dict[str, dict]:
    """Rows of the file by code."""
    return {row["code"]: row for row in json.loads(DATA.read_text(encoding="utf-8"))}


def load_kinds() -> int:
    """Write what is new or changed in ``data/notice_kinds.json``; answers how many rows.

    A kind that left the file is retired: old notices still name it.
    """
    known = {kind.code: kind for kind in NoticeKind.objects.all()}
    written = 0
    for code, row in shipped().items():
        kind = known.get(code)
        if kind is None or any(getattr(kind, field) != value for field, value in row.items()):
            NoticeKind.objects.update_or_create(code=code, defaults=row)
            written += 1
    gone = [code for code, kind in known.items() if code not in shipped() and not kind.retired]
    return written + NoticeKind.objects.filter(code__in=gone).update(retired=True)


def kind_of(code: str) -> NoticeKind:
    """The row of a kind, written when the reference rows have not been loaded yet. Raises UnknownKind."""
    kind = NoticeKind.objects.filter(code=code).first()
    if kind is None:
        if code not in shipped():
            raise UnknownKind(code)
        kind, _made = NoticeKind.objects.get_or_create(code=code, defaults=shipped()[code])
    return kind
