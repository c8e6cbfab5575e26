"""The score file: read into measures, computed or taken as agreed, refused with row and column."""

import io

import pytest

from apps.core.spreadsheets import Problems, read_table
from apps.scoring.domain.score_entries import score_entries
from apps.scoring.domain.score_files import COLUMNS, REQUIRED, read_scores, write_scores
from apps.scoring.domain.tree import build_tree
from apps.scoring.tests.rules_for_tests import (
    LATENESS_DONG_THAP,
    RATIO_2022,
    band,
    bonus,
    group,
    leaf,
    penalty,
)
from apps.scoring.tests.test_methods_bands import CUTOFFS

HEAD = ",".join(COLUMNS) + "\n"


def placed(rule, code, parent=""):
    from dataclasses import replace

    return replace(rule, code=code, parent_code=parent)


TREE = build_tree(
    [
        group("A", 14),
        placed(RATIO_2022, "ratio", "A"),
        placed(LATENESS_DONG_THAP, "late", "A"),
        placed(CUTOFFS, "date", "A"),
        leaf(
            "manual", 3, code="hand", parent_code="A", adjustments=[bonus(1, label="khen"), penalty(0.5, label="nhắc")]
        ),
        leaf("choice", 1, code="pick", parent_code="A", bands=[band(1, label="có"), band(0, label="không")]),
        leaf("target_best", 2, code="best", parent_code="A", not_applicable="exclude"),
        leaf("penalty", 5, code="minus"),
    ]
)


def read(text, units=("V1", "V2")):
    table = read_table(text.encode(), name="d.csv", columns=COLUMNS, required=REQUIRED)
    return read_scores(table, dict.fromkeys(units, TREE))


def scored(text, stage="self", **options):
    file = read(HEAD + text)
    file.raise_problems()
    result = score_entries(file, dict.fromkeys(("V1", "V2"), TREE), stage, **options)
    return {unit: {code: str(line.points) for code, line in lines.items()} for unit, lines in result.lines.items()}


def test_every_column_finds_its_method():
    assert scored(
        "V1,ratio,,,95,100\nV1,late,,3\nV1,date,,,,,,2020-02-15\nV1,pick,,,,,,,có\n"
        "V1,hand,2.5\nV1,hand,,2,,,,,khen\nV1,hand,,,,,,,nhắc\nV1,minus,-2\n"
    ) == {
        "V1": {
            "ratio": "1.750",
            "late": "1.000",
            "date": "3.000",
            "pick": "1.000",
            "hand": "4.000",
            "minus": "-2.000",
        }
    }


def test_relative_leaf_is_measured_against_the_whole_file():
    assert scored("V1,best,,,,,10,15\nV2,best,,,,,10,20\n") == {"V1": {"best": "1.500"}, "V2": {"best": "2.000"}}


def test_agreed_points_hold_for_any_method_at_later_stages():
    for stage in ("reviewed", "final"):
        assert scored("V1,ratio,1.2,,1,100\n", stage)["V1"]["ratio"] == "1.200"
    assert scored("V1,ratio,1.2,,1,100\n")["V1"]["ratio"] == "0.000"


def test_empty_points_are_computed_and_missing_leaves_are_zero_at_final():
    points = scored("V1,ratio,,,1,1\n", "final")["V1"]
    assert points == {
        "ratio": "2.000", "late": "0.000", "date": "0.000", "hand": "0.000", "pick": "0.000", "best": "0.000",
        "minus": "0.000",
    }  # fmt: skip


def test_points_on_a_group_replace_its_children():
    assert scored("V1,A,15\nV1,minus,1\n", "final", allow_breaches=True)["V1"] == {"A": "15.000", "minus": "-1.000"}


GRID = "".join(f"V1,{code},,,,,,,,{no},\n" for code in ("ratio", "late", "date", "hand", "pick") for no in ("0",))


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (f"V1,A,5,,,,,,,0,\n{GRID}V1,minus,1\n", {"A", "minus"}),  # children listed and empty
        ("V1,A,,,,,,,,khong,ghi chú\nV1,hand,1\nV1,minus,1\n", {"hand", "minus"}),  # a full grid
    ],
)
def test_rows_that_say_nothing_are_no_points_on_a_group_or_below_it(rows, codes):
    file = read(HEAD + rows)
    assert (file.problems, set(file.entries["V1"])) == ([], codes)


def test_bests_are_those_of_the_units_own_set():
    other = build_tree([leaf("target_best", 2, code="best"), leaf("manual", 3, code="hand")])
    table = read_table(
        (HEAD + "V1,best,,,,,10,15\nV2,best,,,,,10,40\n").encode(), name="d.csv", columns=COLUMNS, required=REQUIRED
    )
    trees = {"V1": TREE, "V2": other}
    lines = score_entries(read_scores(table, trees), trees, "self").lines
    assert [str(lines[unit]["best"].points) for unit in trees] == ["2.000", "2.000"]


