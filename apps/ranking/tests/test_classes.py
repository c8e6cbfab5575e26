"""Classes: points AND conditions AND quota, with the documents' own figures. Pure."""

from decimal import Decimal
from fractions import Fraction

import pytest

from apps.ranking.domain.classes import Ranked, classify
from apps.ranking.domain.rules import ClassTerms
from apps.scoring.domain.class_terms import TermsUnsound, disqualifier, target_terms

THREE = ["viec", "tien", "ton"]
ALL_THREE = target_terms({"of": THREE, "any": [{"met": "all"}]})
B_TARGETS = target_terms({"of": THREE, "any": [{"met": 2, "missed_under": "15"}, {"met": 1, "missed_under": "5"}]})
# QĐ 1682/QĐ-BTP of 21/9/2015; C is only there to catch what falls through.
THADS_2015 = [
    ClassTerms("A", Decimal(180), None, (), targets=(ALL_THREE,)),
    ClassTerms("B", Decimal(160), None, (), targets=(B_TARGETS,)),
    ClassTerms("C", Decimal(0), None, ()),
]


def unit(key=1, rank=1, points=170, shortfalls=(), maximum=200, **more):
    missed = {
        name: None if value is None else Fraction(str(value)) for name, value in zip(THREE, shortfalls, strict=False)
    }
    return Ranked(key, rank, Fraction(str(points)), frozenset(), Fraction(maximum), missed, **more)


@pytest.mark.parametrize(
    ("points", "shortfalls", "expected"),
    [
        (180, (0, 0, 0), "A"),
        ("179.999", (0, 0, 0), "B"),  # three of three are more than two of three
        (200, (0, 0, "0.001"), "B"),  # points of class A, one target missed
        (160, (0, 0, "14.999"), "B"),
        (160, (0, 0, 15), "C"),
        ("159.999", (0, 0, 0), "C"),
        (160, (0, "4.999", "4.999"), "B"),
        (160, (0, "4.999", 5), "C"),
        (170, ("0.5", "0.5", "0.5"), "C"),  # none met
        (170, (0, 0, None), "C"),  # no confirmed result is missed by nobody knows how much
        (170, (0, None, None), "C"),
    ],
)
def test_thads_2015_needs_points_and_targets(points, shortfalls, expected):
    assert classify([unit(points=points, shortfalls=shortfalls)], THADS_2015).given == {1: expected}


@pytest.mark.parametrize(("points", "expected"), [("135", "A"), ("134.999", "B")])
def test_threshold_in_percent_is_a_share_of_the_maximum(points, expected):
    classes = [ClassTerms("A", Decimal(90), None, (), in_percent=True), ClassTerms("B", Decimal(0), None, ())]
    assert classify([unit(points=points, maximum=150)], classes).given == {1: expected}


@pytest.mark.parametrize(
    ("percent", "number", "rounding", "expected"),
    [
        ("25", None, "down", 2),  # 2.5 of 10
        ("25", None, "nearest", 3),
        ("24", None, "nearest", 2),
        ("21", None, "up", 3),
        ("20", None, "up", 2),
        (None, 4, "down", 4),
        ("50", 4, "down", 4),
        ("30", 4, "down", 3),
        ("9", None, "down", 0),
    ],
)
def test_quota_is_a_share_or_a_number_rounded_as_stated(percent, number, rounding, expected):
    terms = ClassTerms("A", Decimal(0), percent and Decimal(percent), (), quota_number=number, quota_rounding=rounding)
    units = [unit(key=place, rank=place) for place in range(1, 11)]
    assert len(classify(units, [terms]).given) == expected


def test_tie_at_the_line_of_a_quota_is_told_and_waits_for_a_decision():
    classes = [ClassTerms("A", Decimal(0), None, (), quota_number=2), ClassTerms("B", Decimal(0), None, ())]
    units = [unit(1, 1), unit(2, 2), unit(3, 2), unit(4, 4)]
    open_ = classify(units, classes)
    assert open_.given == {1: "A", 2: "B", 3: "B", 4: "B"}
    assert [(tie.label, tie.keys, tie.places) for tie in open_.ties] == [("A", {2, 3}, 1)]
    key = ("A", frozenset({2, 3}))
    settled = classify(units, classes, {key: frozenset({3})})
    assert (settled.given, settled.ties) == ({1: "A", 3: "A", 2: "B", 4: "B"}, ())
    too_many = classify(units, classes, {key: frozenset({2, 3})})
    assert too_many.given == open_.given


def test_disqualifier_keeps_a_unit_below_a_class_without_costing_others_their_place():
    classes = [ClassTerms("A", Decimal(0), None, (), quota_number=1), ClassTerms("B", Decimal(0), None, ())]
    found = classify([unit(1, 1, not_above="B"), unit(2, 2)], classes)
    assert found.given == {1: "B", 2: "A"}


@pytest.mark.parametrize(
    "data",
    [
        {"of": [], "any": [{"met": 1}]},
        {"of": "viec", "any": [{"met": 1}]},
        {"of": ["viec"], "any": []},
        {"of": ["viec"], "any": [{"met": -1}]},
        {"of": ["viec"], "any": [{"met": 1, "missed_under": "NaN"}]},
        {"of": ["viec"], "any": [{"met": "x"}]},
        {"any": [{"met": 1}]},
    ],
)
def test_conditions_that_cannot_be_read_are_refused(data):
    with pytest.raises(TermsUnsound):
        target_terms(data)


@pytest.mark.parametrize(
    "data",
    [
        {"fact": "weather", "effect": "unranked", "label": "x"},
        {"fact": "targets", "effect": "gone", "label": "x"},
        {"fact": "targets", "effect": "class", "label": "x"},
        {"fact": "targets", "effect": "unranked", "label": " "},
        {"fact": "targets", "effect": "unranked", "label": "x", "missed_from": "-1"},
    ],
)
def test_disqualifiers_that_cannot_be_read_are_refused(data):
    with pytest.raises(TermsUnsound):
        disqualifier(data)


def test_terms_read_back_from_what_is_stored():
    assert target_terms(B_TARGETS.as_data()) == B_TARGETS
    stored = disqualifier(
        {"fact": "discipline", "effect": "class", "above": "Khá", "label": "Kỷ luật", "forms": ["warning"]}
    )
    assert disqualifier(stored.as_data()) == stored
