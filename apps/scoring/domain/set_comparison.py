"""Two criteria sets line by line: two versions, or two years. Pure: rules in, compared lines out.

Lines belong together by their code; where a code is gone, by a text that stands once on both sides.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.numbers import format_points
from apps.core.text import fold
from apps.scoring import sources
from apps.scoring.domain.explain import describe_rule
from apps.scoring.domain.rules import ADDITIVE, CriterionRule
from apps.scoring.enums import Method, NotApplicablePolicy


class Change(models.TextChoices):
    """What happened to a line."""

    SAME = "same", lazy("Giữ nguyên")
    ADDED = "added", lazy("Thêm")
    REMOVED = "removed", lazy("Bỏ")
    MOVED = "moved", lazy("Chuyển chỗ")
    CHANGED = "changed", lazy("Sửa")


@dataclass(frozen=True)
class Cell:
    """One thing that differs, in words; empty where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """One line of either side. A line may be moved and changed at once; ``change`` names the weightier."""

    change: str
    before: CriterionRule | None
    after: CriterionRule | None
    cells: tuple[Cell, ...] = ()
    moved: bool = False

    @property
    def rule(self) -> CriterionRule:
        """As it reads now, or read last."""
        return self.after or self.before

    @property
    def change_label(self) -> str:
        label = str(Change(self.change).label)
        return f"{label}, {_('chuyển chỗ')}" if self.moved and self.change == Change.CHANGED else label


def compare(before: Sequence[CriterionRule], after: Sequence[CriterionRule]) -> tuple[Compared, ...]:
    """All lines in the order of ``after`` (reading order); what is gone stands behind what it followed."""
    was = _pairs(before, after)
    became = {old.code: code for code, old in was.items()}
    moved = _moved(before, after, was, became)
    gone = _gone_behind(before, became)
    found = list(gone.get("", ()))
    for rule in after:
        old = was.get(rule.code)
        if old is None:
            found.append(Compared(Change.ADDED, None, rule, _cells(None, rule)))
        else:
            cells = (*_place_cells(old, rule, became, before, after), *_cells(old, rule))
            is_moved = rule.code in moved
            change = Change.CHANGED if _cells(old, rule) else Change.MOVED if is_moved else Change.SAME
            found.append(Compared(change, old, rule, cells, moved=is_moved))
        found += gone.get(rule.code, ())
    return tuple(found)


def summary(lines: Sequence[Compared]) -> Counter[str]:
    """How many lines of each kind; moved ones count as moved as well as changed."""
    counted = Counter(str(line.change) for line in lines)
    counted[Change.MOVED.value] = sum(line.moved for line in lines)
    return counted


def _pairs(before: Sequence[CriterionRule], after: Sequence[CriterionRule]) -> dict[str, CriterionRule]:
    """Code of a new line → the old line that it was."""
    old = {rule.code: rule for rule in before}
    new_codes = {rule.code for rule in after}
    found = {rule.code: old[rule.code] for rule in after if rule.code in old}
    lost = _by_label(rule for rule in before if rule.code not in new_codes)
    come = _by_label(rule for rule in after if rule.code not in old)
    for label, rules in come.items():
        if len(rules) == 1 and len(lost.get(label, ())) == 1:
            found[rules[0].code] = lost[label][0]
    return found


def _by_label(rules) -> dict[str, list[CriterionRule]]:
    found: dict[str, list[CriterionRule]] = {}
    for rule in rules:
        found.setdefault(fold(rule.label), []).append(rule)
    return found


