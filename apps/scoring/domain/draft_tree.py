"""Changing the tree of a draft: pure functions from rules in reading order to rules in reading order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.scoring.domain.requires import renamed_terms
from apps.scoring.domain.rules import ADDITIVE, CriterionRule

Rules = tuple[CriterionRule, ...]
UP, DOWN = "up", "down"


class CodeTaken(DomainError):
    """Another criterion of the set has the code."""

    default_message = _("Mã tiêu chí này đã có trong bảng.")


class NoSuchPlace(DomainError):
    """A criterion cannot stand below itself or below what is not there."""

    default_message = _("Không chuyển tiêu chí vào chính nó hoặc vào tiêu chí con của nó.")


def rule_at(rules: Iterable[CriterionRule], code: str) -> CriterionRule | None:
    return next((rule for rule in rules if rule.code == code), None)


def branch(rules: Sequence[CriterionRule], code: str) -> set[str]:
    """Codes of a criterion and all below it."""
    found = {code}
    for rule in rules:  # reading order: parents come first
        if rule.parent_code in found:
            found.add(rule.code)
    return found


def added(rules: Rules, rule: CriterionRule) -> Rules:
    """The criterion as the last one below its parent; a leaf that gets a child becomes a group.

    What the leaf had as bands stays and is told as a fault until the group is saved. Raises CodeTaken, NoSuchPlace.
    """
    if rule_at(rules, rule.code) is not None:
        raise CodeTaken(field="code")
    parent = rule_at(rules, rule.parent_code)
    if rule.parent_code and parent is None:
        raise NoSuchPlace(_("Nhóm tiêu chí này không còn trong bảng."))
    if not rule.parent_code:
        return (*rules, rule)
    below = branch(rules, rule.parent_code)
    end = max(index for index, each in enumerate(rules) if each.code in below) + 1
    rules = tuple(_as_group(each) if each.code == rule.parent_code else each for each in rules)
    return (*rules[:end], rule, *rules[end:])


def changed(rules: Rules, code: str, rule: CriterionRule) -> Rules:
    """The criterion with other content in the same place. Another code is followed wherever the old one was named.

    Raises CodeTaken.
    """
    if rule.code != code and rule_at(rules, rule.code) is not None:
        raise CodeTaken(field="code")
    found = (replace(rule, parent_code=each.parent_code) if each.code == code else each for each in rules)
    return tuple(found) if rule.code == code else tuple(_renamed(each, code, rule.code) for each in found)


def shifted(rules: Rules, code: str, direction: str) -> Rules:
    """The criterion with all below it before or behind its neighbour; at the end nothing changes."""
    rule = rule_at(rules, code)
    siblings = [each.code for each in rules if each.parent_code == rule.parent_code]
    here = siblings.index(code)
    there = here + (-1 if direction == UP else 1)
    if not 0 <= there < len(siblings):
        return rules
    first, second = sorted((here, there))
    front, back = branch(rules, siblings[first]), branch(rules, siblings[second])
    start = next(index for index, each in enumerate(rules) if each.code in front)
    moving = [each for each in rules if each.code in front | back]
    swapped = [each for each in moving if each.code in back] + [each for each in moving if each.code in front]
    return (*rules[:start], *swapped, *rules[start + len(moving) :])


def placed(rules: Rules, code: str, parent_code: str) -> Rules:
    """The criterion with all below it as the last one of another parent. Raises NoSuchPlace."""
    moving_codes = branch(rules, code)
    if parent_code in moving_codes or (parent_code and rule_at(rules, parent_code) is None):
        raise NoSuchPlace(field="parent")
    if rule_at(rules, code).parent_code == parent_code:
        return rules
    head, *rest = (each for each in rules if each.code in moving_codes)
    staying = tuple(each for each in rules if each.code not in moving_codes)
    found = added(staying, replace(head, parent_code=parent_code))
    end = next(index for index, each in enumerate(found) if each.code == code) + 1
    return (*found[:end], *rest, *found[end:])


def removed(rules: Rules, code: str) -> Rules:
    """Without the criterion and all below it."""
    gone = branch(rules, code)
    return tuple(each for each in rules if each.code not in gone)


def next_code(rules: Sequence[CriterionRule], parent_code: str) -> str:
    """A free code in the manner of the neighbours: 1.2 → 1.3, A.II → A.II.1, B → C."""
    taken = {rule.code for rule in rules}
    siblings = [rule.code for rule in rules if rule.parent_code == parent_code]
    prefix = f"{parent_code}." if parent_code else ""
    last = siblings[-1].removeprefix(prefix) if siblings else ""
    letters = [chr(ord(last) + step) for step in range(1, 26)] if len(last) == 1 and last.isalpha() else []
    offered = [letter for letter in letters if letter.isascii() and letter.isalpha()]
    numbers = (str(number) for number in range(len(siblings) + 1, len(siblings) + len(taken) + 2))
    return next(f"{prefix}{each}" for each in [*offered, *numbers] if f"{prefix}{each}" not in taken)


def _as_group(rule: CriterionRule) -> CriterionRule:
    return replace(rule, method=ADDITIVE, step=None, per_item=None, requires="", source_fact="")


def _renamed(rule: CriterionRule, old: str, new: str) -> CriterionRule:
    adjustments = tuple(replace(row, requires=renamed_terms(row.requires, old, new)) for row in rule.adjustments)
    parent = new if rule.parent_code == old else rule.parent_code
    return replace(rule, parent_code=parent, requires=renamed_terms(rule.requires, old, new), adjustments=adjustments)
