"""The stable commands on files that nobody prepared the system for: five levels, 1000 points, every method, all shapes.

Each file comes twice: as the format says, and as people send it (byte order mark, CRLF, semicolons, decimal commas,
letters and marks apart, rows in another order, a column nobody asked for).
"""

import csv
import json
import unicodedata

import pytest
from django.core.management import CommandError, call_command

from apps.core.spreadsheets import Column, Problems, Sheet, write_workbook
from apps.ranking.models import RankingRun
from apps.scoring.domain.criteria_files import COLUMNS as CRITERIA_COLUMNS
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.score_files import COLUMNS as SCORE_COLUMNS

UNITS = """code,name,short_name,kind,parent_code,province,protocol_order,valid_from,valid_to,aliases
BOX,Bộ Thử,BT,ministry,,,1,,,
""" + "".join(f"D{n},Sở thử nghiệm {n},S{n},justice_department,BOX,,{n},,,\n" for n in range(1, 6))
CLUSTERS = "code,name,year,organiser,unit,order,line,role\n" + "".join(
    f"CUM-X,Cụm Thử,2031,BOX,D{n},{n},,{'head' if n == 1 else ''}\n" for n in range(1, 5)
)
# Parts, groups and leaves as "code parent number maximum method key=value…"; numbers start again, codes are no paths.
TREE = """
PHẦN-A - A 700 additive
x1 PHẦN-A I 400 -
x2 x1 1 300 -
x3 x2 1.1 300 -
k-17 x3 a 100 ratio_band
k-3 x3 b 100 lateness_band
k/5 x3 a 100 count per_item=20
tb x1 2 100 target_best
y1 PHẦN-A I 300 - cap=250
ded y1 1 100 deduct per_item=10 cap=50
prop y1 2 100 proportional
tgt y1 3 100 target
B - B 300 additive
lk B 1 100 lookup2
yn B 2 100 choice not_applicable=exclude
man B 3 100 manual step=0.25
flag - C 15 bonus
"""
BELOW = {
    "k-17": [
        {"band_label": "Đủ", "band_points": 100, "band_from": 100},
        {"band_label": "Gần đủ", "band_points": 90, "band_from": 95, "band_to": 100, "band_to_open": 1},
        {"band_label": "Khá", "band_points": 75, "band_from": 80, "band_to": 95, "band_to_open": 1},
        {"band_label": "Thấp", "band_points": 0, "band_to": 80, "band_to_open": 1},
    ],
    "k-3": [
        {"band_label": "Đúng hạn", "band_points": 100, "band_to": 0},
        {"band_label": "1-2 ngày", "band_points": 75, "band_from": 1, "band_to": 2},
        {"band_label": "3-5 ngày", "band_points": 50, "band_from": 3, "band_to": 5},
        {"band_label": "Trên 5 ngày", "band_points": 0, "band_from": 6},
    ],
    "k/5": [{"method": "bonus", "band_label": "Sáng kiến", "band_points": 30}],
    "lk": [
        {"band_points": 50, "band_to": 1000, "band_to_open": 1, "band2_from": 50},
        {"band_points": 0, "band_to": 1000, "band_to_open": 1, "band2_to": 50, "band2_to_open": 1},
        {"band_points": 100, "band_from": 1000, "band2_from": 50},
        {"band_points": 20, "band_from": 1000, "band2_to": 50, "band2_to_open": 1},
    ],
    "yn": [{"band_label": "Có", "band_points": 100}, {"band_label": "Không", "band_points": 0}],
    "flag": [
        {"band_label": "Cờ Bộ", "band_points": 10, "group_rule": "choose_one"},
        {"band_label": "Cờ Chính phủ", "band_points": 15, "group_rule": "choose_one"},
    ],
}
# What each unit reports: (numerator, denominator), days late, items, cases, (target, result), errors, done %, result.
FIGURES = {
    "D1": ((100, 100), 0, 5, 1, (10, 12), 2, 90, 95),
    "D2": ((2, 3), 3, 7, 2, (10, 15), 4, 100, 100),
    "D3": (("94.9999", 100), 11, 2, 3, ("", 9), 6, 110, 105),
    "D4": ((19, 20), 6, 0, 4, ("", ""), 8, 120, 110),
}
# By hand: D1 100+100+(100+30)+70, group y1 capped: 80+90+95 = 265 -> 250, 50+100+33.25, flag 10.
# D3 has no target and the best result of those without: 100. D4's "yn" leaves the maximum: 1000 - 100.
EXPECTED = [
    {"unit": "D1", "points": 843.25, "rank": 1, "class": None, "percent": 84.325},
    {"unit": "D2", "points": 808.25, "rank": 2, "class": None, "percent": 80.825},
    {"unit": "D3", "points": 788.25, "rank": 3, "class": None, "percent": 78.825},
    {"unit": "D4", "points": 593.25, "rank": 4, "class": None, "percent": 65.917},
]
SEALED = {"lineterminator": "\r\n", "delimiter": ";"}