def _moved(before, after, was: dict[str, CriterionRule], became: dict[str, str]) -> set[str]:
    """New codes of lines that stand in another group, or in another order among those that stayed."""
    place = {rule.code: index for index, rule in enumerate(before)}
    found, siblings = set(), {}
    for rule in after:
        old = was.get(rule.code)
        if old is None:
            continue
        if became.get(old.parent_code, "") != rule.parent_code:
            found.add(rule.code)
        else:
            siblings.setdefault(rule.parent_code, []).append(rule.code)
    for codes in siblings.values():
        staying = _longest_rising([place[was[code].code] for code in codes])
        found |= {code for code in codes if place[was[code].code] not in staying}
    return found


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Members of one longest rising row: what lies outside of it was moved."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        index = bisect_left(ends, number)
        before[number] = ends[index - 1] if index else None
        ends[index:] = [number] if index == len(ends) else [number, *ends[index + 1 :]]
    found, number = set(), ends[-1] if ends else None
    while number is not None:
        found.add(number)
        number = before[number]
    return found


def _gone_behind(before: Sequence[CriterionRule], became: dict[str, str]) -> dict[str, list[Compared]]:
    """Removed lines by the new code of the last line before them that is still there."""
    found: dict[str, list[Compared]] = {}
    last = ""
    for rule in before:
        if rule.code in became:
            last = became[rule.code]
        else:
            found.setdefault(last, []).append(Compared(Change.REMOVED, rule, None, _cells(rule, None)))
    return found


def _place_cells(old: CriterionRule, new: CriterionRule, became, before, after) -> list[Cell]:
    if became.get(old.parent_code, "") == new.parent_code:
        return []
    return [Cell(_("Nhóm"), _name(before, old.parent_code), _name(after, new.parent_code))]


def _name(rules: Sequence[CriterionRule], code: str) -> str:
    found = next((rule for rule in rules if rule.code == code), None)
    return f"{found.number or found.code} {found.label}" if found else _("(một phần riêng)")


def _cells(old: CriterionRule | None, new: CriterionRule | None) -> tuple[Cell, ...]:
    """What differs, in words. Of a line that is new or gone: its points and rule."""
    pairs = [Cell(label, read(old) if old else "", read(new) if new else "") for label, read in _READ]
    pairs.append(_rule_cell(old, new))
    if old is None or new is None:
        pairs = [cell for cell in pairs if cell.label in {_("Điểm chuẩn"), _("Cách chấm, mức điểm")}]
    return tuple(cell for cell in pairs if cell.before != cell.after)


def _rule_cell(old: CriterionRule | None, new: CriterionRule | None) -> Cell:
    """The rule in plain words, only the sentences that differ."""
    was, now = (_words(rule) if rule else [] for rule in (old, new))
    return Cell(
        _("Cách chấm, mức điểm"),
        "\n".join(line for line in was if line not in now),
        "\n".join(line for line in now if line not in was),
    )


def _words(rule: CriterionRule) -> list[str]:
    named = [str(Method(rule.method).label)] if rule.method in Method.values and rule.method != ADDITIVE else []
    return [*named, *(str(line) for line in describe_rule(rule))]


def _points(rule: CriterionRule) -> str:
    return "" if rule.max_points is None else format_points(rule.max_points)


def _policy(rule: CriterionRule) -> str:
    known = rule.not_applicable and rule.not_applicable in NotApplicablePolicy.values
    return str(NotApplicablePolicy(rule.not_applicable).label) if known else rule.not_applicable


_READ = (
    (lazy("Mã"), lambda rule: rule.code),
    (lazy("Số thứ tự in"), lambda rule: rule.number),
    (lazy("Nội dung"), lambda rule: rule.label),
    (lazy("Điểm chuẩn"), _points),
    (lazy("Khi không phát sinh"), _policy),
    (lazy("Chỉ áp dụng cho"), lambda rule: rule.applies_to),
    (lazy("Phòng, ban tự chấm"), lambda rule: rule.self_by),
    (lazy("Đơn vị chấm điểm theo lĩnh vực"), lambda rule: rule.review_by),
    (lazy("Hệ thống tự điền từ"), lambda rule: sources.label_of(rule.source_fact)),
    (lazy("Căn cứ"), lambda rule: rule.provision),
    (lazy("Ghi chú"), lambda rule: rule.note),
)
