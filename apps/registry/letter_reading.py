"""A kept letter read for people: lines with depth, words for outcomes and figures."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.domain.eligibility import Outcome
from apps.catalog.enums import Confidence, GroupMode
from apps.catalog.facts import FACTS, split
from apps.core.actor import Actor
from apps.core.numbers import format_decimal
from apps.registry import policies
from apps.registry.models import EligibilityLetter
from apps.units import person_policies

WORDS = {
    Outcome.MET: (gettext_lazy("Đạt"), "done", "check-circle"),
    Outcome.UNKNOWN: (gettext_lazy("Chưa có dữ liệu, cần xác nhận"), "muted", "circle"),
    Outcome.WARNED: (gettext_lazy("Chưa đạt (chỉ cảnh báo)"), "alert", "x-circle"),
    Outcome.BLOCKED: (gettext_lazy("Không đạt"), "alert", "x-circle"),
}


REVIEWS = frozenset({"under_review"})
DISCIPLINE = frozenset({"disciplined_in_year", "achievements_before_discipline_served"})
CONFIDENTIAL = REVIEWS | DISCIPLINE  # never in a paper that is handed on


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


def hidden_facts(letter: EligibilityLetter, actor: Actor) -> frozenset[str]:
    """Facts of which the actor may not read what was found: reviews that are open, discipline."""
    hidden = set()
    if not policies.can_see_holds(actor):
        hidden |= REVIEWS
    if letter.person is None or not person_policies.can_see_discipline(actor, letter.person):
        hidden |= DISCIPLINE
    return frozenset(hidden)


NOT_NEEDED = (gettext_lazy("Không cần: đã đạt theo điều kiện khác"), "muted", "circle")


def lines(parts: list[dict], hidden: frozenset[str], depth: int = 0, *, settled: bool = False) -> Iterator[Line]:
    """Lines of one assessment in order, groups before what stands in them; ``hidden``: facts told without figures.

    ``settled``: one of these is enough and one is met, so that the others are told as not needed.
    """
    for part in parts:
        unneeded = settled and part["outcome"] != Outcome.MET
        word, tone, icon = NOT_NEEDED if unneeded else WORDS[Outcome(part["outcome"])]
        if "group" in part:
            label = f"{part['group']} ({GroupMode(part['mode']).label.lower()})"
            yield Line(depth, label, str(word), tone, icon, is_group=True)
            enough = part["mode"] == GroupMode.ANY and part["outcome"] == Outcome.MET
            yield from lines(part["parts"], hidden, depth + 1, settled=enough or unneeded)
        else:
            yield Line(
                depth,
                part["label"],
                str(word),
                tone,
                icon,
                found=_("Chỉ người có thẩm quyền xem") if split(part["fact"])[0] in hidden else found(part),
                provision=part["provision"],
                cure=part["cure"] if part["outcome"] != Outcome.MET and not unneeded else "",
                unverified=part["confidence"] == Confidence.UNVERIFIED,
            )


def found(part: dict) -> str:
    """What was found, in words: the figure and how it is known."""
    actual, detail = part["actual"], part["detail"]
    if actual is None:
        return detail
    if isinstance(actual, bool):
        # A condition may be worded the other way round: “Đơn vị còn hoạt động: không” would say the opposite.
        word, asked = _("có") if actual else _("không"), FACTS.get(split(part["fact"])[0])
        shown = f"{asked}: {word}" if asked else word
    elif isinstance(actual, int | float):
        shown = format_decimal(actual)
    else:
        shown = ""  # a code of the system: the detail says it in words
    return f"{shown} – {detail}" if shown and detail else shown or detail


def asked_facts(letter: EligibilityLetter) -> list[tuple[str, str]]:
    """Facts that people may confirm, with the sentence of their rule: for the form of a new letter."""
    return asked_in(letter.findings, letter.declared)


def asked_in(findings: Iterable[dict], confirmed: Collection[str]) -> list[tuple[str, str]]:
    """The same of kept findings, of every version that was tried: facts that nobody knows and that are needed, because
    no other way is met, and those that are ``confirmed`` already, which may be taken back.
    """
    asked: dict[str, str] = {}

    def walk(parts: list[dict], *, settled: bool) -> None:
        for part in parts:
            if "group" in part:
                met = part["mode"] == GroupMode.ANY and part["outcome"] == Outcome.MET
                walk(part["parts"], settled=settled or met)
            elif part["fact"] in confirmed or (part["outcome"] == Outcome.UNKNOWN and not settled):
                asked.setdefault(part["fact"], part["label"])

    for each in findings:
        walk(each["parts"], settled=False)
    return list(asked.items())
