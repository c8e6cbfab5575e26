"""import_scores and export_scores on a cluster in the database."""

import io

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterFactory, ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.criteria_sets import import_criteria, issue_set
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW
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
    assert exported("self")[:5] == [
        "unit,code,points,count,numerator,denominator,target,actual,band_label,not_applicable,note",
        "V1,A.1,4,,,,,,,,",
        "V1,A.1,,1,,,,,khen,,",
        "V1,A.2,1.5,,,,10,15,,,",
        "V1,D,-1,,,,,,,,",
    ]
    assert exported("final") == exported("self")[:1]


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


def test_unknown_cluster_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Không có cụm"):
        run("export_scores", tmp_path / "x.csv", "--cluster", "X", "--year", 2020, "--stage", "final")
