"""What was typed on a line, in words: for check-answers, prints and conflicts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.core.dates import format_date
from apps.core.numbers import format_decimal, format_points
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.methods import asked_of
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.enums import NotApplicableReason

RATIO = {"numerator", "denominator"}


def answer_text(rule: CriterionRule, inputs: LineInput) -> str:
    """All inputs of the line on one line of text; empty while nothing was typed."""
    if inputs.not_applicable:
        return str(NotApplicableReason(inputs.not_applicable).label)
    return "; ".join([*_measured(rule, inputs), *_cases(inputs)])


def count_label(rule: CriterionRule) -> str:
    """What ``count`` counts under this rule."""
    labels = {
        "lateness_band": _("Số ngày chậm"),
        "lookup2": _("Khối lượng"),
        "deduct": _("Số trường hợp"),
        "penalty": _("Số trường hợp"),
    }
    return labels.get(rule.method, _("Số lượng"))


def _measured(rule: CriterionRule, inputs: LineInput) -> Iterator[str]:
    asked = set(asked_of(rule))
    if inputs.points is not None:
        yield _("%(points)s điểm") % {"points": format_points(inputs.points)}
    if "count" in asked and inputs.count is not None:
        yield f"{count_label(rule)}: {format_decimal(inputs.count)}"
    if asked & RATIO and inputs.numerator is not None and inputs.denominator is not None:
        yield f"{format_decimal(inputs.numerator)} / {format_decimal(inputs.denominator)}"
    if "target" in asked and inputs.target is not None:
        yield _("Chỉ tiêu: %(value)s") % {"value": format_decimal(inputs.target)}
    if "actual" in asked and inputs.actual is not None:
        yield _("Kết quả: %(value)s") % {"value": format_decimal(inputs.actual)}
    if "actual_on" in asked and inputs.actual_on is not None:
        yield format_date(inputs.actual_on)
    if "band_label" in asked and inputs.band_label:
        yield inputs.band_label


def _cases(inputs: LineInput) -> Iterator[str]:
    for label, count in inputs.cases.items():
        if count:
            yield _("%(label)s: %(count)s trường hợp") % {"label": label, "count": format_decimal(count)}
