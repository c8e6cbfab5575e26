"""Optimistic locking: a save names the version it was based on."""

from apps.core.errors import StaleVersion


def require_version(row, expected: int, *, field: str | None = None) -> None:
    """Refuse when ``row`` (locked, Versioned, with saved_by_label and saved_at) is newer than what the person saw."""
    if row.version != expected:
        raise StaleVersion(who=row.saved_by_label, at=row.saved_at, field=field)


def is_repeat(row, expected: int, *, actor) -> bool:
    """Of a post whose content is what is stored already: based on this version, or sent again by the same person
    because the answer of the first time was lost. Nothing needs to be written then, and nobody is in conflict.
    """
    return expected == row.version or row.saved_by_label == actor.label


def write_changes(row, values: dict) -> None:
    """Save ``row`` with these values where one of them is new, or where it is not stored yet."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
