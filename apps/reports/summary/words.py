"""Small words of the sentences: lists, shares, names."""

from collections.abc import Iterable, Sequence

MOST_NAMED = 12
MEMBERS_ONLY = "tính đơn vị thành viên, không gồm đơn vị trực thuộc"  # as awards are counted in these reports


def listed(names: Iterable[str]) -> str:
    """“A; B; C”."""
    return "; ".join(names)


def named(names: Sequence[str], what: str = "đơn vị") -> str:
    """Names in full up to a dozen, then how many more of ``what``."""
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{listed(names[:MOST_NAMED])} và {len(names) - MOST_NAMED} {what} khác"


def of_line(line: str) -> str:
    """“ Khối …” behind what is said of one line only; nothing for members of no line."""
    return f" {line}" if line else ""


def everybody(done: int, whole: int) -> bool:
    """Whether it is true of all; of nobody at all it is not said."""
    return bool(whole) and done == whole


def lowered(text: str) -> str:
    """The first letter small, for a label inside a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
