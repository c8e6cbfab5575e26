"""Two sets line by line: added, removed, moved, points, bands."""

from dataclasses import replace
from decimal import Decimal

from apps.scoring.domain.set_comparison import Change, compare, summary
from apps.scoring.tests.rules_for_tests import RATIO_2022, band, group, leaf

BEFORE = (
    group("A", 5),
    leaf("manual", 2, code="A.1", parent_code="A", label="Kế hoạch"),
    replace(RATIO_2022, code="A.2", parent_code="A", label="Thẩm định"),
    leaf("manual", 1, code="A.3", parent_code="A", label="Báo cáo"),
    group("B", 1),
    leaf("manual", 1, code="B.1", parent_code="B", label="Thi đua"),
)


def found(after):
    return {line.rule.code: line for line in compare(BEFORE, after)}


def said(line):
    return {str(cell.label): (cell.before, cell.after) for cell in line.cells}


def test_the_same_tables_have_no_differences():
    lines = compare(BEFORE, BEFORE)
    assert {line.change for line in lines} == {Change.SAME}
    assert [line.rule.code for line in lines] == [rule.code for rule in BEFORE]


def test_a_new_and_a_gone_line_stand_where_they_belong():
    after = (*BEFORE[:1], *BEFORE[2:], leaf("manual", 3, code="B.2", parent_code="B", label="Sáng kiến"))
    lines = compare(BEFORE, after)
    assert [(line.rule.code, line.change) for line in lines if line.change != Change.SAME] == [
        ("A.1", Change.REMOVED),
        ("B.2", Change.ADDED),
    ]
    assert [line.rule.code for line in lines][:3] == ["A", "A.1", "A.2"]
    assert said(lines[1])["Điểm chuẩn"] == ("2", "")


def test_points_and_only_the_bands_that_differ_are_told():
    bands = (band(2.5, 100), *BEFORE[2].bands[1:])
    after = (*BEFORE[:2], replace(BEFORE[2], max_points=Decimal("2.5"), bands=bands), *BEFORE[3:])
    line = found(after)["A.2"]
    assert (line.change, line.moved) == (Change.CHANGED, False)
    assert said(line) == {
        "Điểm chuẩn": ("2", "2,5"),
        "Cách chấm, mức điểm": ("Đạt 100%: 2 điểm", "Đạt 100%: 2,5 điểm"),
    }


def test_a_line_in_another_group_or_order_is_moved_and_its_neighbours_are_not():
    to_b = (*BEFORE[:3], BEFORE[4], BEFORE[5], replace(BEFORE[3], parent_code="B"))
    line = found(to_b)["A.3"]
    assert (line.change, said(line)["Nhóm"]) == (Change.MOVED, ("A Nhóm A", "B Nhóm B"))
    to_front = (BEFORE[0], BEFORE[3], BEFORE[1], BEFORE[2], *BEFORE[4:])
    moved = [code for code, line in found(to_front).items() if line.moved]
    assert moved == ["A.3"]
    assert summary(compare(BEFORE, to_front))[Change.MOVED.value] == 1


def test_a_line_under_another_code_is_known_by_its_text():
    after = (*BEFORE[:5], replace(BEFORE[5], code="B.9", label="THI ĐUA", max_points=Decimal(1)))
    line = found(after)["B.9"]
    assert said(line)["Mã"] == ("B.1", "B.9")
    assert not any(each.change in (Change.ADDED, Change.REMOVED) for each in compare(BEFORE, after))
