"""Is a set of criteria sound? Faults refuse it whole, doubts are told; each with its row and column."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from apps.scoring import sources
from apps.scoring.domain.adjustments import is_choose_one
from apps.scoring.domain.agreed import furthest
from apps.scoring.domain.exact import exact, is_exact
from apps.scoring.domain.methods import METHODS, Finding
from apps.scoring.domain.methods.banded import by_label
from apps.scoring.domain.methods.base import error, warning
from apps.scoring.domain.requires import foreign_codes
from apps.scoring.domain.rules import (
    ADDITIVE,
    CHOOSE_ONE,
    CUMULATIVE,
    EXCLUDE,
    FULL,
    PENALTY,
    ZERO,
    CriterionRule,
)
from apps.scoring.domain.tree import Tree, TreeError, build_tree
from apps.scoring.domain.wording import number


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and the index (in file order) of the criterion it is about; None: the set as a whole."""

    rule: int | None
    finding: Finding

    @property
    def is_error(self) -> bool:
        return self.finding.level == "error"


def check_set(rules: Sequence[CriterionRule]) -> list[Found]:
    """All faults and doubts of a set, in file order; sums and preconditions only when the tree stands."""
    if not rules:
        return [Found(None, error("code", _("Bảng tiêu chí chưa có tiêu chí nào.")))]
    found = list(_tree_faults(rules))
    tree = None if found else build_tree(rules)
    parents = {rule.parent_code for rule in rules}
    for index, rule in enumerate(rules):
        checks = check_group(rule) if rule.code in parents else check_leaf(rule)
        found += [Found(index, finding) for finding in checks]
        found += [Found(index, finding) for finding in check_values(rule)]
        if tree is not None:
            found += [Found(index, finding) for finding in _in_tree(rule, tree)]
    if tree is not None and not any(each.is_error for each in found):
        found += _gate_circle(rules, tree)
    return sorted(found, key=lambda each: -1 if each.rule is None else each.rule)


def _tree_faults(rules: Sequence[CriterionRule]) -> Iterator[Found]:
    """Doubled codes, unknown parents and circles, all of them at once."""
    seen = Counter(rule.code for rule in rules)
    counted: Counter[str] = Counter()
    for index, rule in enumerate(rules):
        counted[rule.code] += 1
        if counted[rule.code] > 1:
            yield Found(index, error("code", _("Mã tiêu chí “%(code)s” bị trùng.") % {"code": rule.code}))
        if rule.parent_code and not seen[rule.parent_code]:
            message = _("Không có tiêu chí cha “%(code)s”.") % {"code": rule.parent_code}
            yield Found(index, error("parent_code", message))
    parents = {rule.code: rule.parent_code for rule in rules}
    for index, rule in enumerate(rules):
        if _is_own_ancestor(rule.code, parents):
            message = _("Tiêu chí “%(code)s” là cha của chính nó.") % {"code": rule.code}
            yield Found(index, error("parent_code", message))


def _is_own_ancestor(code: str, parents: dict[str, str]) -> bool:
    above, steps = parents[code], 0
    while above in parents and above != code and steps <= len(parents):
        above, steps = parents[above], steps + 1
    return above == code


def check_group(rule: CriterionRule) -> Iterator[Finding]:
    """A group only adds up: no method of its own, no bands, no adjustments."""
    if rule.method not in ("", ADDITIVE):
        yield error("method", _("Nhóm tiêu chí chỉ cộng các tiêu chí con: để trống hoặc ghi additive."))
    if rule.group_rule == CHOOSE_ONE:
        yield error("group_rule", _("Nhóm tiêu chí chỉ cộng các tiêu chí con."))
    for index in range(len(rule.bands)):
        yield error("parent_code", _("Mức điểm phải thuộc một tiêu chí không có tiêu chí con."), band=index)
    for index in range(len(rule.adjustments)):
        message = _("Khoản thưởng, trừ phải thuộc một tiêu chí không có tiêu chí con.")
        yield error("parent_code", message, adjustment=index)


def check_leaf(rule: CriterionRule) -> Iterator[Finding]:
    """A leaf has a known method, a maximum, and what that method needs."""
    method = METHODS.get(rule.method)
    if method is None:
        wanted = ", ".join(METHODS)
        if rule.method in ("", ADDITIVE):
            message = _("Tiêu chí không có tiêu chí con phải có cách chấm, một trong: %(wanted)s.")
        else:
            message = _("Không có cách chấm “%(method)s”; dùng một trong: %(wanted)s.")
        yield error("method", message % {"method": rule.method, "wanted": wanted})
        return
    yield from _check_maximum(rule)
    if rule.bands and not method.takes_bands:
        for index in range(len(rule.bands)):
            yield error("method", _("Cách chấm này không dùng mức điểm."), band=index)
    yield from method.check(rule)
    yield from _check_adjustments(rule)
    yield from _check_source(rule)


def _check_source(rule: CriterionRule) -> Iterator[Finding]:
    """A source of ours that cannot fill this leaf is a fault; a name from elsewhere is told: people type the line."""
    if text := sources.problem(rule.source_fact, rule):
        yield (error if sources.of(rule.source_fact) else warning)("source_fact", text)


