"""Which lines a reviewer should look at first, and why: pure weights over plain values.

The score only sorts and filters; it decides nothing. Every weight has its sentence, shown on the line.
Why these signs: most units claim exactly the maximum, so the few lines that deserve time must come first
(scoring-model §7: 1,008 of 1,227 self-scores were exactly the maximum).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from apps.scoring.domain.exact import exact
from apps.scoring.domain.wording import number

LOOK_FROM = 3
LOOK_CLOSELY_FROM = 5
LAST_YEAR_SHARE = 4  # a difference of a quarter of the maximum is worth a look

WEIGHTS = {
    "breach": 5,
    "returned": 4,
    "remark": 4,
    "full_without_evidence": 3,
    "bonus_without_evidence": 3,
    "above_last_year": 3,
    "not_applicable": 3,
    "incomplete": 3,
    "changed": 3,
    "late": 1,
    "below_last_year": 1,
    "exactly_maximum": 1,
}

SENTENCES = {
    "breach": lazy("%(text)s"),
    "returned": lazy("Đã yêu cầu bổ sung: “%(text)s”"),
    "remark": lazy("Đơn vị có ý kiến về số liệu hệ thống điền, chưa trả lời: “%(text)s”"),
    "full_without_evidence": lazy("Nhận đủ điểm chuẩn nhưng chưa có tài liệu minh chứng."),
    "bonus_without_evidence": lazy("Có điểm thưởng nhưng chưa có tài liệu minh chứng."),
    "above_last_year": lazy("Cao hơn hẳn năm trước: %(now)s/%(now_of)s, năm trước %(then)s/%(then_of)s."),
    "below_last_year": lazy("Thấp hơn hẳn năm trước: %(now)s/%(now_of)s, năm trước %(then)s/%(then_of)s."),
    "not_applicable": lazy("Đơn vị đề nghị không tính: %(text)s."),
    "incomplete": lazy("Đơn vị chưa chấm dòng này, hiện tính 0 điểm."),
    "late": lazy("Đơn vị sửa sau hạn nộp %(days)s ngày."),
    "changed": lazy("Đã sửa so với lần trước: %(before)s → %(now)s."),
    "exactly_maximum": lazy("Nhận đúng điểm tối đa."),
}

LEVELS = {
    "high": lazy("Cần xem kỹ"),
    "look": lazy("Cần xem"),
    "low": lazy("Không có dấu hiệu"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of one line when the reviewer opens the sheet. Points as claimed, None while nothing was typed.

    ``maximum``: standard points, 0 on leaves that only add or take off. ``last_year``: points and maximum of the
    same criterion last year. ``days_after_due``: days between the due date and the unit's last save, 0 in time.
    ``figure_remark``: what the unit says of a filled figure and nobody has answered. A filled line needs no evidence.
    ``before``: points of the version before this one (earlier submission or step) where they differ.
    """

    points: Decimal | None
    maximum: Decimal
    bonus: Decimal = Decimal(0)
    evidence: int = 0
    breaches: tuple[str, ...] = ()
    not_applicable: str = ""
    last_year: tuple[Decimal, Decimal] | None = None
    days_after_due: int = 0
    before: Decimal | None = None
    return_remark: str = ""
    figure_remark: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with its weight and the figures of its sentence."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        return WEIGHTS[self.code]

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params


@dataclass(frozen=True, slots=True)
class Risk:
    """All signs of a line, the heaviest first."""

    signs: tuple[Sign, ...] = ()

    @property
    def score(self) -> int:
        return sum(sign.weight for sign in self.signs)

    @property
    def level(self) -> str:
        if self.score >= LOOK_CLOSELY_FROM:
            return "high"
        return "look" if self.needs_look else "low"

    @property
    def label(self):
        return LEVELS[self.level]

    @property
    def needs_look(self) -> bool:
        """The light signs alone are no reason: nearly all lines claim the maximum, a late sheet is late as a whole."""
        return self.score >= LOOK_FROM

    @property
    def sentences(self) -> list[str]:
        return [str(sign) for sign in self.signs]


def assess(claim: Claim) -> Risk:
    """Signs of one line, the heaviest first."""
    return Risk(tuple(sorted(_signs(claim), key=lambda sign: -sign.weight)))


def _signs(claim: Claim) -> Iterator[Sign]:
    for text in claim.breaches:
        yield Sign("breach", {"text": text})
    if claim.return_remark:
        yield Sign("returned", {"text": claim.return_remark})
    if claim.figure_remark:
        yield Sign("remark", {"text": claim.figure_remark})
    if claim.not_applicable:
        yield Sign("not_applicable", {"text": claim.not_applicable})
        return
    if claim.points is None:
        yield Sign("incomplete")
        return
    yield from _against_maximum(claim)
    yield from _against_last_year(claim)
    if claim.days_after_due > 0:
        yield Sign("late", {"days": claim.days_after_due})
    if claim.before is not None and claim.before != claim.points:
        yield Sign("changed", {"before": number(claim.before), "now": number(claim.points)})


def _against_maximum(claim: Claim) -> Iterator[Sign]:
    if claim.bonus > 0 and not claim.evidence:
        yield Sign("bonus_without_evidence")
    if not claim.maximum or claim.points < claim.maximum:
        return
    if not claim.evidence:
        yield Sign("full_without_evidence")
    if claim.points == claim.maximum:
        yield Sign("exactly_maximum")


def _against_last_year(claim: Claim) -> Iterator[Sign]:
    if claim.last_year is None or not claim.maximum or not claim.last_year[1]:
        return
    then, then_of = claim.last_year
    difference = exact(claim.points) / exact(claim.maximum) - exact(then) / exact(then_of)
    if abs(difference) * LAST_YEAR_SHARE < 1:
        return
    shown = {
        "now": number(claim.points),
        "now_of": number(claim.maximum),
        "then": number(then),
        "then_of": number(then_of),
    }
    yield Sign("above_last_year" if difference > 0 else "below_last_year", shown)
