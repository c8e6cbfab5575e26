"""Register of facts: what the system knows about a nominee, asked for many at once.

Code owns only the functions; which fact counts for which award is a row (EligibilityRule). The name of a fact in a row
is ``name`` or ``name:argument`` (``held_consecutive_years:CSTDCS``). ``FACTS`` lists every name that a rule may use,
with its unit; a fact that no app has registered yet, or that has no data, is unknown: neither met nor missed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Subject:
    """Of whom a fact is asked: a person or a unit, by the id that the registering app knows; ``year`` is considered."""

    kind: str  # enums.Subject: individual or collective
    pk: int
    year: int

    def __hash__(self) -> int:
        """Quick: thousands of nominees are keys of every fact, and the hash of an enum is slow."""
        return hash((self.pk, self.year))


@dataclass(frozen=True)
class Known:
    """A value and how it is known: decision and date, count, source; ``detail`` is shown to people."""

    value: object
    detail: str = ""


class Confirmation(Enum):
    """What stands in place of a value that nobody has stored: people confirmed that the condition is met."""

    BY_PEOPLE = "by_people"


CONFIRMED = Confirmation.BY_PEOPLE

FACTS: dict[str, object] = {
    "achievements_before_discipline_served": _("số thành tích trước ngày chấp hành xong kỷ luật"),
    "annual_rating": _("xếp loại chất lượng hằng năm"),
    "days_after_central_deadline": _("số ngày sau hạn trình trung ương"),
    "deceased": _("đã mất"),
    "declared": _("nội dung tập thể bình xét xác nhận"),
    "disciplined_in_year": _("bị kỷ luật trong năm"),
    "excellent_consecutive_years": _("số năm liên tục hoàn thành xuất sắc nhiệm vụ"),
    "excellent_or_held_consecutive_years": _("số năm liên tục hoàn thành xuất sắc hoặc đạt danh hiệu"),
    "excellent_years_since": _("số năm hoàn thành xuất sắc từ lần khen thưởng"),
    "held_any": _("số lần đã được tặng"),
    "held_consecutive_times": _("số lần đạt liên tục"),
    "held_consecutive_years": _("số năm đạt liên tục"),
    "held_ever": _("số lần đã được tặng, mọi năm"),
    "held_post": _("đang hoặc đã giữ chức vụ"),
    "held_same_year": _("đạt trong cùng năm"),
    "held_since": _("số lần được tặng từ lần khen thưởng trước"),
    "honoured_by_cluster_vote": _("được Cụm bình xét, suy tôn"),
    "initiatives_in_period": _("số sáng kiến trong thời gian xét"),
    "initiatives_in_year": _("số sáng kiến trong năm"),
    "leads_cluster": _("dẫn đầu Cụm, Khối thi đua"),
    "led_movement_years": _("số năm dẫn đầu phong trào thi đua"),
    "led_pm_movement_years": _("số năm dẫn đầu phong trào do Thủ tướng phát động"),
    "long_training_result": _("kết quả học tập từ 12 tháng trở lên"),
    "members_completing_percent": _("tỷ lệ cá nhân hoàn thành nhiệm vụ (%)"),
    "members_disciplined": _("số cá nhân bị kỷ luật"),
    "members_holding": _("số cá nhân đạt danh hiệu"),
    "members_share": _("tỷ lệ cá nhân đạt danh hiệu (%)"),
    "merit_basis_excluded_types": _("loại hình của thành tích dùng làm căn cứ"),
    "minutes_name_cluster": _("biên bản nêu rõ cụm, khối"),
    "months_worked_in_year": _("số tháng làm việc trong năm"),
    "old_unit_remark_missing": _("thiếu nhận xét của đơn vị cũ"),
    "proposed_same_year": _("được đề nghị trong cùng năm"),
    "research_in_year": _("số đề tài, đề án đã nghiệm thu trong năm"),
    "same_achievement_rewarded": _("thành tích đã được khen thưởng"),
    "service_months": _("số tháng công tác trong ngành"),
    "state_awards_in_year": _("số khen thưởng cấp Nhà nước trong năm"),
    "targets_missed": _("số chỉ tiêu không đạt"),
    "tenure_months": _("số tháng giữ chức vụ"),
    "under_review": _("đang bị xem xét, xác minh"),
    "unit_dissolved": _("đơn vị đã giải thể"),
    "unit_kind": _("loại đơn vị"),
    "unit_rating": _("xếp loại đơn vị"),
    "works_in_period": _("số sáng kiến, đề tài có phạm vi ảnh hưởng trong thời gian xét"),
    "years_since": _("số năm từ lần khen thưởng"),
    "years_since_streak": _("số năm từ khi đủ số lần liên tục"),
}

# Facts that are codes, yes or no; every other one is a number.
NOT_NUMBERS = frozenset(
    {
        "annual_rating",
        "deceased",
        "declared",
        "disciplined_in_year",
        "held_post",
        "held_same_year",
        "honoured_by_cluster_vote",
        "leads_cluster",
        "long_training_result",
        "merit_basis_excluded_types",
        "minutes_name_cluster",
        "old_unit_remark_missing",
        "proposed_same_year",
        "same_achievement_rewarded",
        "under_review",
        "unit_dissolved",
        "unit_kind",
        "unit_rating",
    }
)


# What a year shows only at its end: before that nobody has missed it yet.
SHOWN_AT_YEARS_END = frozenset(
    {
        "annual_rating",
        "held_same_year",
        "honoured_by_cluster_vote",
        "initiatives_in_year",
        "leads_cluster",
        "members_completing_percent",
        "members_holding",
        "members_share",
        "minutes_name_cluster",
        "proposed_same_year",
        "research_in_year",
        "targets_missed",
        "unit_rating",
    }
)


def is_shown_at_years_end(fact: str) -> bool:
    """Whether a fact as a rule writes it is settled only when the year considered is over."""
    return fact.partition(":")[0] in SHOWN_AT_YEARS_END


# Of those, what stands once it is stored: a level given for the year is not given again.
STANDS_ONCE_KNOWN = frozenset({"annual_rating"})


def may_still_come(fact: str) -> bool:
    """Whether what a fact misses now may be met when the year is over."""
    return is_shown_at_years_end(fact) and fact.partition(":")[0] not in STANDS_ONCE_KNOWN


def is_number(fact: str) -> bool:
    """Whether a fact as a rule writes it is a number: only those can be held against "từ … trở lên"."""
    return fact.partition(":")[0] not in NOT_NUMBERS


BulkFunction = Callable[[Iterable[Subject], str], Mapping[Subject, Known]]
_functions: dict[str, BulkFunction] = {}


def register(name: str, function: BulkFunction) -> None:
    """``function(subjects, argument)`` answers what is known, of many subjects in a constant number of queries.

    Raises KeyError for a name that is not in FACTS.
    """
    if name not in FACTS:
        raise KeyError(name)
    _functions[name] = function


def split(fact: str) -> tuple[str, str]:
    """(name, argument) of a fact as a rule writes it."""
    name, _colon, argument = fact.partition(":")
    return name, argument


def label_of(fact: str) -> str:
    """How the history names a fact as a rule writes it: "số năm đạt liên tục: CSTDCS"; unknown ones not at all."""
    name, argument = split(fact)
    return ": ".join(filter(None, [str(FACTS[name]), argument])) if name in FACTS else ""


def is_registered(fact: str) -> bool:
    return split(fact)[0] in _functions


def gather(facts: Iterable[str], subjects: Iterable[Subject], on: date) -> dict[Subject, dict[str, Known]]:
    """What is known of each subject: each fact is asked once for all of them. ``on``: the day that counts."""
    subjects = list(subjects)
    known: dict[Subject, dict[str, Known]] = {subject: {} for subject in subjects}
    for fact in dict.fromkeys(facts):
        name, argument = split(fact)
        if name in _functions:
            for subject, value in _functions[name](subjects, argument).items():
                known[subject][fact] = value
    return known
