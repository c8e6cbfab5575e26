"""How rows of the law are put into words: conditions in groups, money, dates of force."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.catalog.enums import Confidence
from apps.catalog.facts import is_registered
from apps.catalog.models import EligibilityRule, RuleGroup
from apps.core.dates import format_date

TONES = {
    Confidence.VERIFIED: ("done", "check-circle"),
    Confidence.UNVERIFIED: ("alert", "circle"),
    Confidence.HISTORICAL: ("muted", "lock"),
    Confidence.ILLUSTRATIVE: ("muted", "circle"),
}


@dataclass(frozen=True)
class Condition:
    """One line of the tree of conditions: a rule, or the heading of a group; ``depth`` counts the groups around it."""

    depth: int
    label: str
    row: EligibilityRule | RuleGroup
    is_group: bool = False
    tone: str = ""
    icon: str = ""
    by_hand: bool = False  # no app answers the fact: people confirm it


def period(valid_from: date | None, valid_to: date | None) -> str:
    """From when to when a row is in force, in words."""
    if valid_from and valid_to:
        return _("từ %(start)s đến %(end)s") % {"start": format_date(valid_from), "end": format_date(valid_to)}
    if valid_from:
        return _("từ %(start)s") % {"start": format_date(valid_from)}
    return _("đến %(end)s") % {"end": format_date(valid_to)} if valid_to else _("không giới hạn")


def conditions(rules: list[EligibilityRule], groups: list[RuleGroup]) -> list[Condition]:
    """Rules in the order of the catalogue, each group's heading above its first line."""
    known = {group.pk: group for group in groups}
    lines: list[Condition] = []
    placed: set[int] = set()
    for rule in _grouped(rules, known):
        chain = _chain(rule.group_id, known)
        for depth, group in enumerate(chain):
            if group.pk not in placed:
                placed.add(group.pk)
                label = f"{group.label} ({group.get_mode_display().lower()})"
                lines.append(Condition(depth, label, group, is_group=True))
        tone, icon = TONES[rule.confidence]
        lines.append(
            Condition(len(chain), rule.label, rule, tone=tone, icon=icon, by_hand=not is_registered(rule.fact))
        )
    return lines


def _grouped(rules: list[EligibilityRule], known: dict[int, RuleGroup]) -> list[EligibilityRule]:
    """Rules of one group together, groups where their first rule stands."""
    first: dict[tuple[int, ...], int] = {}
    for place, rule in enumerate(rules):
        chain = tuple(group.pk for group in _chain(rule.group_id, known))
        for depth in range(len(chain) + 1):
            first.setdefault(chain[:depth], place)

    def key(pair):
        place, rule = pair
        chain = tuple(group.pk for group in _chain(rule.group_id, known))
        return [first[chain[:depth]] for depth in range(1, len(chain) + 1)] + [place]

    return [rule for _place, rule in sorted(enumerate(rules), key=key)]


def _chain(group_id: int | None, known: dict[int, RuleGroup]) -> list[RuleGroup]:
    chain: list[RuleGroup] = []
    while group_id in known:
        chain.insert(0, known[group_id])
        group_id = known[group_id].parent_id
    return chain
