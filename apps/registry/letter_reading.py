"""A kept letter read for people: lines with depth, words for outcomes and figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.domain.eligibility import Outcome
from apps.catalog.enums import Confidence, GroupMode
from apps.core.numbers import format_decimal
from apps.registry.models import EligibilityLetter

WORDS = {
    Outcome.MET: (gettext_lazy("Đạt"), "done", "check-circle"),
    Outcome.UNKNOWN: (gettext_lazy("Chưa có dữ liệu, cần xác nhận"), "muted", "circle"),
    Outcome.WARNED: (gettext_lazy("Chưa đạt (chỉ cảnh báo)"), "alert", "x-circle"),
    Outcome.BLOCKED: (gettext_lazy("Không đạt"), "alert", "x-circle"),
}


@dataclass(frozen=True)
class Line:
    """One line of the letter; a group's line has no figures."""

    depth: int
    label: str
    word: str
    tone: str
    icon: str
    is_group: bool = False
    found: str = ""
    provision: str = ""
    cure: str = ""
    unverified: bool = False


def lines(parts: list[dict], depth: int = 0) -> Iterator[Line]:
    """Lines of one assessment in order, groups before what stands in them."""
    for part in parts:
        word, tone, icon = WORDS[Outcome(part["outcome"])]
        if "group" in part:
            label = f"{part['group']} ({GroupMode(part['mode']).label.lower()})"
            yield Line(depth, label, str(word), tone, icon, is_group=True)
            yield from lines(part["parts"], depth + 1)
        else:
            yield Line(
                depth,
                part["label"],
                str(word),
                tone,
                icon,
                found=found(part),
                provision=part["provision"],
                cure=part["cure"] if part["outcome"] != Outcome.MET else "",
                unverified=part["confidence"] == Confidence.UNVERIFIED,
            )


def found(part: dict) -> str:
    """What was found, in words: the figure and how it is known."""
    actual, detail = part["actual"], part["detail"]
    if actual is None:
        return detail
    if isinstance(actual, bool):
        shown = _("có") if actual else _("không")
    elif isinstance(actual, int | float):
        shown = format_decimal(actual)
    else:
        shown = ""  # a code of the system: the detail says it in words
    return f"{shown} – {detail}" if shown and detail else shown or detail


def asked_facts(letter: EligibilityLetter) -> list[tuple[str, str]]:
    """Facts that only people can confirm, with the sentence of their rule: for the form of a new letter."""
    asked: dict[str, str] = {}

    def walk(parts: list[dict]) -> None:
        for part in parts:
            if "group" in part:
                walk(part["parts"])
            elif part["fact"].startswith("declared:"):
                asked.setdefault(part["fact"], part["label"])

    walk(letter.findings[0]["parts"] if letter.findings else [])
    return list(asked.items())
