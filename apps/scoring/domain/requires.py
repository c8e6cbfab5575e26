"""Preconditions of a line or an adjustment, as written in the column ``requires``.

Terms stand apart by ";" and all must hold: ``full`` – this line's own base reaches its maximum;
``CODE`` – the base of that criterion (leaf or group) reaches its maximum; ``CODE>=9,5`` – it reaches so
many points. Any other text is a condition in words: it is shown, and the reviewer judges it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from apps.core.numbers import NumberProblem, parse_decimal

FULL_WORDS = {"full", "max", "all", "standard", "base_max"}
_TERM = re.compile(r"(?P<code>.+?)\s*(?:>=|≥)\s*(?P<points>.+)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One term. ``code`` empty: this line itself. ``minimum`` None: the maximum of that criterion."""

    code: str
    minimum: Decimal | None = None


def terms(text: str) -> tuple[Requirement, ...]:
    """Terms of a requires text, in order; none for an empty text."""
    return tuple(_term(part.strip()) for part in text.split(";") if part.strip())


def foreign_codes(text: str) -> set[str]:
    """Codes (or words) of other criteria named in the text."""
    return {term.code for term in terms(text)} - {""}


def _term(text: str) -> Requirement:
    if text.casefold() in FULL_WORDS:
        return Requirement("")
    found = _TERM.fullmatch(text)
    if not found:
        return Requirement(text)
    try:
        return Requirement(found["code"], parse_decimal(found["points"], decimal_mark="."))
    except NumberProblem:
        return Requirement(text)


def renamed_terms(text: str, old: str, new: str) -> str:
    """The requires text with another code for a criterion that was renamed; all else letter for letter."""
    parts = []
    for part in text.split(";"):
        code = _term(part.strip()).code if part.strip() else ""
        parts.append(part.replace(old, new, 1) if code == old else part)
    return ";".join(parts)
