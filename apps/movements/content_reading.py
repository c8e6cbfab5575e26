"""Contents of a movement as they are pasted from its plan: one line each, numbered as printed."""

import re
from dataclasses import dataclass

from apps.core.text import clean

_NUMBERED = re.compile(r"(?P<number>\(\d+\)|\d+(?:\.\d+)*[.)]?|[a-zđ]\)|[IVX]+\.)\s+(?P<text>\S.*)")
_INDICATOR = re.compile(r"\s*\[chỉ tiêu:\s*(?P<codes>[^\]]+)\]\s*$", re.IGNORECASE)
_BULLET = re.compile(r"[-–•+]\s+")
LONGEST_NUMBER = 20


@dataclass
class ContentLine:
    """One content: its number as printed, how deep it lies, what measures it."""

    number: str
    text: str
    depth: int
    indicator_code: str = ""


def read_contents(text: str) -> list[ContentLine]:
    """Lines "1. …", "2. …", under them "(1) …" to "(7) …", "2.1. …", "a) …"; a line without number goes on.

    A line may end with "[chỉ tiêu: MÃ, MÃ]": the indicators that measure it.
    """
    found: list[ContentLine] = []
    for raw in text.splitlines():
        line = clean(raw)
        if not line:
            continue
        numbered = _NUMBERED.fullmatch(line)
        if numbered and len(numbered["number"]) > LONGEST_NUMBER:
            numbered = None
        if numbered is None and found:
            found[-1].text = f"{found[-1].text} {line}"
            continue
        if numbered is None:
            line = _BULLET.sub("", line, count=1)
            found.append(ContentLine("1", line, 0))
            continue
        number = numbered["number"].rstrip(".")
        found.append(ContentLine(number, numbered["text"], _depth(number, found)))
    for each in found:
        if measured := _INDICATOR.search(each.text):
            each.indicator_code = ",".join(filter(None, re.split(r"[\s,;]+", measured["codes"])))
            each.text = each.text[: measured.start()]
    return found


def _depth(number: str, before: list[ContentLine]) -> int:
    if number[0].isdigit() and not number.endswith(")"):
        return number.count(".")
    if number[0] in "IVX":
        return 0
    # (1), 1) and a) lie under the nearest line of another shape.
    for line in reversed(before):
        if _shape(line.number) == _shape(number):
            return line.depth
        if _shape(line.number) < _shape(number):
            return line.depth + 1
    return 0


def _shape(number: str) -> int:
    """How deep numbers of this shape usually stand: 2 before (1) before a)."""
    if number[0] == "(":
        return 1
    return 2 if number.endswith(")") else 0


def written(contents) -> str:
    """The same back as text, for the form."""
    lines = []
    for content in contents:
        mark = "" if content.number.endswith(")") else "."
        measure = f" [chỉ tiêu: {content.indicator_code.replace(',', ', ')}]" if content.indicator_code else ""
        lines.append(f"{content.number}{mark} {content.text}{measure}")
    return "\n".join(lines)
