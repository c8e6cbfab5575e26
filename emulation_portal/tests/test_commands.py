"""The stable commands as somebody outside meets them: real processes, what stands on stdout, the exit code.

Points are recomputed here with plain fractions, by none of our own code. The first command and the first refusal
start from nothing, which takes seconds; the others are forked. What the apps' own tests prove of a command in their
process is not repeated here.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import call_command

from apps.clusters.tests.factories import ClusterFactory, ClusterYearFactory, MemberFactory
from apps.core.pdf import pdf_available
from apps.core.service_addresses import database_url
from apps.core.spreadsheets import read_table
from apps.periods.models import EmulationYear
from apps.scoring.models import CriteriaSet, ScoreSheet
from apps.units.tests.factories import UnitFactory
from emulation_portal.tests.forked import Forked

pytestmark = pytest.mark.django_db(transaction=True)

CRITERIA = """\
code,parent_code,number,label_vi,max_points,method,per_item,cap,band_label,band_points,band_from,band_to,band_to_open
rate,A,1,"Tỷ lệ, đúng hạn",4,ratio_band,,,,,,,
,rate,,,,,,,,4,"98.5",,
,rate,,,,,,,,2.75,90,98.5,1
,rate,,,,,,,,0,,90,1
A,,I,Phần một,12,,,,,,,,
calls,A,2,Số bài,1,count,0.2,,,,,,
late,A,3,Trừ dần,7,deduct,-0.5,3,,,,,
,late,,,,bonus,,0.5,Khen,0.3,,,
best,,II,So với đơn vị cao nhất,6,target_best,,,,,,,
minus,,III,Điểm trừ,-5,penalty,,,,,,,
"""
KINDS = ("--kinds", "ministry_unit")
SCORES = """\
unit,code,points,count,numerator,denominator,target,actual,band_label
V1,rate,,,985,1000,,,
V1,calls,,7,,,,,
V1,late,,2,,,,,
V1,late,,2,,,,,Khen
V1,best,,,,,10,15,
V2,rate,,,89,99,,,
V2,calls,"0,6",,,,,,
V2,late,,9,,,,,
V2,best,,,,,3,1,
V2,minus,2,,,,,,
V3,A,7.25,,,,,,
V4,rate,,,89,99,,,
V4,calls,,3,,,,,
V4,late,,6,,,,,
V4,best,,,,,3,1,
V4,minus,-2,,,,,,
V5,rate,1.3,,,,,,
"""


def manage(*arguments, code: int = 0, from_nothing: bool = False) -> subprocess.CompletedProcess:
    """One command in a process of its own, forked unless it is to start from nothing. No traceback is ever fit for
    people.
    """
    own = {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    command = ["manage.py", *map(str, arguments)]
    if from_nothing:
        place = {"cwd": settings.BASE_DIR, "env": os.environ | own}
        done = subprocess.run([sys.executable, *command], **place, check=False, capture_output=True, text=True)
    else:
        with TemporaryDirectory() as folder:
            told = tuple(Path(folder, name) for name in ("stdout", "stderr"))
            ended = Forked(command, environment=own, told=told).wait()
            done = subprocess.CompletedProcess(command, ended, *(path.read_text(encoding="utf-8") for path in told))
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, done.stderr
    assert code == 0 or done.stdout == ""
    return done


@pytest.fixture
def cluster_year():
    year = EmulationYear.objects.create(
        organiser=UnitFactory(code="BTP"), year=2024, starts_on="2024-01-01", ends_on="2024-12-31", state="open"
    )
    found = ClusterYearFactory(year=year, cluster=ClusterFactory(code="CUM", organiser=year.organiser))
    for code in ("V1", "V2", "V3", "V4", "V5"):
        MemberFactory(cluster_year=found, unit=UnitFactory(code=code))
    return found


def where(stage: str = "") -> tuple:
    return ("--cluster", "CUM", "--year", 2024, *(("--stage", stage) if stage else ()))


def test_a_criteria_file_goes_in_and_out_unchanged(tmp_path):
    UnitFactory(code="BTP")
    plain, excel, first, second = (tmp_path / name for name in ("plain.csv", "excel.csv", "first.csv", "second.csv"))
    plain.write_text(CRITERIA, encoding="utf-8")
    rows = [[cell.replace(".", ",") for cell in row] for row in csv.reader(io.StringIO(CRITERIA))]
    with excel.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    place = ("--year", 2031, "--organiser", "BTP", *KINDS)

    assert manage("import_criteria", plain, "--code", "K1", *place, from_nothing=True).stdout == "K1: created\n"
    assert list(EmulationYear.objects.values_list("year", "state")) == [(2031, "open")]
    assert manage("import_criteria", excel, "--code", "K1", *place).stdout == "K1: unchanged\n"
    manage("export_criteria", "--code", "K1", first)
    assert not first.read_bytes().startswith(b"\xef\xbb\xbf")
    assert manage("import_criteria", first, "--code", "K2", *place, "--issue").stdout == "K2: created\n"
    manage("export_criteria", "--code", "K2", second)
    assert first.read_bytes() == second.read_bytes()

    plain.write_text(CRITERIA.replace("Phần một", "Phần 1"), encoding="utf-8")
    assert "đã ban hành" in manage("import_criteria", plain, "--code", "K2", *place, code=1).stderr


def test_bad_input_is_told_by_its_place_and_nothing_is_written(tmp_path):
    UnitFactory(code="BTP")
    path = tmp_path / "sai.csv"
    path.write_text(CRITERIA.replace("2.75,90,", "2.75,91,").replace("một,12", "một,13"), encoding="utf-8")
    place = ("--year", 2031, "--organiser", "BTP", *KINDS)
    told = manage("import_criteria", path, "--code", "K", *place, code=1, from_nothing=True).stderr
    assert "sai.csv, dòng 4, cột K – band_from: Chưa có mức cho: Từ 90% đến dưới 91%." in told
    assert "sai.csv, dòng 6, cột E – max_points: Tổng điểm tối đa của các tiêu chí con là 12, khác 13" in told
    assert not CriteriaSet.objects.exists()
    assert not EmulationYear.objects.exists()
    manage("render_report", "ranking", *where(), "--format", "odt", "--out", tmp_path / "a.odt", code=1)


def test_scores_become_the_same_ranking_everywhere(tmp_path, cluster_year):
    criteria, scores, out = tmp_path / "k.csv", tmp_path / "điểm.csv", tmp_path / "out.csv"
    criteria.write_text(CRITERIA, encoding="utf-8")
    place = ("--code", "K", "--year", 2024, "--organiser", "BTP", *KINDS, "--issue")
    call_command("import_criteria", str(criteria), *map(str, place), stdout=io.StringIO())

    scores.write_text(f"{SCORES}V1,minus,,x,,,,,\nV9,rate,1,,,,,,\nV3,best,6.5,,,,,,\n", encoding="utf-8")
    told = manage("import_scores", scores, *where("final"), code=1).stderr
    assert [place in told for place in ("dòng 19, cột D", "dòng 20, cột A", "dòng 21, cột C")] == [True] * 3
    assert not ScoreSheet.objects.exists()

    scores.write_text(SCORES, encoding="utf-8")
    told = manage("import_scores", scores, *where("final")).stderr
    assert "V3: không có điểm, tính 0: best, minus\n" in told

    expected = {
        "V1": Fraction(4) + 1 + (7 - 1 + Fraction("0.5")) + 6,
        "V2": Fraction(0) + Fraction("0.6") + (7 - 3) + 1 - 2,
        "V3": Fraction("7.25"),
        "V4": Fraction(0) + Fraction("0.6") + (7 - 3) + 1 - 2,
        "V5": Fraction("1.3"),
    }
    ranked = json.loads(manage("compute_ranking", *where(), "--json").stdout)
    assert ranked == [
        {"unit": unit, "points": float(expected[unit]), "rank": rank, "class": None}
        for unit, rank in (("V1", 1), ("V3", 2), ("V2", 3), ("V4", 3), ("V5", 5))
    ]
    manage("export_scores", out, *where("final"))
    with out.open(encoding="utf-8", newline="") as file:
        exported = list(csv.DictReader(file))
    for unit, total in expected.items():
        assert sum(Fraction(row["points"] or 0) for row in exported if row["unit"] == unit) == total
    in_files(tmp_path, [row["points"] for row in ranked])


def in_files(folder, points: list[float]) -> None:
    """The workbook and, where PDF can be made, the print carry the same totals in the same order."""
    workbook, document = folder / "r.xlsx", folder / "r.pdf"
    manage("render_report", "ranking", *where(), "--format", "xlsx", "--out", workbook)
    table = read_table(workbook, name="r.xlsx", columns=["Hạng", "Đơn vị", "Tổng"])
    assert [row.value("Tổng") for row in table if isinstance(row.value("Hạng"), int | float)] == points
    if pdf_available():
        manage("render_report", "ranking", *where(), "--format", "pdf", "--out", document)
        reading = ["pdftotext", "-layout", document, "-"]
        text = subprocess.run(reading, capture_output=True, check=True, text=True).stdout
        # A number of its own, whatever stands beside it: cells without a value are left empty.
        found = [re.search(rf"(?<!\S){f'{each:g}'.replace('.', ',')}(?!\S)", text) for each in points]
        assert None not in found, text
        places = [each.start() for each in found]
        assert sorted(places) == places
