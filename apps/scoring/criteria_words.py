"""What stands beside the tree of a set in words: read from its plain data (``domain.arranged``), also a frozen one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import HeadRole
from apps.core.dates import format_date
from apps.core.numbers import format_decimal, format_points
from apps.scoring.domain.arranged import arrangement_of
from apps.scoring.domain.class_terms import (
    CLASS,
    DISCIPLINE,
    EVERY_INDICATOR,
    INDICATOR,
    disqualifier,
    target_terms,
    target_words,
)
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.enums import EvidenceNeed, QuotaRounding
from apps.scoring.models import CriteriaSet, Criterion
from apps.units.enums import Role, UnitKind
from apps.units.person_enums import DisciplineForm

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
    outside: list[str]


@dataclass(frozen=True)
class Topic:
    """One thing that stands beside the tree: how it reads now, and how it read before."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def arrangement_facts(criteria_set: CriteriaSet) -> Arrangement:
    """Steps in their order, classes from the highest, tie-break list, who is not ranked; four queries at most."""
    data = arrangement_of(criteria_set)
    named = [entry.removeprefix("-") for entry in data["tie_break"] if entry not in TIE_LABELS]
    names = names_of(criteria_set.criteria.filter(code__in=named)) if named else {}
    return Arrangement(_steps(data, names), _classes(data, names), _ties(data, names), _outside(data, names))


def names_of(criteria: Iterable[Criterion | CriterionRule]) -> dict[str, str]:
    """Code → the criterion as people read it: its printed number and its text."""
    return {each.code: f"{each.number or each.code} “{each.label}”" for each in criteria}


def topics(after: Mapping, before: Mapping | None = None, *, names: Mapping[str, str]) -> list[Topic]:
    """Plain data of two sets in words, topic by topic; what either does not know (frozen long ago) is left out.

    ``names``: those of the criteria on both sides (``names_of``); a text that changed is told with the tree.
    """
    before = after if before is None else before
    return [
        Topic(str(label), tuple(map(str, read(before, names))), tuple(map(str, read(after, names))))
        for key, (label, read) in _TOPICS.items()
        if key in after and key in before
    ]


def tie_words(entry: str, names: Mapping[str, str]) -> str:
    """One comparison between equal totals. ``names``: of the criteria that it may name (``names_of``)."""
    if entry in TIE_LABELS:
        return str(TIE_LABELS[entry])
    text = _("Điểm tiêu chí %(code)s thấp hơn") if entry.startswith("-") else _("Điểm tiêu chí %(code)s cao hơn")
    code = entry.removeprefix("-")
    return text % {"code": names.get(code, code)}


def period_words(start: date | None, end: date | None) -> str:
    """What is counted: from which day to which."""
    if not start and not end:
        return _("Cả năm thi đua")
    words = {"start": format_date(start) if start else "…", "end": format_date(end) if end else "…"}
    return _("Từ ngày %(start)s đến ngày %(end)s") % words


def _steps(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [_step(*step) for step in data["steps"]]


def _step(name: str, role: str, due_on: str | None = None) -> str:
    words = f"{name} – {STEP_ROLES.get(role, role)}"
    return f"{words}, {_('hạn %(date)s') % {'date': format_date(date.fromisoformat(due_on))}}" if due_on else words


def _classes(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [_class(rule) for rule in data["classes"]]


def _class(rule: Mapping) -> str:
    text = _("%(label)s: từ %(points)s%% tổng điểm") if rule.get("in_percent") else _("%(label)s: từ %(points)s điểm")
    words = [text % {"label": rule["label"], "points": format_points(Decimal(rule["min_points"]))}]
    if rule["conditions"]:
        words.append(_("đạt đủ điểm chuẩn tiêu chí %(codes)s") % {"codes": ", ".join(map(str, rule["conditions"]))})
    if rule["quota_percent"] is not None:
        shown = {"percent": format_decimal(Decimal(rule["quota_percent"]))}
        rounding = QuotaRounding(rule.get("quota_rounding", QuotaRounding.DOWN)).label
        words.append(_("không quá %(percent)s%% số đơn vị được xếp hạng") % shown + f" ({str(rounding).lower()})")
    if rule.get("quota_number") is not None:
        words.append(_("không quá %(count)s đơn vị") % {"count": rule["quota_number"]})
    words += [_with_names(target_words(terms), terms.of) for terms in map(target_terms, rule.get("targets", ()))]
    return "; ".join(words)


def _with_names(text: str, of: tuple[str, ...]) -> str:
    """Behind a condition the targets that it means, where it does not mean all."""
    return text if EVERY_INDICATOR in of else f"{text} ({', '.join(name.removeprefix(INDICATOR) for name in of)})"


def _ties(data: Mapping, names: Mapping[str, str]) -> list[str]:
    return [tie_words(entry, names) for entry in data["tie_break"]]


def _outside(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [_disqualified(each) for each in data["disqualifiers"]]


def _disqualified(data: Mapping) -> str:
    rule = disqualifier(data)
    if rule.fact == DISCIPLINE:
        known = [str(DisciplineForm(form).label) if form in DisciplineForm.values else form for form in rule.forms]
        why = f"{rule.label} ({', '.join(known)})" if known else rule.label
    else:
        found = _("từ %(count)s chỉ tiêu") % {"count": rule.missed}
        if rule.missed_from is not None:
            found += ", " + _("mỗi chỉ tiêu hụt từ %(percent)s%%") % {"percent": format_decimal(rule.missed_from)}
        why = f"{rule.label}, {_with_names(found, rule.of)}"
    if rule.effect == CLASS:
        return _("Không xếp loại trên %(class)s: %(why)s.") % {"class": rule.above, "why": why}
    return f"{_('Không xếp hạng')}: {why}."


def _kinds(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [str(UnitKind(kind).label) if kind in UnitKind.values else kind for kind in data["kinds"]]


def _counted(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [period_words(*(day and date.fromisoformat(day) for day in data["counted"]))]


def _proof(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [_need(data["evidence"])]


def _proofs(data: Mapping, _names: Mapping[str, str]) -> list[str]:
    return [f"{code}: {_need(need)}" for code, need in sorted(data["proofs"].items())]


def _need(need: str) -> str:
    return str(EvidenceNeed(need).label)


_TOPICS = {
    "kinds": (lazy("Áp dụng cho"), _kinds),
    "counted": (lazy("Thời gian tính"), _counted),
    "evidence": (lazy("Tài liệu minh chứng"), _proof),
    "proofs": (lazy("Tài liệu minh chứng của từng tiêu chí"), _proofs),
    "steps": (lazy("Các bước"), _steps),
    "classes": (lazy("Xếp loại"), _classes),
    "tie_break": (lazy("Khi bằng điểm"), _ties),
    "disqualifiers": (lazy("Không xếp hạng, hạn chế xếp loại"), _outside),
}
