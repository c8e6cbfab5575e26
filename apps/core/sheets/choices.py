"""Words for yes and no, and choices written by hand."""

from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import get_language

from apps.core.sheets.kinds import SheetColumn
from apps.core.text import fold

TRUTHS = frozenset({"co", "x", "v", "1", "true", "dung", "yes", "y", "✓", "✔", "☑", "√", "da", "roi"})
UNTRUTHS = frozenset({"khong", "0", "false", "sai", "no", "n", "-", "k", "ko", "chua", "☐"})
_NEAR = 0.8
_BEGINNING = 3
_SHOWN = 4


def find_choice(column: SheetColumn, text: str) -> str | None:
    """The code that a text names, by code or label, whatever its capitals and diacritics."""
    return _found(column, text, get_language() or "")


def close_choices(column: SheetColumn, text: str) -> list[tuple[str, str]]:
    """(code, label) of the choices that a text may have meant, the likeliest first."""
    folded = fold(text)
    scores = {
        code: max(SequenceMatcher(None, folded, fold(name)).ratio() for name in (code, str(label)))
        for code, label in column.choices
    }
    labels = {code: str(label) for code, label in column.choices}
    begun = {
        code for code, label in column.choices if len(folded) >= _BEGINNING and fold(str(label)).startswith(folded)
    }
    near = sorted((code for code in scores if scores[code] >= _NEAR or code in begun), key=lambda code: -scores[code])
    return [(code, labels[code]) for code in near[:_SHOWN]]


@lru_cache(maxsize=5_000)
def _found(column: SheetColumn, text: str, language: str) -> str | None:
    return _folded_names(column, language).get(fold(text))


@lru_cache(maxsize=64)
def _folded_names(column: SheetColumn, _language: str) -> dict[str, str]:
    """Folded code or label → code; a label that two choices share names neither."""
    names: dict[str, str] = {}
    shared = set()
    for code, label in column.choices:
        folded = fold(str(label))
        if names.setdefault(folded, code) != code:
            shared.add(folded)
    names = {name: code for name, code in names.items() if name not in shared}
    return names | {fold(code): code for code, _label in column.choices}
