"""Symbols of papers as people type them: "36-KH-KVTD" and "số 36 / KH – KVTĐ ngày 08/4/2022" are 36/KH-KVTĐ."""

import re

from apps.core.filters import TextFilter
from apps.core.text import fold
from apps.documents.models import number_key, spellings

_ALONE = re.compile(
    r"(?:so\b:?\s*)?(?P<number>\d+[a-z]?)[/\-_.](?P<rest>[a-z][a-z0-9/\-_.]*?)(?:\s*\(?,?\s*(?:ngay\s+)?\d[\d/.\-]*\)?)?"
)
_BETWEEN = re.compile(r"[/\-_.]+")


def as_symbol(text: str) -> str:
    """The query with which a symbol is found; a text that is no symbol comes back as it is.

    The zero before a number is left out: a paper is kept with it or without, and is found by what is left. So is the
    day behind it (a year may stand in many papers). One stroke is believed wherever it stands, because party bodies
    write 10-Ctr/BCS; with none or several the number is what stands before the first one.
    """
    found = _ALONE.fullmatch(fold(text))
    if found is None:
        return text
    number, rest = number_key(found["number"]), found["rest"]
    whole = number_key(fold(text)[found.start("number") : found.end("rest")])
    if whole.count("/") == 1 and not re.search(r"[_.]", whole):
        return whole
    return f"{number}/{_BETWEEN.sub('-', rest)}"


def beginnings(text: str) -> list[str]:
    """What a paper that the text finds may begin with: the text itself, or zeros before its number."""
    key = fold(text)
    return [each for each in spellings(key) if each.endswith(key)]


class SymbolFilter(TextFilter):
    """Text search in which a symbol may be spelled in any way."""

    def filter(self, queryset, value):
        return super().filter(queryset, as_symbol(value) if value else value)
