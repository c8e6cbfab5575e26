"""Names of report files."""

from django.utils.text import slugify

from apps.core.text import fold


def slug(text: str) -> str:
    """A code as part of a file name."""
    return slugify(fold(text)) or "x"