def _check_maximum(rule: CriterionRule) -> Iterator[Finding]:
    if rule.max_points is None:
        if not rule.is_adjustment:
            yield error("max_points", _("Thiếu điểm tối đa."))
    elif rule.max_points == 0 and rule.is_adjustment and rule.cap is not None:
        return  # a cap of its own limits the line
    elif rule.max_points == 0:
        message = _("Điểm tối đa bằng 0: không có trần.") if rule.is_adjustment else _("Điểm tối đa bằng 0.")
        yield warning("max_points", message)
    elif rule.max_points < 0 and not rule.is_adjustment:
        yield error("max_points", _("Điểm tối đa không được âm."))


def _check_adjustments(rule: CriterionRule) -> Iterator[Finding]:
    for index, row in enumerate(rule.adjustments):
        if not row.label:
            yield error("band_label", _("Thiếu tên khoản thưởng, trừ."), adjustment=index)
        elif by_label(rule.adjustments[:index], row.label) is not None:
            message = _("Tên “%(label)s” bị trùng.") % {"label": row.label}
            yield error("band_label", message, adjustment=index)
        if row.points == 0:
            yield error("band_points", _("Điểm mỗi trường hợp phải khác 0."), adjustment=index)
        if row.group_rule not in ("", CHOOSE_ONE, CUMULATIVE):
            yield error("group_rule", _unknown_group_rule(row.group_rule), adjustment=index)
    single = [row for row in rule.adjustments if is_choose_one(rule, row)]
    if len(single) == 1:
        message = _("Chỉ một khoản ghi choose_one nên không có gì để chọn.")
        yield warning("group_rule", message, adjustment=rule.adjustments.index(single[0]))


def check_values(rule: CriterionRule) -> Iterator[Finding]:
    """Words out of their list, and figures finer than points can be stored."""
    if not rule.code:
        yield error("code", _("Thiếu mã tiêu chí."))
    if not rule.label:
        yield error("label_vi", _("Thiếu tên tiêu chí."))
    if rule.not_applicable not in ("", FULL, EXCLUDE, ZERO):
        message = _("“%(value)s” không thuộc full, exclude, zero.")
        yield error("not_applicable", message % {"value": rule.not_applicable})
    if rule.group_rule not in ("", ADDITIVE, CHOOSE_ONE, CUMULATIVE):
        yield error("group_rule", _unknown_group_rule(rule.group_rule))
    for column in ("max_points", "step", "per_item", "cap", "floor"):
        yield from _fine(column, getattr(rule, column))
    for index, band in enumerate(rule.bands):
        yield from _fine("band_points", band.points, band=index)
    for index, row in enumerate(rule.adjustments):
        yield from _fine("band_points", row.points, adjustment=index)
        yield from _fine("cap", row.cap, adjustment=index)
    if rule.cap is not None and rule.cap < 0 and rule.method not in (PENALTY, "deduct", "", ADDITIVE):
        yield error("cap", _("Trần điểm không được âm."))
    if rule.cap is not None and rule.floor is not None and rule.cap >= 0 and rule.floor > rule.cap:
        yield error("floor", _("Sàn điểm cao hơn trần điểm."))


def _fine(column: str, value: Decimal | None, **where) -> Iterator[Finding]:
    if value is not None and not is_exact(value):
        yield error(column, _("Điểm có quá ba chữ số thập phân."), **where)


def _unknown_group_rule(value: str) -> str:
    return _("“%(value)s” không thuộc choose_one, cumulative.") % {"value": value}


def _in_tree(rule: CriterionRule, tree: Tree) -> Iterator[Finding]:
    node = tree.nodes[rule.code]
    if not node.is_leaf and rule.max_points is not None and exact(rule.max_points) != node.base_max:
        if not node.base_max and abs(exact(rule.max_points)) == furthest(tree, rule.code):
            yield warning("max_points", _("Nhóm chỉ có điểm thưởng, trừ: con số này không cộng vào điểm chuẩn."))
        else:
            yield error("max_points", _sum_message(rule, node.base_max))
    for code in sorted(foreign_codes(rule.requires) - tree.nodes.keys()):
        yield warning("requires", _words_only(code))
    for index, row in enumerate(rule.adjustments):
        for code in sorted(foreign_codes(row.requires) - tree.nodes.keys()):
            yield warning("requires", _words_only(code), adjustment=index)


def _sum_message(rule: CriterionRule, total: Fraction) -> str:
    shown = {"max": number(rule.max_points), "sum": number(total)}
    if not total:
        return _("Nhóm chỉ có điểm thưởng, trừ: để trống điểm tối đa (đang ghi %(max)s), trần ghi ở cột cap.") % shown
    return _("Tổng điểm tối đa của các tiêu chí con là %(sum)s, khác %(max)s của nhóm.") % shown


def _words_only(text: str) -> str:
    return _("“%(text)s” không phải mã tiêu chí trong bảng: người chấm tự đối chiếu điều kiện này.") % {"text": text}


def _gate_circle(rules: Sequence[CriterionRule], tree: Tree) -> list[Found]:
    try:
        tree.order_of_computing  # noqa: B018 - computed once and kept; raises for a circle
    except TreeError as problem:
        index = next(i for i, rule in enumerate(rules) if rule.code == problem.code_at)
        return [Found(index, error("requires", str(problem.message)))]
    return []
