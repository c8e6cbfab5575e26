"""Optimistic locking: a save names the version it was based on."""

from apps.core.errors import StaleVersion


def require_version(row, expected: int, *, field: str | None = None) -> None:
    """Refuse when ``row`` (locked, Versioned, with saved_by_label and saved_at) is newer than what the person saw."""
    if row.version != expected:
        raise StaleVersion(who=row.saved_by_label, at=row.saved_at, field=field)