def criteria() -> list[dict]:
    rows = []
    for line in TREE.strip().splitlines():
        code, parent, number, maximum, method, *others = line.split()
        row = {"code": code, "parent_code": parent.strip("-"), "number": number, "label_vi": f"Tiêu chí {number}"}
        row |= {"max_points": maximum, "method": method.strip("-")} | dict(each.split("=") for each in others)
        rows += [row, *({"parent_code": code} | below for below in BELOW.get(code, ()))]
    return rows


def scores() -> list[dict]:
    rows = []
    for unit, (ratio, days, items, cases, best, errors, done, result) in FIGURES.items():
        told = {
            "k-17": {"numerator": ratio[0], "denominator": ratio[1]},
            "k-3": {"count": days},
            "k/5": {"count": items},
            "tb": {"target": best[0], "actual": best[1]},
            "ded": {"count": errors},
            "prop": {"numerator": done, "denominator": 100},
            "tgt": {"target": 100, "actual": result},
            "lk": {"count": 900 + 50 * int(unit[1]), "numerator": 51, "denominator": 100},
            "yn": {"not_applicable": "x"} if unit == "D4" else {"band_label": "Có"},
            "man": {"points": "33.25"},
        }
        rows += [{"unit": unit, "code": code} | values for code, values in told.items()]
        rows.append({"unit": unit, "code": "k/5", "band_label": "Sáng kiến", "count": cases})
    flags = {"D1": "Cờ Bộ", "D2": "Cờ Chính phủ"}
    return rows + [{"unit": unit, "code": "flag", "band_label": label, "count": 1} for unit, label in flags.items()]


