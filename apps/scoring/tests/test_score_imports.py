"""import_scores and export_scores on a cluster in the database."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterFactory, ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.documents.domain.citing import file_document
from apps.obligations.tests.factories import ObligationFactory
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain import returns, reviews, submissions
from apps.scoring.domain.criteria_sets import import_criteria, issue_set
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import save_line
from apps.scoring.enums import SheetState
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, ReviewStepFactory
from apps.scoring.tests.rules_for_tests import bonus, group, leaf
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

RULES = [
    group("A", 5),
    leaf("manual", 3, code="A.1", parent_code="A", adjustments=[bonus(1, label="khen")]),
    leaf("target_best", 2, code="A.2", parent_code="A"),
    leaf("penalty", 5, code="D"),
]
HEAD = "unit,code,points,count,target,actual,band_label\n"
FULL = "V1,A.1,3\nV1,A.1,,1,,,khen\nV1,A.2,,,10,15\nV1,D,-1\nV2,A.1,2.5\nV2,A.2,,,10,20\nV2,D,\n"


@pytest.fixture
def cluster_year():
    year = EmulationYearFactory(year=2020)
    found = ClusterYearFactory(year=year, cluster=ClusterFactory(code="CUM", organiser=year.organiser))
    for code in ("V1", "V2"):
        MemberFactory(cluster_year=found, unit=UnitFactory(code=code, kind="ministry_unit"))
    actor = system_actor()
    criteria_set = import_criteria(
        rules=RULES, code="BTC", year_id=year.pk, kinds=["ministry_unit"], actor=actor, now=NOW
    ).criteria_set
    issue_set(criteria_set_id=criteria_set.pk, actor=actor, now=NOW)
    return found


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


@pytest.fixture
def load(tmp_path, cluster_year):
    def load(rows, stage, *more):
        path = tmp_path / "scores.csv"
        path.write_text(HEAD + rows)
        return run("import_scores", path, "--cluster", "CUM", "--year", 2020, "--stage", stage, *more)

    return load


@pytest.fixture
def exported(tmp_path):
    def exported(stage):
        path = tmp_path / "out.csv"
        run("export_scores", path, "--cluster", "CUM", "--year", 2020, "--stage", stage)
        return path.read_text().splitlines()

    return exported


def stored(unit, stage):
    lines = ScoreLine.objects.filter(sheet_version__sheet__unit__code=unit, sheet_version__stage=stage)
    return {
        line.criterion.code: str(line.points) for line in lines.select_related("criterion") if line.points is not None
    }


def test_final_scores_lock_a_version_with_its_hash(load):
    out, _err = load(FULL, "final")
    assert out == "CUM 2020 final: written 2, unchanged 0"
    sheet = ScoreSheet.objects.get(unit__code="V1")
    version = sheet.versions.get(stage="final")
    assert (sheet.state, str(version.total), len(version.sha256)) == (SheetState.FINAL, "3.500", 64)
    assert (
        version.canonical
        == "A/A.1\t3.000\t0.000\t0.000\t3.000\nA/A.2\t1.500\t0.000\t0.000\t1.500\nD\t0.000\t0.000\t1.000\t-1.000\n"
    )
    assert stored("V2", "final") == {"A.1": "2.500", "A.2": "2.000", "D": "0.000"}


def test_final_scores_again_are_unchanged(load):
    load(FULL, "final")
    entries, versions = Entry.objects.count(), SheetVersion.objects.count()
    assert load(FULL, "final")[0] == "CUM 2020 final: unchanged"
    assert (Entry.objects.count(), SheetVersion.objects.count()) == (entries, versions)


def test_other_final_scores_make_another_version(load):
    load(FULL, "final")
    assert load(FULL.replace("2.5", "2"), "final")[0] == "CUM 2020 final: written 1, unchanged 1"
    versions = SheetVersion.objects.filter(sheet__unit__code="V2", stage="final").order_by("pk")
    assert [(version.number, str(version.total)) for version in versions] == [(1, "4.500"), (2, "4.000")]


def test_leaves_missing_at_final_count_zero_and_are_listed(load):
    _out, err = load("V1,A.1,3\n", "final")
    assert "V1: không có điểm, tính 0: A.2, D" in err
    assert stored("V1", "final") == {"A.1": "3.000", "A.2": "0.000", "D": "0.000"}


def test_final_scores_of_a_sheet_that_went_back_are_owed_no_more(load):
    load(FULL, "final")
    sheet = ScoreSheet.objects.get(unit__code="V2")
    owed = ObligationFactory(duty__year=sheet.cluster_year.year, unit=sheet.unit, first_fulfilled_at=NOW)
    returns.reopen_sheet(sheet_id=sheet.pk, reason="Nhầm", actor=system_actor(), now=NOW)
    load(FULL, "final")
    owed.refresh_from_db()
    assert (owed.fulfilled_at is not None, owed.first_fulfilled_at) == (True, NOW)


def test_points_on_a_group_replace_its_children(load):
    load("V1,A,6\nV1,D,1\n", "final", "--allow-breaches", "theo biên bản")
    version = SheetVersion.objects.get(sheet__unit__code="V1", stage="final")
    assert (str(version.base), str(version.bonus), str(version.penalty), str(version.total)) == (
        "5.000",
        "1.000",
        "1.000",
        "5.000",
    )
    assert Entry.objects.get(action="scoring.scores.import").reason == "theo biên bản"


def test_self_scores_fill_the_open_version_and_leave_it_open(load):
    assert load(FULL, "self")[0] == "CUM 2020 self: written 2, unchanged 0"
    assert load(FULL, "self")[0] == "CUM 2020 self: unchanged"
    sheet = ScoreSheet.objects.get(unit__code="V1")
    assert (sheet.state, sheet.versions.get().locked_at) == (SheetState.SELF_SCORING, None)
    assert stored("V1", "self") == {"A.1": "4.000", "A.2": "1.500", "D": "-1.000"}


def test_self_scores_of_a_sent_sheet_are_refused_when_they_differ(load):
    load(FULL, "self")
    load(FULL, "final")
    assert load(FULL, "self")[0] == "CUM 2020 self: unchanged"
    with pytest.raises(CommandError, match=r"dòng 6, cột A – unit: Bảng đã gửi"):
        load(FULL.replace("2.5", "2"), "self")


def test_reviewed_scores_stand_checked_in_the_last_step(load):
    load(FULL, "self")
    assert load(FULL, "reviewed")[0] == "CUM 2020 reviewed: written 2, unchanged 0"
    assert load(FULL, "reviewed")[0] == "CUM 2020 reviewed: unchanged"
    sheet = ScoreSheet.objects.get(unit__code="V1")
    assert (sheet.state, sheet.step) == (SheetState.IN_STEP, 1)
    assert not sheet.versions.get(stage="step").lines.filter(checked_at=None).exists()
    load(FULL, "final")
    with pytest.raises(CommandError, match="Bảng đã chốt"):
        load(FULL.replace("2.5", "2"), "reviewed")


def test_export_gives_computed_points_in_the_columns_of_the_file(load, exported):
    load(FULL, "self")
    columns = "unit,code,points,count,numerator,denominator,target,actual,band_label,not_applicable,note"
    assert exported("self")[:5] == [
        f"{columns},base",  # the points typed beside cases, so that the file goes back in
        "V1,A.1,4,,,,,,,,,3",
        "V1,A.1,,1,,,,,khen,,,",
        "V1,A.2,1.5,,,,10,15,,,,",
        "V1,D,-1,,,,,,,,,",
    ]
    assert exported("final") == [columns]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("V1,A.1,3.5\nV2,A.1,9\n", r"dòng 2, cột C – points: Điểm"),
        ("V1,A.1,3\nV9,A.1,1\n", r"dòng 3, cột A – unit: “V9”"),
        ("V1,A.1,3\nV2,A.2,,,10,-5\n", r"dòng 3, cột F – actual"),
    ],
)
def test_bad_files_write_nothing(load, rows, message):
    entries = Entry.objects.count()
    with pytest.raises(CommandError, match=message):
        load(rows, "self")
    assert not ScoreSheet.objects.exists()
    assert Entry.objects.count() == entries


def paper():
    return file_document(
        symbol="1/QĐ", issued_on=date(2020, 1, 2), issuer_name="X", owner_code="V1", actor=system_actor(), now=NOW
    )


def read_back(tmp_path, stage):
    return run("import_scores", tmp_path / "out.csv", "--cluster", "CUM", "--year", 2020, "--stage", stage)[0]


def test_what_was_exported_goes_back_in_and_changes_nothing(load, exported, tmp_path):
    load(FULL.replace("V2,A.1,2.5", "V2,A.1,2.5,,,,\nV2,A.1,,2,,,khen"), "self")
    for rows in (1, 2):  # the second time after the sheet was sent, lines nobody typed being 0
        before = exported("self")
        assert len(before) == 9
        assert read_back(tmp_path, "self") == "CUM 2020 self: unchanged", rows
        assert exported("self") == before
        if rows == 1:
            for sheet in ScoreSheet.objects.all():
                submissions.submit_sheet(sheet_id=sheet.pk, way="screen", actor=system_actor(), now=NOW)


def test_typed_on_the_page_goes_out_and_in_unchanged(load, exported, tmp_path):
    load("V1,D,-2\n", "self")
    for code, inputs in {
        "A.1": LineInput(points=Decimal(2), not_applicable="not_arising"),
        "A.2": LineInput(target=Decimal(3), actual=Decimal(4), note="Hai\ndòng"),
        "D": LineInput(points=Decimal(2)),
    }.items():
        line = ScoreLine.objects.get(criterion__code=code, sheet_version__sheet__unit__code="V1")
        save_line(line_id=line.pk, expected_version=line.version, inputs=inputs, actor=system_actor(), now=NOW)
    exported("self")
    assert read_back(tmp_path, "self") == "CUM 2020 self: unchanged"


@pytest.mark.parametrize("stage", ["self", "reviewed", "final"])
def test_more_decimals_than_a_line_keeps_say_unchanged_the_second_time(load, stage):
    rows = "V1,A.1,2.0005\nV1,A.2,,,3.00000049,5.1234567\nV1,D,\n"
    load(rows, stage)
    assert load(rows, stage)[0] == f"CUM 2020 {stage}: unchanged"


def test_reviewed_file_that_names_few_lines_keeps_the_work_on_the_others(load):
    load(FULL, "self")
    load(FULL, "reviewed")
    lines = ScoreLine.objects.filter(sheet_version__stage="step", sheet_version__sheet__unit__code="V1")
    by_code = {line.criterion.code: line for line in lines.select_related("criterion")}
    document = paper()
    for line in by_code.values():
        EvidenceLink.objects.create(line=line, document=document, added_by_label="Bà Thử")
    ScoreLine.objects.filter(pk=by_code["A.2"].pk).update(reason_text="Thiếu minh chứng", checked_at=None)
    out, err = load("V1,A.1,1\nV1,D,\n", "reviewed")
    assert (out, err) == (
        "CUM 2020 reviewed: written 1, unchanged 0",
        "V1: tệp không có điểm, giữ như trong bảng: A.2, D\n",
    )
    after = {line.criterion.code: line for line in lines.all()}
    assert {code: line.pk for code, line in after.items()} == {code: line.pk for code, line in by_code.items()}
    shown = {code: (str(line.points), line.reason_text, bool(line.checked_at)) for code, line in after.items()}
    assert shown == {
        "A.1": ("1.000", "", True),
        "A.2": ("1.500", "Thiếu minh chứng", False),
        "D": ("-1.000", "", True),
    }
    assert EvidenceLink.objects.filter(line__in=lines).count() == 3
    assert load("V1,A.1,1\nV1,D,\n", "reviewed")[0] == "CUM 2020 reviewed: unchanged"


def test_reviewed_is_the_last_step_of_the_set(load, exported):
    load(FULL, "self")
    criteria_set = ScoreSheet.objects.first().criteria_set
    last = criteria_set.steps.order_by("-order").first()
    for sheet in ScoreSheet.objects.all():
        submissions.submit_sheet(sheet_id=sheet.pk, way="screen", actor=system_actor(), now=NOW)
        reviews.start_step(sheet_id=sheet.pk, actor=system_actor(), now=NOW)
    assert len(exported("reviewed")) == 8
    ReviewStepFactory(criteria_set=criteria_set, order=last.order + 1)
    assert len(exported("reviewed")) == 1


def test_reviewed_file_of_one_unit_is_compared_with_all_and_says_unchanged(load):
    load(FULL, "self")
    rows = "V1,A.1,3\nV1,A.2,,,10,15\nV1,D,0\n"
    load(rows, "reviewed")
    assert stored("V1", "step")["A.2"] == "1.500"  # V2 has twice its excess, not reviewed yet
    assert load(rows, "reviewed")[0] == "CUM 2020 reviewed: unchanged"


def test_points_on_a_group_take_the_place_of_its_lines_and_back(load):
    load(FULL, "self")
    line = ScoreLine.objects.get(criterion__code="A.1", sheet_version__sheet__unit__code="V1")
    EvidenceLink.objects.create(line=line, document=paper(), added_by_label="Bà Thử")
    load("V1,A,4\nV1,A.1,\nV1,A.2,\n", "self")
    assert stored("V1", "self") == {"A": "4.000", "D": "-1.000"}
    assert load("V1,A,4\n", "self")[0] == "CUM 2020 self: unchanged"
    load("V1,A.1,2\n", "self")
    lines = ScoreLine.objects.filter(sheet_version__sheet__unit__code="V1")
    assert {each.criterion.code: each.points for each in lines} == {"A.1": 2, "A.2": None, "D": -1}
    assert EvidenceLink.objects.get().line.criterion.code == "A.1"


@pytest.mark.parametrize(
    ("row", "stage", "column"),
    [
        ("V1,A.1,1000000000\n", "final", "C – points"),
        ("V1,D,1000000000\n", "self", "C – points"),
        ("V1,A.1,3,1000000000\n", "final", "D – count"),
        ("V1,A.2,,,1000000000000,1\n", "self", "E – target"),
        ("V1,A.1,-3\n", "final", "C – points"),
        ("V1,A,-3\n", "reviewed", "C – points"),
    ],
)
def test_points_no_line_can_have_are_refused_at_their_cell(load, row, stage, column):
    with pytest.raises(CommandError, match=f"dòng 2, cột {column}"):
        load(row, stage)


def test_unknown_cluster_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Không có cụm"):
        run("export_scores", tmp_path / "x.csv", "--cluster", "X", "--year", 2020, "--stage", "final")
