"""The criteria file: read whole or refused whole, written the same bytes again."""

import csv
import io
from pathlib import Path

import pytest

from apps.core.spreadsheets import Problems
from apps.scoring.domain.criteria_files import COLUMNS, read_criteria_file, write_criteria
from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.explain import describe_rule
from apps.scoring.domain.tree import build_tree
from apps.scoring.tests.rules_for_tests import measure

DATA = Path(__file__).parent.parent / "data"
DEMO = [DATA / f"criteria_don_vi_thuoc_bo_{year}.csv" for year in (2020, 2026)]
MINIMAL = """code,parent_code,label_vi,max_points,method,band_label,band_points
A,,Phần A,5,,,
A.1,A,Kế hoạch,2,choice,,
,A.1,,,choice,có ban hành,2
,A.1,,,choice,không ban hành,0
A.2,A,Chất lượng,3,manual,,
C,,Điểm thưởng,,bonus,,
,C,,,bonus,Cờ thi đua,10
"""


def read(text):
    return read_criteria_file(text.encode(), name="t.csv")


def places(problems):
    return [(problem.row, problem.column) for problem in problems]


def test_minimal_file_is_enough():
    file = read(MINIMAL)
    assert (file.problems, file.warnings) == ((), ())
    rules = {rule.code: rule for rule in file.rules}
    assert [(band.label, band.points) for band in rules["A.1"].bands] == [("có ban hành", 2), ("không ban hành", 0)]
    assert [(row.kind, row.label, row.points) for row in rules["C"].adjustments] == [("bonus", "Cờ thi đua", 10)]
    assert compute_line(rules["C"], measure(band_label="Cờ thi đua")).points == 10


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_demo_tables_are_sound_and_byte_identical(path):
    data = path.read_bytes()
    file = read_criteria_file(data, name=path.name)
    assert (file.problems, file.warnings) == ((), ())
    assert write_criteria(file.in_reading_order) == data


@pytest.mark.parametrize(
    ("path", "parts"),
    [(DEMO[0], [110, 25, 20, 15, 15, 15, 0, 0]), (DEMO[1], [110, 23, 24, 15, 15, 13, 0, 0])],
    ids=["2020", "2026"],
)
def test_demo_tables_have_the_maxima_of_the_template(path, parts):
    tree = build_tree(read_criteria_file(path, name=path.name).rules)
    assert [node.base_max for node in tree.roots] == parts
    assert tree.maximum == 200
    assert 35 <= len(tree.leaves) <= 46


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_every_leaf_of_the_demo_says_its_rule(path):
    tree = build_tree(read_criteria_file(path, name=path.name).rules)
    assert all(describe_rule(node.rule) for node in tree.leaves)


def test_demo_tables_say_what_they_are():
    for path in DEMO:
        rules = read_criteria_file(path, name=path.name).rules
        assert {(rule.provision, rule.note) for rule in rules} == {("Mẫu minh họa", "minh họa")}
    texts = DEMO[1].read_text()
    assert "thanh tra" not in texts
    assert "kiểm soát thủ tục hành chính" in texts


def test_export_import_export_is_byte_identical_whatever_came_in():
    text = """\ufeffparent_code;code;label_vi;max_points;method;band_label;band_points;band_from;band_to;band_to_open;band_date_to;cap;note
;A;Phần A;7,50;additive;;;;;;;;
A;1;Đúng hạn;2,0;lateness-band;;;;;;;;x
;;;;;;;;;;;;
1;;;;;trong tháng 01;2;;;;31/01/2020;;
1;;;;;sau đó;-0,5;;;;;;
A;2;"Tỷ lệ, ""đúng"" hạn";5,5;Ratio Band;;;;;;;;
2;;;;;;5,5;95%;;;;;
2;;;;;;0;;95;x;;;"ghi
chú"
;P;Trừ;-20;penalty;;;;;;;;
P;;;;;Khiển trách;-1;;;;;-3;
"""  # noqa: E501 - a table
    file = read(text)
    assert file.problems == ()
    first = write_criteria(file.in_reading_order)
    assert write_criteria(read_criteria_file(first, name="again.csv").in_reading_order) == first
    rows = list(csv.DictReader(io.StringIO(first.decode(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert {key: value for key, value in rows[2].items() if value} == {
        "parent_code": "1",
        "band_label": "trong tháng 01",
        "band_points": "2",
        "band_date_to": "2020-01-31",
    }
    assert file.rules[-1].max_points == 20
    assert file.rules[-1].adjustments[0].points == 1


def test_warnings_do_not_refuse():
    file = read(
        "code,parent_code,label_vi,max_points,method,color,band_label,band_points\n"
        "1,,a,1,ratio_band,red,,\n,1,,,,,tốt,1\n,1,,,,,kém,0\n2,,b,1,count,,,\n3,,c,0,manual,,,\n"
    )
    assert file.problems == ()
    assert places(file.warnings) == [(None, "color"), (3, "band_from"), (5, "per_item"), (6, "D – max_points")]


def test_bonus_with_a_minus_is_read_as_penalty_with_a_warning():
    file = read(
        "code,parent_code,label_vi,max_points,method,band_label,band_points\n1,,a,1,manual,,\n,1,,,bonus,b,-0.5\n"
    )
    assert [row.kind for row in file.rules[0].adjustments] == ["penalty"]
    assert places(file.warnings) == [(3, "G – band_points")]


HEAD = (
    "code,parent_code,label_vi,max_points,method,band_label,band_points,band_from,band_from_open,band_to,band_to_open\n"
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("1,,a,1,manual\n1,,b,1,manual\n", [(3, "A – code")]),
        ("1,9,a,1,manual\n", [(2, "B – parent_code")]),
        ("1,,a,3,additive\n1.1,1,b,2,manual\n", [(2, "D – max_points")]),
        ("1,,a,1,magic\n", [(2, "E – method")]),
        ("1,,a,một,manual\n", [(2, "D – max_points"), (2, "D – max_points")]),
        ("1,,a,NaN,manual\n", [(2, "D – max_points"), (2, "D – max_points")]),
        ("1,,a,9999999999,manual\n", [(2, "D – max_points"), (2, "D – max_points")]),
        (",,b,,,c,1\n1,,a,1,manual\n", [(2, "A – code")]),
        (",9,,,,c,1\n1,,a,1,manual\n", [(2, "B – parent_code")]),
        ("1,,a,1,choice\n,1,,,count,c,1\n", [(3, "E – method")]),
        ("1,,a,1,ratio_band\n,1,,,,,1,90,1,,\n,1,,,,,0,,,90,1\n", [(3, "H – band_from")]),
        ("1,,a,1,ratio_band\n,1,,,,,1,90,,,\n,1,,,,,0,,,90,\n", [(3, "H – band_from")]),
        ("1,,a,1,ratio_band\n,1,,,,,,90,,,\n,1,,,,,0,,,90,1\n", [(3, "G – band_points")]),
        ("1,,a,1,ratio_band\n,1,,,,,1,90,maybe,,\n,1,,,,,0,,,90,1\n", [(3, "I – band_from_open")]),
    ],
)
def test_bad_file_is_refused_with_row_and_column(rows, expected):
    file = read(HEAD + rows)
    assert places(file.problems) == expected
    with pytest.raises(Problems):
        file.raise_problems()


def test_points_that_may_be_two_numbers_are_asked_about():
    file = read('code,parent_code,label_vi,max_points,method\n1,,a,"1,750",manual\n')
    assert "1,75" in file.problems[0].message


def test_file_without_its_columns_is_refused():
    with pytest.raises(Problems):
        read("code,label_vi\n1,a\n")