def plain(path, columns, rows) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def as_sent(path, columns, rows, *, numbers) -> str:
    """The same table as it comes from somebody's desk."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, [*columns, "ghi chú riêng"], **SEALED)
        writer.writeheader()
        for row in rows:
            told = {key: unicodedata.normalize("NFD", f" {value} ") for key, value in row.items()}
            told |= {key: told[key].replace(".", ",") for key in numbers if key in told}
            writer.writerow(told | {"ghi chú riêng": "không dùng"})
    return str(path)


@pytest.fixture
def run(tmp_path, capsys):
    def call(*arguments) -> tuple[str, str]:
        call_command(*map(str, arguments))
        return capsys.readouterr()

    for name, text in (("units", UNITS), ("clusters", CLUSTERS)):
        (tmp_path / f"{name}.csv").write_text(text)
        call(f"import_{name}", tmp_path / f"{name}.csv")
    return call


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_from_files_to_a_ranking_and_back(run, tmp_path):
    of_set = ("--year", 2031, "--organiser", "BOX", "--kinds", "justice_department")
    of_cluster = ("--cluster", "CUM-X", "--year", 2031)
    table, figures = tmp_path / "b.csv", tmp_path / "d.csv"
    plain(table, CRITERIA_COLUMNS, criteria())
    assert run("import_criteria", table, "--code", "TO", *of_set, "--issue").out == "TO: created\n"
    as_sent(table, CRITERIA_COLUMNS, criteria(), numbers=("step",))
    again = run("import_criteria", table, "--code", "TO", *of_set, "--issue")
    assert again.out == "TO: unchanged\n"
    assert "Cột này không dùng: “ghi chú riêng”" in again.err
    plain(table, CRITERIA_COLUMNS, criteria()[:-1])
    with pytest.raises(CommandError, match="đã ban hành"):
        run("import_criteria", table, "--code", "TO", *of_set, "--issue")
    run("export_criteria", "--code", "TO", tmp_path / "1.csv")
    run("import_criteria", tmp_path / "1.csv", "--code", "TO-2", *of_set)
    run("export_criteria", "--code", "TO-2", tmp_path / "2.csv")
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()

    plain(figures, SCORE_COLUMNS, scores())
    for stage in ("self", "reviewed", "final"):
        assert run("import_scores", figures, *of_cluster, "--stage", stage).out.endswith("written 4, unchanged 0\n")
    as_sent(figures, SCORE_COLUMNS, scores()[::-1], numbers=("points", "numerator"))
    assert run("import_scores", figures, *of_cluster, "--stage", "final").out == "CUM-X 2031 final: unchanged\n"
    assert json.loads(run("compute_ranking", *of_cluster, "--json").out) == EXPECTED
    first = RankingRun.objects.get().run_hash
    assert "Không thay đổi" in run("compute_ranking", *of_cluster, "--json").err

    run("export_scores", tmp_path / "3.csv", *of_cluster, "--stage", "final")
    run("import_scores", tmp_path / "3.csv", *of_cluster, "--stage", "final")
    assert json.loads(run("compute_ranking", *of_cluster, "--json").out) == EXPECTED
    run("export_scores", tmp_path / "4.csv", *of_cluster, "--stage", "final")
    assert (tmp_path / "3.csv").read_bytes() == (tmp_path / "4.csv").read_bytes()
    assert len(first) == 64


def workbook(*sheets) -> bytes:
    heads = ("code", "parent_code", "label_vi", "max_points", "method")
    return write_workbook(
        [Sheet(name, title, [Column(key, key) for key in keys or heads], rows) for name, title, keys, rows in sheets]
    )


LEAF = [("1", "", "Chấm tay", 10, "manual")]


def test_sheet_with_the_headings_is_read_wherever_it_stands_and_two_of_them_are_asked_about():
    guide = ("Hướng dẫn", "", ("Cách ghi", "Ví dụ"), [("mã", "1.1")])
    found = read_criteria_file(workbook(guide, ("Bảng", "BẢNG TIÊU CHÍ", None, LEAF)), name="b.xlsx")
    assert [rule.code for rule in found.rules] == ["1"]
    empty = ("Mẫu trống", "", None, [])
    assert read_criteria_file(workbook(empty, ("Bảng", "", None, LEAF)), name="b.xlsx").rules == found.rules
    with pytest.raises(Problems, match="Nhiều trang tính cùng có dữ liệu: Bảng, Bảng 2"):
        read_criteria_file(workbook(("Bảng", "", None, LEAF), ("Bảng 2", "", None, LEAF)), name="b.xlsx")


HEAD = (
    "code,parent_code,label_vi,max_points,method,band_label,band_points,band_from,band_from_open,band_to,band_to_open"
)
BAD_TABLES = [
    (
        "1,,A,2,ratio_band\n,1,,,,a,2,90,1\n,1,,,,b,1,80,,90,1\n,1,,,,c,0,,,80,1",
        "b.csv, dòng 3, cột H – band_from: Chưa có mức cho: Đạt 90%.",
    ),
    (
        "1,,A,2,ratio_band\n,1,,,,a,2,90\n,1,,,,b,1,80,,90\n,1,,,,c,0,,,80,1",
        "b.csv, dòng 3, cột H – band_from: Trùng với mức khác: Đạt 90%.",
    ),
    (
        "G,,G,10\n1,G,A,4,manual\n2,G,B,5,manual",
        "b.csv, dòng 2, cột D – max_points: Tổng điểm tối đa của các tiêu chí con là 9, khác 10 của nhóm.",
    ),
    ("1,,A,4,manual\n1,,B,5,manual", "b.csv, dòng 3, cột A – code: Mã tiêu chí “1” bị trùng."),
    ("1,Z,A,4,manual", "b.csv, dòng 2, cột B – parent_code: Không có tiêu chí cha “Z”."),
    ("1,,A,-4,manual", "b.csv, dòng 2, cột D – max_points: Điểm tối đa không được âm."),
    ("1,,A,1.2345,manual", "b.csv, dòng 2, cột D – max_points: Điểm có quá ba chữ số thập phân."),
    (
        "1,,A,2,ratio_band\n,1,,,,a,2,0.95\n,1,,,,b,1,,,0.95,1",
        "b.csv, dòng 3, cột H – band_from: Khoảng tỷ lệ ghi theo phần trăm: viết 95, không viết 0,95.",
    ),
    ("1,,A,2,choice\n,1,,,,a,3", "b.csv, dòng 3, cột G – band_points: Mức 3 điểm cao hơn điểm tối đa 2 của tiêu chí."),
]


@pytest.mark.parametrize(("rows", "message"), BAD_TABLES)
def test_bad_table_is_refused_with_sheet_row_and_column(rows, message):
    with pytest.raises(Problems) as refused:
        read_criteria_file(f"{HEAD}\n{rows}\n".encode(), name="b.csv").raise_problems()
    assert message in str(refused.value)


def test_percent_sign_in_a_bound_is_the_percent():
    text = f"{HEAD}\n1,,A,2,ratio_band\n,1,,,,a,2,95%\n,1,,,,b,1,,,95 %,1\n"
    (rule,) = read_criteria_file(text.encode(), name="b.csv").rules
    assert [(band.lo, band.hi) for band in rule.bands] == [(95, None), (None, 95)]


BAD_SCORES = [
    ("D5,man,3", "d.csv, dòng 2, cột A – unit: “D5” không phải đơn vị của cụm, năm này."),
    ("D1,zzz,3", "d.csv, dòng 2, cột B – code: Không có tiêu chí “zzz” trong bảng tiêu chí của đơn vị."),
    ("D1,k/5,,-1", "d.csv, dòng 2, cột D – count: Nhập số không âm."),
    ("D1,k/5,,99999999999", "d.csv, dòng 2, cột D – count: Số quá lớn, đề nghị kiểm tra lại."),
    ("D1,k/5,,1.5", "d.csv, dòng 2, cột D – count: Nhập một số nguyên."),
    ("D1,k-17,,,5,0", "d.csv, dòng 2, cột F – denominator: Mẫu số bằng 0."),
    ("D1,k-17,,,95%,", "d.csv, dòng 2, cột E – numerator: Ghi tử số và mẫu số, không ghi tỷ lệ phần trăm."),
    ('D1,k-17,,,"95,5 %",', "d.csv, dòng 2, cột E – numerator: Ghi tử số và mẫu số, không ghi tỷ lệ phần trăm."),
    ("D1,k-17,,,95,", "d.csv, dòng 2, cột F – denominator: Ghi đủ tử số và mẫu số"),
    ("D1,man,NaN", "d.csv, dòng 2, cột C – points: Nhập một số, ví dụ 2,5."),
    ("D1,man,inf", "d.csv, dòng 2, cột C – points: Nhập một số, ví dụ 2,5."),
    ("D1,man,100.25", "d.csv, dòng 2, cột C – points: Điểm 100,25 vượt mức tối đa 100."),
    ("D1,man,33.1", "d.csv, dòng 2, cột C – points: Điểm 33,1 không theo bước 0,25 điểm."),
    ("D1,man,3\nD1,man,3", "d.csv, dòng 3, cột B – code: Tiêu chí “man” của đơn vị này có hai dòng."),
    ("D1,tb,,,,,-1,3", "d.csv, dòng 2, cột G – target: Chỉ tiêu không được âm."),
    ("D1,tgt,,,,,0,3", "d.csv, dòng 2, cột G – target: Chỉ tiêu phải lớn hơn 0."),
    ("D1,x3,200\nD1,k-17,,,1,1", "dòng 3, cột B – code: Nhóm “x3” đã có điểm nên các tiêu chí con phải để trống."),
]


@pytest.mark.django_db
def test_bad_scores_are_refused_with_sheet_row_and_column_and_nothing_is_written(run, tmp_path):
    table, figures = tmp_path / "b.csv", tmp_path / "d.csv"
    plain(table, CRITERIA_COLUMNS, criteria())
    of_set = ("--year", 2031, "--organiser", "BOX", "--kinds", "justice_department")
    run("import_criteria", table, "--code", "TO", *of_set, "--issue")
    for rows, message in BAD_SCORES:
        figures.write_text(",".join(SCORE_COLUMNS) + f"\n{rows}\nD2,man,1\n")
        with pytest.raises(CommandError) as refused:
            run("import_scores", figures, "--cluster", "CUM-X", "--year", 2031, "--stage", "self")
        assert message in str(refused.value)
    run("export_scores", tmp_path / "e.csv", "--cluster", "CUM-X", "--year", 2031, "--stage", "self")
    assert "man,1" not in (tmp_path / "e.csv").read_text()