@pytest.mark.parametrize(
    ("target", "actual", "ratio", "problems", "warnings"),
    [
        ("95%", "0.96", ",", ["G – target"], []),
        ("95", "96%", ",", ["H – actual"], []),
        ("95%", "96%", ",", ["G – target", "H – actual"], []),
        ("95%", "", "96,100", [], []),
        ("95", "0.96", ",", [], ["H – actual"]),
        ("95", "96", ",", [], []),
        ("95", "0", ",", [], []),
    ],
)
def test_rates_are_told_by_their_two_parts(target, actual, ratio, problems, warnings):
    file = read(f"{HEAD}V1,best,,,{ratio},{target},{actual}\n")
    assert [problem.column for problem in file.problems] == problems
    assert [problem.column for problem in file.warnings] == warnings


def test_inputs_win_over_points_beside_them_with_a_warning():
    file = read(HEAD + "V1,ratio,1.5,,95,100\n")
    result = score_entries(file, {"V1": TREE}, "self")
    assert str(result.lines["V1"]["ratio"].points) == "1.750"
    assert [(problem.row, problem.column) for problem in file.warnings] == [(2, "C – points")]


def test_not_applicable_follows_the_policy():
    file = read(HEAD + "V1,best,,,,,,,,1\nV1,hand,3,,,,,,,khong\n")
    result = score_entries(file, {"V1": TREE}, "final")
    assert not result.lines["V1"]["best"].applicable
    assert str(result.lines["V1"]["hand"].points) == "3.000"
    assert file.entries["V1"]["best"].reason == "not_arising"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("X,ratio,1\n", [(2, "A – unit")]),
        ("V1,x,1\n", [(2, "B – code")]),
        ("V1,ratio,hai\n", [(2, "C – points")]),
        ("V1,ratio,NaN\n", [(2, "C – points")]),
        ("V1,ratio,,,95%\n", [(2, "E – numerator"), (2, "F – denominator")]),
        ("V1,ratio,,,0.95\n", [(2, "F – denominator")]),
        ("V1,ratio,,,95\n", [(2, "F – denominator")]),
        ("V1,hand,1\nV1,hand,2\n", [(3, "B – code")]),
        ("V1,hand,,1,,,,,khen\nV1,hand,,2,,,,,khen\n", [(3, "I – band_label")]),
        ("V1,A,5\nV1,hand,1\n", [(3, "B – code")]),
        ("V1,A,5,3\n", [(2, "D – count")]),
        ("V1,date,,,,,,32/13/2020\n", [(2, "H – actual")]),
    ],
)
def test_bad_rows_are_refused_with_their_place(rows, expected):
    with pytest.raises(Problems) as refusal:
        read(HEAD + rows).raise_problems()
    assert [(problem.row, problem.column) for problem in refusal.value] == expected


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("V1,ratio,,,1,0\n", "F – denominator"),
        ("V1,late,,-1\n", "D – count"),
        ("V1,late,,99999999999\n", "D – count"),
        ("V1,pick,,,,,,,có thể\n", "I – band_label"),
        ("V1,hand,3.001\n", "C – points"),
        ("V1,hand,-1\n", "C – points"),
        ("V1,best,,,,,-1,5\n", "G – target"),
        ("V1,minus,6\n", "C – points"),
    ],
)
def test_impossible_figures_are_refused_with_their_place(rows, column):
    with pytest.raises(Problems) as refusal:
        scored(rows)
    assert [(problem.row, problem.column) for problem in refusal.value] == [(2, column)]


def test_breaches_are_recorded_whole_when_allowed():
    file = read(HEAD + "V1,hand,3.7\n")
    line = score_entries(file, {"V1": TREE}, "self", allow_breaches=True).lines["V1"]["hand"]
    assert (str(line.base), str(line.bonus), str(line.points)) == ("3.000", "0.700", "3.700")
    assert [breach.code for breach in line.breaches] == ["over_max"]
    assert len(file.warnings) == 1


def test_bonus_rows_lift_what_may_be_agreed():
    assert scored("V1,hand,9\n", "final")["V1"]["hand"] == "9.000"


def test_written_rows_are_read_again():
    data = write_scores([{"unit": "V1", "code": "hand", "points": "2.5", "note": 'dài, "có" nháy'}])
    file = read(data.decode())
    assert file.problems == []
    assert file.entries["V1"]["hand"].note == 'dài, "có" nháy'
    assert io.StringIO(data.decode()).readline().strip() == HEAD.strip()
