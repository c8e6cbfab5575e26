"""Signs of risk: one case per sign, at and beside its threshold."""

from decimal import Decimal

import pytest

from apps.scoring.domain.risk import Claim, assess

D = Decimal


def codes(**values):
    claim = Claim(**({"points": D(1), "maximum": D(4), "evidence": 1} | values))
    return [sign.code for sign in assess(claim).signs]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"points": D("3.999")}, []),
        ({"points": D(4)}, ["exactly_maximum"]),
        ({"points": D("4.001")}, []),
        ({"points": D(4), "evidence": 0}, ["full_without_evidence", "exactly_maximum"]),
        ({"points": D("4.001"), "evidence": 0}, ["full_without_evidence"]),
        ({"points": D(0), "maximum": D(0), "evidence": 0}, []),
        ({"bonus": D("0.5")}, []),
        ({"bonus": D("0.5"), "evidence": 0}, ["bonus_without_evidence"]),
        ({"points": None}, ["incomplete"]),
        ({"points": None, "not_applicable": "Không phát sinh"}, ["not_applicable"]),
        ({"breaches": ("Điểm 5 vượt mức tối đa 4.",)}, ["breach"]),
        ({"return_remark": "Thiếu văn bản"}, ["returned"]),
        ({"days_after_due": 1}, ["late"]),
        ({"days_after_due": 0}, []),
        ({"before": D(1)}, []),
        ({"before": D(2)}, ["changed"]),
        ({"points": D(3), "last_year": (D("2.001"), D(4))}, []),
        ({"points": D(3), "last_year": (D(2), D(4))}, ["above_last_year"]),
        ({"points": D(3), "last_year": (D(1), D(2))}, ["above_last_year"]),
        ({"points": D(1), "last_year": (D(2), D(4))}, ["below_last_year"]),
        ({"points": D(1), "last_year": (D("1.999"), D(4))}, []),
        ({"points": D(1), "last_year": (D(2), D(0))}, []),
    ],
)
def test_signs_of_a_claim(values, expected):
    assert codes(**values) == expected


def test_signs_are_sorted_by_weight_and_add_up():
    risk = assess(Claim(points=D(4), maximum=D(4), days_after_due=3, last_year=(D(1), D(4))))
    assert {sign.code for sign in risk.signs[:2]} == {"full_without_evidence", "above_last_year"}
    assert {sign.code for sign in risk.signs[2:]} == {"exactly_maximum", "late"}
    assert (risk.score, risk.level) == (8, "high")


@pytest.mark.parametrize(
    ("values", "level", "look"),
    [
        ({"points": D(1)}, "low", False),
        ({"points": D(4)}, "low", False),
        ({"points": D(4), "days_after_due": 9}, "low", False),
        ({"points": None}, "look", True),
        ({"points": D(4), "before": D(1)}, "look", True),
        ({"points": D(1), "breaches": ("x",)}, "high", True),
    ],
)
def test_levels(values, level, look):
    risk = assess(Claim(maximum=D(4), evidence=1, **values))
    assert (risk.level, risk.needs_look) == (level, look)


def test_sentences_say_the_figures():
    risk = assess(Claim(points=D("3.5"), maximum=D(4), evidence=1, last_year=(D(1), D(4)), days_after_due=2))
    assert risk.sentences == [
        "Cao hơn hẳn năm trước: 3,5/4, năm trước 1/4.",
        "Đơn vị sửa sau hạn nộp 2 ngày.",
    ]
