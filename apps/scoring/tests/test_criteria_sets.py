"""Sets in the database: imported whole, unchanged when the same, frozen when issued."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.periods.models import EmulationYear
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.criteria_sets import (
    Class,
    SetElsewhere,
    SetFrozen,
    SetUnsound,
    Step,
    arrange_set,
    export_file,
    import_criteria,
    issue_set,
)
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet, Criterion
from apps.scoring.tests.factories import NOW
from apps.scoring.tests.rules_for_tests import group, leaf
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
TABLE_2020 = DATA / "criteria_don_vi_thuoc_bo_2020.csv"
ACTOR = system_actor()
SMALL = [group("A", 3), leaf("manual", 3, code="1", parent_code="A")]


def imported(rules=SMALL, *, code="BTC", year=None, **options):
    year = year or EmulationYearFactory()
    return import_criteria(
        rules=rules, code=code, year_id=year.pk, kinds=["ministry_unit"], actor=ACTOR, now=NOW, **options
    )


def test_demo_table_goes_in_and_comes_out_byte_for_byte():
    found = imported(read_criteria_file(TABLE_2020, name="t").rules, illustrative=True)
    assert (found.outcome, found.criteria_set.state, found.criteria_set.illustrative) == ("created", "draft", True)
    assert export_file(found.criteria_set.pk) == TABLE_2020.read_bytes()
    table = load_table(found.criteria_set.pk)
    assert (table.tree.maximum, len(table.leaves)) == (200, 45)
    leaf_row = table.rows["1.1.1"]
    assert (leaf_row.part.code, leaf_row.parent.code, leaf_row.depth, leaf_row.is_leaf) == ("1", "1.1", 2, True)


def test_loading_a_table_takes_two_queries_whatever_its_size(django_assert_num_queries):
    large = imported(read_criteria_file(TABLE_2020, name="t").rules).criteria_set.pk
    small = imported(code="KHAC").criteria_set.pk
    for pk in (large, small):
        with django_assert_num_queries(2):
            load_table(pk)


def test_same_content_again_is_unchanged_and_leaves_no_trace():
    year = EmulationYearFactory()
    first = imported(year=year)
    entries = Entry.objects.count()
    rows = set(Criterion.objects.values_list("pk", flat=True))
    assert imported(year=year).outcome == "unchanged"
    assert imported(list(reversed(SMALL)), year=year).criteria_set == first.criteria_set
    assert (Entry.objects.count(), set(Criterion.objects.values_list("pk", flat=True))) == (entries, rows)


def test_other_content_replaces_a_draft():
    year = EmulationYearFactory()
    imported(year=year)
    found = imported([leaf("manual", 4, code="x")], year=year)
    assert found.outcome == "replaced"
    assert list(Criterion.objects.values_list("code", flat=True)) == ["x"]


def test_issued_set_takes_the_same_content_and_refuses_another():
    year = EmulationYearFactory()
    found = imported(year=year)
    issue_set(criteria_set_id=found.criteria_set.pk, actor=ACTOR, now=NOW)
    assert imported(year=year).outcome == "unchanged"
    with pytest.raises(SetFrozen):
        imported([leaf("manual", 4, code="x")], year=year)
    assert Criterion.objects.count() == 2


def test_code_of_another_year_is_refused():
    imported()
    with pytest.raises(SetElsewhere):
        imported()


def test_unsound_rules_are_refused_and_nothing_is_written():
    with pytest.raises(SetUnsound):
        imported([group("A", 4), leaf("manual", 3, code="1", parent_code="A")])
    assert not CriteriaSet.objects.exists()
    assert not Entry.objects.exists()


def test_issuing_twice_changes_nothing():
    pk = imported().criteria_set.pk
    first = issue_set(criteria_set_id=pk, actor=ACTOR, now=NOW)
    entries = Entry.objects.count()
    assert (first.state, first.issued_at) == (SetState.ISSUED, NOW)
    issue_set(criteria_set_id=pk, actor=ACTOR, now=NOW)
    assert Entry.objects.count() == entries


def test_new_set_has_the_one_step_of_appraisal():
    assert [step.name for step in imported().criteria_set.steps.all()] == ["Thẩm định"]


def test_arranging_a_draft_and_repeating_it_when_issued():
    pk = imported().criteria_set.pk
    arrangement = {
        "steps": [Step("Trưởng Cụm kiểm tra", "cluster_head"), Step("Thẩm định", "standing_office")],
        "classes": [Class("A", Decimal(180), Decimal(20), ("A",)), Class("B", Decimal(160))],
        "tie_break": ["A", "-penalty"],
    }
    arranged = arrange_set(criteria_set_id=pk, actor=ACTOR, now=NOW, **arrangement)
    assert [(step.order, step.role) for step in arranged.steps.all()] == [(1, "cluster_head"), (2, "standing_office")]
    assert [(rule.label, rule.min_points) for rule in arranged.class_rules.all()] == [("A", 180), ("B", 160)]
    issue_set(criteria_set_id=pk, actor=ACTOR, now=NOW)
    entries = Entry.objects.count()
    arrange_set(criteria_set_id=pk, actor=ACTOR, now=NOW, **arrangement)
    assert Entry.objects.count() == entries
    with pytest.raises(SetFrozen):
        arrange_set(criteria_set_id=pk, actor=ACTOR, now=NOW, tie_break=[])


# --- Commands -------------------------------------------------------------------------------------


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


def import_file(path, *more, code="BTC", organiser="BTP"):
    options = ("--code", code, "--year", 2020, "--organiser", organiser, "--kinds", "ministry_unit")
    return run("import_criteria", path, *options, *more)


def test_import_and_export_commands(tmp_path):
    UnitFactory(code="BTP")
    assert import_file(TABLE_2020)[0] == "BTC: created"
    assert import_file(TABLE_2020)[0] == "BTC: unchanged"
    assert import_file(TABLE_2020, "--issue")[0] == "BTC: issued"
    assert import_file(TABLE_2020, "--issue")[0] == "BTC: unchanged"
    assert EmulationYear.objects.get().state == "open"
    run("export_criteria", "--code", "BTC", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == TABLE_2020.read_bytes()


def test_import_command_refuses_another_content_of_an_issued_set():
    UnitFactory(code="BTP")
    import_file(TABLE_2020, "--issue")
    with pytest.raises(CommandError, match="đã ban hành"):
        import_file(DATA / "criteria_don_vi_thuoc_bo_2026.csv")


def test_import_command_lists_problems_and_writes_nothing(tmp_path):
    UnitFactory(code="BTP")
    bad = tmp_path / "bad.csv"
    bad.write_text("code,parent_code,label_vi,max_points,method\n1,,a,3,additive\n1.1,1,b,2,manual\n")
    with pytest.raises(CommandError, match=r"bad\.csv, dòng 2, cột D – max_points"):
        import_file(bad, "--issue")
    assert not CriteriaSet.objects.exists()
    assert not EmulationYear.objects.exists()


@pytest.mark.parametrize("organiser", ["BTP", "KHONG-CO"])
def test_import_command_with_a_missing_file_or_organiser(tmp_path, organiser):
    UnitFactory(code="BTP")
    path = tmp_path / "no.csv" if organiser == "BTP" else TABLE_2020
    with pytest.raises(CommandError, match="Không có"):
        import_file(path, organiser=organiser)


def test_export_command_of_an_unknown_set(tmp_path):
    with pytest.raises(CommandError):
        run("export_criteria", "--code", "X", tmp_path / "x.csv")
