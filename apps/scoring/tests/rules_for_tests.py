"""Short ways to write the rules of real tables."""

from decimal import Decimal

from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.rules import BONUS, PENALTY, AdjustmentRule, BandRule, CriterionRule, Measure


def number(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def band(points, lo=None, hi=None, *, lo_open=False, hi_open=False, label="", **options) -> BandRule:
    return BandRule(
        label=label,
        points=number(points),
        lo=number(lo),
        lo_open=lo_open,
        hi=number(hi),
        hi_open=hi_open,
        **options,
    )


def leaf(method, maximum, *, code="1", label="Tiêu chí", bands=(), adjustments=(), **options) -> CriterionRule:
    figures = {key: number(options.pop(key)) for key in ("step", "per_item", "cap", "floor") if key in options}
    return CriterionRule(
        code=code,
        label=label,
        method=method,
        max_points=number(maximum),
        bands=tuple(bands),
        adjustments=tuple(adjustments),
        **figures,
        **options,
    )


def group(code, maximum=None, *, parent="", cap=None, floor=None, **options) -> CriterionRule:
    return CriterionRule(
        code=code,
        parent_code=parent,
        label=f"Nhóm {code}",
        method="additive",
        max_points=number(maximum),
        cap=number(cap),
        floor=number(floor),
        **options,
    )


def bonus(points, cap=None, *, label="thưởng", **options) -> AdjustmentRule:
    return AdjustmentRule(label, BONUS, number(points), number(cap), **options)


def penalty(points, cap=None, *, label="trừ", **options) -> AdjustmentRule:
    return AdjustmentRule(label, PENALTY, number(points), number(cap), **options)


def measure(**values) -> Measure:
    plain = {"band_label", "not_applicable", "cases", "actual_on"}
    return Measure(**{key: value if key in plain else number(value) for key, value in values.items()})


def points(rule, peers=None, **values) -> Decimal:
    return compute_line(rule, measure(**values), peers).points


# The ministry's table of 2022 for ratios: 100% → 2; 95 to <100 → 1.75; …; below 60% → 0.
RATIO_2022 = leaf(
    "ratio_band",
    2,
    bands=[
        band(2, 100),
        band(1.75, 95, 100, hi_open=True),
        band(1.5, 80, 95, hi_open=True),
        band(1, 70, 80, hi_open=True),
        band(0.5, 60, 70, hi_open=True),
        band(0, None, 60, hi_open=True),
    ],
)
# Đồng Tháp 2022: "trên 95%", then "từ 75% đến 95%".
RATIO_DONG_THAP = leaf(
    "ratio_band",
    1.5,
    bands=[
        band(1.5, 95, lo_open=True),
        band(1, 75, 95),
        band(0.5, 50, 75, hi_open=True),
        band(0, None, 50, hi_open=True),
    ],
)
# Đồng Tháp 2022: on time 2; 01-02 days 1.5; 03-05 1; 06-10 0.5; over 10 0.
LATENESS_DONG_THAP = leaf(
    "lateness_band",
    2,
    bands=[band(2, None, 0), band(1.5, 1, 2), band(1, 3, 5), band(0.5, 6, 10), band(0, 10, lo_open=True)],
)
