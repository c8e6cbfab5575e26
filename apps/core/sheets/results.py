"""What a check answers and what a write did."""

from dataclasses import dataclass, field

from apps.core.sheets.questions import Doubt
from apps.core.spreadsheets import Problem


@dataclass
class Heading:
    """One heading of the file: its column letter, its text, and the column it was taken for ("" for none)."""

    letter: str
    text: str
    key: str = ""


@dataclass
class Preview:
    """The first rows as they were understood: headings of the kind, then texts by row number."""

    headings: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass
class Checked:
    """What was found and what would be written: ``plan`` is the kind's own, the counts are of rows.

    The engine adds the rest: open and answered questions, notes (worth knowing, no mistakes), problems, the headings
    with what they were taken for, and the preview.
    """

    plan: list = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    answered: list[Doubt] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    preview: Preview = field(default_factory=Preview)
    sheet: str = ""
    rows: int = 0

    @property
    def ready(self) -> bool:
        """Whether it can be written: no mistake, no open question."""
        return not self.problems and not self.doubts

    @property
    def changes(self) -> int:
        return self.created + self.updated


@dataclass(frozen=True)
class Summary:
    """How many rows were added, changed and found as they were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        if not self.created and not self.updated:
            return f"unchanged {self.unchanged}"
        return f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}"
