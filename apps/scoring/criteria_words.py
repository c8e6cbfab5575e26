"""Steps, classes and tie-break list of a set in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import HeadRole
from apps.core.dates import format_date
from apps.core.numbers import format_decimal, format_points
from apps.scoring.models import CriteriaSet, Criterion
from apps.units.enums import Role

# Who does a step: roles of the grants.
STEP_ROLES = {
    HeadRole.HEAD.value: lazy("Trưởng Cụm, Phó Trưởng Cụm"),
    Role.STANDING_OFFICE.value: lazy("Thường trực Hội đồng"),
}
TIE_LABELS = {
    "base": lazy("Tổng điểm chuẩn đạt được cao hơn"),
    "bonus": lazy("Tổng điểm thưởng cao hơn"),
    "-penalty": lazy("Tổng điểm trừ ít hơn"),
}


@dataclass(frozen=True)
class Arrangement:
    """What stands beside the tree, each as lines to read."""

    steps: list[str]
    classes: list[str]
    ties: list[str]


def arrangement_facts(criteria_set: CriteriaSet) -> Arrangement:
    """Steps in their order, classes from the highest, the tie-break list; three queries at most."""
    steps = [_step(step) for step in criteria_set.steps.order_by("order")]
    classes = [_class(rule) for rule in criteria_set.class_rules.order_by("order")]
    named = [entry.removeprefix("-") for entry in criteria_set.tie_break if entry not in TIE_LABELS]
    rows = {row.code: row for row in criteria_set.criteria.filter(code__in=named)} if named else {}
    return Arrangement(steps, classes, [tie_words(entry, rows) for entry in criteria_set.tie_break])


def tie_words(entry: str, rows: Mapping[str, Criterion]) -> str:
    """One comparison between equal totals. ``rows``: the criteria that it may name, by code."""
    if entry in TIE_LABELS:
        return str(TIE_LABELS[entry])
    text = _("Điểm tiêu chí %(code)s thấp hơn") if entry.startswith("-") else _("Điểm tiêu chí %(code)s cao hơn")
    code = entry.removeprefix("-")
    return text % {"code": f"{rows[code].printed_number} “{rows[code].label}”" if code in rows else code}


def _step(step) -> str:
    words = f"{step.name} – {STEP_ROLES.get(step.role, step.role)}"
    return f"{words}, {_('hạn %(date)s') % {'date': format_date(step.due_on)}}" if step.due_on else words


def _class(rule) -> str:
    text = _("%(label)s: từ %(points)s%% tổng điểm") if rule.in_percent else _("%(label)s: từ %(points)s điểm")
    words = [text % {"label": rule.label, "points": format_points(rule.min_points)}]
    if rule.conditions:
        words.append(_("đạt đủ điểm chuẩn tiêu chí %(codes)s") % {"codes": ", ".join(map(str, rule.conditions))})
    if rule.quota_percent is not None:
        shown = {"percent": format_decimal(rule.quota_percent)}
        words.append(_("không quá %(percent)s%% số đơn vị được xếp hạng") % shown)
    if rule.quota_number is not None:
        words.append(_("không quá %(count)s đơn vị") % {"count": rule.quota_number})
    if rule.targets:
        words.append(_("đạt điều kiện về chỉ tiêu"))
    return "; ".join(words)
