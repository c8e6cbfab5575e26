"""What a unit has entered for a movement, as lines that its review begins with."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from apps.core.dates import text_date
from apps.core.text import clean


@dataclass(frozen=True)
class Entered:
    """One activity or result of a unit: when, for which content, what, and how many."""

    key: str
    on: str
    content: str
    text: str

    def as_json(self) -> dict:
        return asdict(self)


def entries_of(participation_ids: Iterable[int], first_year: int, last_year: int) -> dict[int, list[Entered]]:
    """Activity of each participation in the years, by day; one query."""
    return {}


def in_words(entries: Iterable[Entered]) -> str:
    """One line for each entry: "- 12/5/2023: … (nội dung 2(3))"."""
    lines = []
    for entry in entries:
        content = f" (nội dung {entry.content})" if entry.content else ""
        lines.append(clean(f"- {entry.on}: {entry.text}{content}"))
    return "\n".join(lines)


__all__ = ["Entered", "entries_of", "in_words", "text_date"]
