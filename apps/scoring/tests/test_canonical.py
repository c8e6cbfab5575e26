"""Canonical text and hashes that anybody can compute again."""

import hashlib
import unicodedata
from decimal import Decimal

import pytest

from apps.scoring.domain.canonical import path_text, run_hash, sheet_hash, sheet_rows, sheet_text, three_decimals
from apps.scoring.domain.engine import compute_sheet
from apps.scoring.domain.tree import build_tree
from apps.scoring.tests.rules_for_tests import group, leaf, measure

ROWS = [
    ("B/2", Decimal("1.75"), Decimal(0), Decimal("0.5"), Decimal("1.25")),
    ("A/1", Decimal(2), Decimal("0.1"), Decimal(0), Decimal("2.1")),
]
TEXT = "A/1\t2.000\t0.100\t0.000\t2.100\nB/2\t1.750\t0.000\t0.500\t1.250\n"


def test_text_is_sorted_by_path_with_three_decimals():
    assert sheet_text(ROWS) == TEXT
    assert sheet_text(reversed(ROWS)) == TEXT


def test_hash_is_the_sha256_of_the_text():
    assert sheet_hash(ROWS) == hashlib.sha256(TEXT.encode()).hexdigest()


def test_composed_and_decomposed_paths_are_one():
    decomposed = unicodedata.normalize("NFD", "Đ.Thưởng")
    rows = [(decomposed, *ROWS[0][1:])]
    assert sheet_hash(rows) == sheet_hash([("Đ.Thưởng", *ROWS[0][1:])])


def test_path_twice_is_refused():
    with pytest.raises(ValueError, match="path twice"):
        sheet_text([ROWS[0], ROWS[0]])


def test_slash_inside_a_code_is_marked():
    assert path_text(["A/I", "1"]) == "A\\/I/1"
    assert path_text(["A", "I/1"]) != path_text(["A/I", "1"])


@pytest.mark.parametrize(("value", "text"), [("-0.000", "0.000"), ("-2", "-2.000"), ("1E+2", "100.000")])
def test_three_decimals(value, text):
    assert three_decimals(Decimal(value)) == text


def test_finer_points_than_stored_are_refused():
    with pytest.raises(ValueError, match="more than three decimals"):
        three_decimals(Decimal("0.0005"))


def test_rows_of_a_sheet_leave_out_what_does_not_count():
    tree = build_tree(
        [
            group("A", 3),
            *(leaf("manual", top, code=str(top), parent_code="A", not_applicable="exclude") for top in (1, 2)),
        ]
    )
    zero = compute_sheet(tree, {"1": measure(points=1), "2": measure(points=0)})
    left_out = compute_sheet(tree, {"1": measure(points=1), "2": measure(not_applicable=True)})
    assert [row[0] for row in sheet_rows(tree, zero.lines)] == ["A/1", "A/2"]
    assert [row[0] for row in sheet_rows(tree, left_out.lines)] == ["A/1"]


def test_run_hash_does_not_depend_on_the_order_of_units():
    sheets = {"VU-B": "b" * 64, "VU-A": "a" * 64}
    text = f"v1\nVU-A:{'a' * 64}\nVU-B:{'b' * 64}\n"
    assert run_hash("v1", sheets) == hashlib.sha256(text.encode()).hexdigest()
    assert run_hash("v1", dict(reversed(sheets.items()))) == run_hash("v1", sheets)
    assert run_hash("v2", sheets) != run_hash("v1", sheets)
