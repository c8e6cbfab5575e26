"""Invented answers to a criteria set: the same for the same unit, year and criterion whenever they are asked for."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.rules import CriterionRule

BASES = ("Kế hoạch công tác năm", "Báo cáo kết quả", "Thông báo kết luận", "Danh mục nhiệm vụ được giao")


class Draw:
    """Numbers drawn from the names of things, so that loading twice gives the same demo."""

    def __init__(self, *seeds: object):
        self.drawn = ":".join(str(seed) for seed in seeds)

    def share(self) -> float:
        """A number from 0 to below 1."""
        digest = hashlib.sha256(self.drawn.encode()).hexdigest()
        self.drawn = digest
        return int(digest[:12], 16) / 16**12

    def whole(self, low: int, high: int) -> int:
        return low + int(self.share() * (high - low + 1))


def answer(rule: CriterionRule, *, unit: str, year: int) -> LineInput:
    """What the unit reports on one leaf. Better units (by their own draw) miss less."""
    quality = 0.55 + 0.45 * Draw(unit, year).share()
    draw = Draw(unit, year, rule.code)
    missed = draw.share() > quality
    by_method = {
        "ratio_band": _ratio,
        "lateness_band": _lateness,
        "count": _count,
        "deduct": _deduct,
        "choice": _choice,
        "manual": _manual,
        "bonus": _cases,
        "penalty": _cases,
    }
    return by_method[rule.method](rule, draw, missed, year)


def _ratio(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    planned = draw.whole(24, 180)
    done = planned - (draw.whole(1, planned // 6) if missed else 0)
    return LineInput(numerator=Decimal(done), denominator=Decimal(planned))


def _lateness(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    cutoffs = [band.date_to for band in rule.bands if band.date_to]
    if cutoffs:
        return LineInput(actual_on=min(cutoffs) + timedelta(days=draw.whole(1, 10) if missed else -draw.whole(0, 20)))
    return LineInput(count=Decimal(draw.whole(1, 6) if missed else 0))


def _count(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    enough = int(rule.max_points / rule.per_item)
    return LineInput(count=Decimal(draw.whole(0, enough - 1) if missed else enough + draw.whole(0, 1)))


def _deduct(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    return LineInput(count=Decimal(draw.whole(1, 3) if missed else 0))


def _choice(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    best_first = sorted(rule.bands, key=lambda band: -band.points)
    return LineInput(band_label=best_first[1 if missed else 0].label)


def _manual(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    step = rule.step or Decimal("0.5")
    return LineInput(points=rule.max_points - step * (draw.whole(1, 4) if missed else 0))


def _cases(rule: CriterionRule, draw: Draw, missed: bool, year: int) -> LineInput:  # noqa: FBT001
    likely = 0.45 if rule.method == "bonus" else 0.12
    if not rule.adjustments or draw.share() > likely:
        return LineInput(cases={})
    row = rule.adjustments[draw.whole(0, len(rule.adjustments) - 1)]
    return LineInput(cases={row.label: 1})


def evidence(rule: CriterionRule, *, unit: str, unit_name: str, year: int) -> dict:
    """An invented paper that proves the line: symbol, date, abstract."""
    draw = Draw("evidence", unit, year, rule.code)
    return {
        "symbol": f"{draw.whole(11, 480)}/BC-{unit}",
        "issued_on": date(year, draw.whole(1, 10), draw.whole(1, 28)),
        "issuer_name": unit_name,
        "abstract": f"{BASES[draw.whole(0, len(BASES) - 1)]} (minh họa)",
    }
