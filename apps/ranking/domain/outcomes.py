"""What facts and decisions mean for the units of a run: who has no rank, who is kept below a class, what to note."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from apps.ranking.domain.classes import QuotaTie
from apps.ranking.domain.rules import DECISIONS, UnitFacts, applying, highest_allowed
from apps.ranking.enums import Disqualifier
from apps.scoring.domain.class_terms import CLASS, DISCIPLINE, TARGETS, UNRANKED, named

_CODES = {TARGETS: Disqualifier.TARGETS, DISCIPLINE: Disqualifier.DISCIPLINE}


def out_of_ranking(rule: dict, facts: UnitFacts) -> tuple[Disqualifier, str] | None:
    """Why a unit with a final sheet has no rank, as code and in words; None for a unit that is ranked."""
    if facts.excluded:
        return Disqualifier.EXCLUDED, facts.excluded
    for each in applying(rule, facts):
        if each.effect == UNRANKED:
            return _CODES[each.fact], _with_figures(each, facts)
    return None


def class_notes(rule: dict, facts: UnitFacts) -> list[str]:
    """What keeps a ranked unit below a class."""
    highest = highest_allowed(rule, facts)
    return [
        _("Không xếp loại trên %(class)s: %(why)s.") % {"class": highest, "why": _with_figures(each, facts)}
        for each in applying(rule, facts)
        if each.effect == CLASS and each.above == highest
    ]


def tie_note(tie: QuotaTie) -> str:
    """What is told to units equal at the line of a quota."""
    return _("Bằng nhau ở ranh giới xếp loại %(class)s: %(units)s đơn vị, còn %(places)s chỗ. Cần quyết định.") % {
        "class": tie.label,
        "units": len(tie.keys),
        "places": tie.places,
    }


def decision_note(rule: Mapping, unit_code: str, class_label: str) -> str:
    """The decision by which a unit got its class or did not get it; empty without one."""
    for each in rule.get(DECISIONS, ()):
        if unit_code not in each["tied"]:
            continue
        shown = {"class": each["class"], "reason": each["reason"]}
        if unit_code in each["chosen"] and class_label == each["class"]:
            return _("Xếp loại %(class)s theo quyết định giữa các đơn vị bằng nhau: %(reason)s") % shown
        if unit_code not in each["chosen"]:
            return _("Không xếp loại %(class)s theo quyết định giữa các đơn vị bằng nhau: %(reason)s") % shown
    return ""


def _with_figures(each, facts: UnitFacts) -> str:
    if each.fact != TARGETS:
        return each.label
    found = named(each.of, facts.shortfalls)
    met = sum(value is not None and value <= 0 for value in found.values())
    text = _("%(label)s (đạt %(met)s/%(all)s chỉ tiêu)") % {"label": each.label, "met": met, "all": len(found)}
    if any(value is None for value in found.values()):
        text += _("; có chỉ tiêu chưa có kết quả được xác nhận")
    return text
