"""The engine's answers in Vietnamese: why a line has its points, and what a rule says."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.dates import format_date
from apps.scoring.domain.adjustments import is_choose_one, requires_of
from apps.scoring.domain.methods import METHODS
from apps.scoring.domain.requires import Requirement, terms
from apps.scoring.domain.rules import BONUS, EXCLUDE, FULL, ZERO, AdjustmentRule, Breach, CriterionRule, Step
from apps.scoring.domain.wording import number

SENTENCES = {
    "missing": lazy("Chưa nhập số liệu: 0 điểm."),
    "not_applicable_full": lazy("Không phát sinh: được tính đủ %(points)s điểm."),
    "not_applicable_exclude": lazy("Không phát sinh: không tính tiêu chí này vào tổng điểm tối đa."),
    "not_applicable_zero": lazy("Không phát sinh: 0 điểm."),
    "given": lazy("Điểm chấm: %(points)s trên %(max)s."),
    "given_bonus": lazy("Điểm thưởng: %(points)s."),
    "given_penalty": lazy("Điểm trừ: %(points)s."),
    "agreed": lazy("Điểm thống nhất: %(points)s (điểm chuẩn %(max)s)."),
    "over_max": lazy("Vượt điểm tối đa, chỉ tính %(max)s điểm."),
    "ratio": lazy("Tỷ lệ %(numerator)s / %(denominator)s = %(percent)s%%."),
    "band": lazy("Thuộc mức “%(band)s”: %(points)s điểm."),
    "chosen": lazy("Chọn mức “%(band)s”: %(points)s điểm."),
    "days_late": lazy("Số ngày chậm: %(days)s."),
    "done_on": lazy("Thực hiện ngày %(date)s."),
    "items": lazy("%(count)s × %(each)s = %(points)s điểm."),
    "items_bonus": lazy("%(count)s × %(each)s = %(points)s điểm thưởng."),
    "items_penalty": lazy("%(count)s × %(each)s = %(points)s điểm trừ."),
    "at_most": lazy("Chỉ tính tối đa %(cap)s điểm."),
    "starts_from": lazy("Bắt đầu từ %(max)s điểm."),
    "deducted": lazy("Trừ %(count)s × %(each)s = %(lost)s điểm."),
    "deducted_at_most": lazy("Chỉ trừ tối đa %(cap)s điểm."),
    "not_below": lazy("Không thấp hơn %(floor)s điểm."),
    "first_measure": lazy("Khối lượng: %(count)s."),
    "against_target": lazy("Kết quả %(result)s so với chỉ tiêu %(target)s."),
    "no_target": lazy("Không được giao chỉ tiêu."),
    "target_met": lazy("Đạt chỉ tiêu: %(max)s điểm."),
    "share_of_max": lazy("Tính theo tỷ lệ trên %(max)s điểm: %(points)s điểm."),
    "half_share": lazy("Chưa vượt chỉ tiêu, tính trên nửa điểm chuẩn %(max)s: %(points)s điểm."),
    "above_max": lazy("Phần vượt được cộng %(points)s điểm (tổng không quá %(cap)s)."),
    "share_of_best": lazy(
        "Vượt %(own)s%%, đơn vị vượt cao nhất %(best)s%%: nửa điểm chuẩn cộng phần vượt thành %(points)s điểm."
    ),
    "result_of_best": lazy("Kết quả %(result)s, cao nhất trong nhóm không giao chỉ tiêu %(best)s: %(points)s điểm."),
    "waits_for_cluster": lazy("Phần còn lại tính khi có số liệu của cả Cụm."),
    "adjusted_bonus": lazy("Thưởng “%(label)s”: %(count)s × %(each)s = %(points)s điểm."),
    "adjusted_penalty": lazy("Trừ “%(label)s”: %(count)s × %(each)s = %(points)s điểm."),
    "row_at_most": lazy("“%(label)s” chỉ tính tối đa %(cap)s điểm."),
    "chose_one": lazy("Chỉ tính một khoản cao nhất: “%(label)s”, %(points)s điểm."),
    "requires_unmet": lazy("“%(label)s” chưa được tính vì chưa có điều kiện: %(requires)s."),
    "line_requires_unmet": lazy("Tiêu chí chưa được tính vì chưa có điều kiện: %(requires)s."),
    "line_at_most": lazy("Tiêu chí này không quá %(cap)s điểm."),
    "bonus_at_most": lazy("Tổng điểm thưởng không quá %(cap)s."),
    "penalty_at_most": lazy("Tổng điểm trừ không quá %(cap)s."),
    "rounded": lazy("Làm tròn đến ba chữ số thập phân: %(points)s điểm."),
}

BREACHES = {
    "over_max": lazy("Điểm %(points)s vượt mức tối đa %(max)s."),
    "off_step": lazy("Điểm %(points)s không theo bước %(step)s điểm."),
    "several_chosen": lazy("Chỉ được chọn một khoản; đã tính khoản cao nhất “%(label)s”."),
}

NOT_APPLICABLE = {
    FULL: lazy("Không phát sinh: tính đủ điểm chuẩn."),
    EXCLUDE: lazy("Không phát sinh: không tính vào tổng điểm tối đa."),
    ZERO: lazy("Không phát sinh: 0 điểm."),
}


def explain(steps: Iterable[Step]) -> list[str]:
    """The answer to “Vì sao?”: one Vietnamese sentence per step, figures the Vietnamese way."""
    return [sentence(step) for step in steps]


def sentence(step: Step) -> str:
    """One step as a sentence. Raises KeyError for an unknown step: a mistake in the engine."""
    return _filled(SENTENCES[step.code], step.params)


def describe_breach(breach: Breach) -> str:
    """What is beyond the rule, in one sentence."""
    return _filled(BREACHES[breach.code], breach.params)


def describe_rule(rule: CriterionRule) -> list[str]:
    """The rule of a leaf in plain words for officers, one sentence each: base method, bonus and penalty, conditions.

    A group answers with its cap, if it has one.
    """
    if rule.method not in METHODS:
        return [] if rule.cap is None else [_("Tổng của nhóm không quá %(cap)s điểm.") % {"cap": number(abs(rule.cap))}]
    words = list(METHODS[rule.method].describe(rule))
    words += [_adjustment(rule, row) for row in rule.adjustments]
    if rule.cap is not None and rule.method not in ("count", "deduct", "target", "proportional", "bonus", "penalty"):
        words.append(_("Cả tiêu chí không quá %(cap)s điểm.") % {"cap": number(rule.cap)})
    if rule.floor is not None:
        words.append(_("Không thấp hơn %(floor)s điểm.") % {"floor": number(rule.floor)})
    foreign = [term for term in terms(rule.requires) if term.code]
    if foreign:
        words.append(_("Chỉ tính khi: %(requires)s.") % {"requires": _conditions(foreign)})
    if rule.not_applicable in NOT_APPLICABLE:
        words.append(str(NOT_APPLICABLE[rule.not_applicable]))
    return words


def _adjustment(rule: CriterionRule, row: AdjustmentRule) -> str:
    shown = {"label": row.label, "points": number(abs(row.points)), "cap": number(row.cap and abs(row.cap))}
    if row.kind == BONUS:
        text = _("Thưởng: %(label)s, mỗi trường hợp cộng %(points)s điểm") % shown
        text += _(", tối đa cộng %(cap)s") % shown if row.cap is not None else ""
    else:
        text = _("Trừ: %(label)s, mỗi trường hợp trừ %(points)s điểm") % shown
        text += _(", tối đa trừ %(cap)s") % shown if row.cap is not None else ""
    conditions = [_("chỉ chọn một")] if is_choose_one(rule, row) else []
    if requires := terms(requires_of(rule, row)):
        conditions.append(_("khi %(requires)s") % {"requires": _conditions(requires)})
    return f"{text} ({'; '.join(conditions)})." if conditions else f"{text}."


def _conditions(requirements: Iterable[Requirement]) -> str:
    return ", ".join(_condition(term) for term in requirements)


def _condition(term: Requirement) -> str:
    if not term.code:
        return _("đạt đủ điểm chuẩn của tiêu chí")
    if term.minimum is not None:
        return _("tiêu chí %(code)s đạt từ %(points)s điểm") % {"code": term.code, "points": number(term.minimum)}
    return _("tiêu chí %(code)s đạt đủ điểm chuẩn") % {"code": term.code}


def _filled(text, params) -> str:
    return str(text) % {key: _shown(key, value) for key, value in params.items()}


def _shown(key: str, value) -> str:
    if key == "requires":
        return _conditions(terms(value))
    if isinstance(value, date):
        return format_date(value)
    return number(value) if isinstance(value, Decimal | Fraction | int) else str(value)
