"""Two versions of a text line by line: what stayed, changed, came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
WORDS = {SAME: _("Giữ nguyên"), CHANGED: _("Sửa"), ADDED: _("Thêm"), REMOVED: _("Bỏ")}
TONES = {SAME: "muted", CHANGED: "draft", ADDED: "done", REMOVED: "alert"}


@dataclass(frozen=True)
class ComparedLine:
    """One line of both versions; ``old`` or ``new`` is empty where it came or went."""

    kind: str
    old: str
    new: str

    @property
    def word(self):
        return WORDS[self.kind]

    @property
    def tone(self) -> str:
        return TONES[self.kind]


def compare(old: Sequence[str], new: Sequence[str]) -> list[ComparedLine]:
    """Lines in the order of the new version; a replaced line stands beside the one that replaced it."""
    found: list[ComparedLine] = []
    for kind, first, last, start, stop in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        before, after = list(old[first:last]), list(new[start:stop])
        if kind == "equal":
            found += [ComparedLine(SAME, line, line) for line in before]
            continue
        pairs = min(len(before), len(after))
        found += [ComparedLine(CHANGED, *pair) for pair in zip(before[:pairs], after[:pairs], strict=True)]
        found += [ComparedLine(REMOVED, line, "") for line in before[pairs:]]
        found += [ComparedLine(ADDED, "", line) for line in after[pairs:]]
    return found
