"""import_units: good files, bad files, the same file again, names over time; the shipped catalogue."""

import csv
import threading
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.sheets import import_file
from apps.core.spreadsheets import Problems
from apps.units.history_queries import record_names, successions_of
from apps.units.models import Unit, UnitSuccession
from apps.units.sheets import UnitImport
from apps.units.shipped import DATA, load_shipped
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
HEAD = "code,name,short_name,kind,parent_code,province,protocol_order,valid_from,valid_to,aliases\n"
SYSTEM = system_actor()


def load(text: str, *, head: str = HEAD, actor=SYSTEM):
    return import_file(UnitImport(), (head + text).encode(), "donvi.csv", actor=actor, now=NOW)


def problems(text: str, **more) -> list[tuple]:
    with pytest.raises(Problems) as error:
        load(text, **more)
    return [(problem.row, problem.column.partition(" ")[0], problem.message) for problem in error.value]


@pytest.mark.django_db
def test_rows_may_name_parents_further_down_and_again_is_unchanged():
    text = (
        "P,Phòng A,,division,S,,2,,,\n"
        "S,Sở Tư pháp tỉnh Mẫu,Sở Mẫu,justice_department,B,Mẫu,1,01/7/2025,,STP Mẫu; Sở TP Mẫu ;STP Mẫu\n"
        "B,Bộ Tư pháp,,ministry,,,0,,,\n"
    )
    assert str(load(text)) == "created 3, updated 0, unchanged 0"
    room = Unit.objects.get(code="P")
    assert [unit.code for unit in Unit.objects.get_ancestors(room)] == ["B", "S"]
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    office = Unit.objects.get(code="S")
    assert (office.valid_from, [alias.name for alias in office.aliases.all()]) == (
        date(2025, 7, 1),
        ["STP Mẫu", "Sở TP Mẫu"],
    )
    assert list(Unit.objects.search("so tp mau")) == [office]
    assert str(load(text)) == "unchanged 3"
    entry = Entry.objects.get()
    assert (entry.action, entry.after["created"], entry.after["units"]) == ("units.units.import", 3, ["P", "S", "B"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A,Vụ A,,division,B,,,,,\nB,Vụ B,,division,C,,,,,\nC,Vụ C,,division,A,,,,,\n", [(2, "E"), (3, "E"), (4, "E")]),
        ("A,Vụ A,,division,A,,,,,\n", [(2, "E")]),
        ("A,Vụ A,,division,KHONG-CO,,,,,\n", [(2, "E")]),
        ("A,Vụ A,,division,,,,,,\na,Vụ A bis,,division,,,,,,\n", [(3, "A")]),
        ("A,Vụ A,,phong ban gi do,,,,,,\n", [(2, "D")]),
        ("A,Vụ A,,division,,,,32/1/2025,,\n", [(2, "H")]),
        ("A,Vụ A,,division,,,,2025-07-01,2025-06-30,\n", [(2, "I")]),
        ("A,,,division,,,,,,\n", [(2, "B")]),
        ("A,Vụ A,,division,,,muoi,,,\n", [(2, "G")]),
        ("A,Vụ A,,division,,,-3,,,\n", [(2, "G")]),
        (",Vụ A,,division,,,,,,\n", [(2, "A")]),
        (f"A,Vụ A,,division,,,,,,{'x' * 301}\n", [(2, "J")]),
    ],
)
def test_mistake_is_told_with_row_and_column_and_nothing_is_written(text, expected):
    assert [(row, column) for row, column, _message in problems(text)] == expected
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_circle_through_units_on_record_is_found():
    load("A,Vụ A,,division,,,,,,\nB,Vụ B,,division,A,,,,,\nC,Vụ C,,division,B,,,,,\n")
    ((row, column, message),) = problems("A,Vụ A,,division,C,,,,,\n")
    assert (row, column) == (2, "E")
    assert message == "Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."


@pytest.mark.django_db
def test_later_valid_from_with_another_name_is_a_renaming_and_not_an_overwriting():
    old = "T,Cục Thi hành án dân sự tỉnh Mẫu,,enforcement_province,,Mẫu,1,,,\n"
    new = "T,Thi hành án dân sự tỉnh Mẫu,,enforcement_province,,Mẫu,1,2025-07-01,,\n"
    load(old)
    assert str(load(new)) == "created 0, updated 1, unchanged 0"
    unit = Unit.objects.get()
    assert [(f.name, f.valid_from, f.valid_to) for f in unit.former_names.all()] == [
        ("Cục Thi hành án dân sự tỉnh Mẫu", None, date(2025, 6, 30))
    ]
    assert (unit.name, unit.valid_from) == ("Thi hành án dân sự tỉnh Mẫu", None)
    for text in (new, old):
        assert str(load(text)) == "unchanged 1", "the old file tells of the past"


@pytest.mark.django_db
def test_another_name_without_a_later_day_is_a_correction_and_moves_are_made():
    load("A,Bộ A,,ministry,,,,,,\nB,Bộ B,,ministry,,,,,,\nC,Vu C,,ministry_unit,A,,,2020-01-01,,\n")
    assert str(load("C,Vụ C,,ministry_unit,B,,5,2020-01-01,,\n")) == "created 0, updated 1, unchanged 0"
    unit = Unit.objects.get(code="C")
    assert (unit.name, unit.protocol_order, unit.version) == ("Vụ C", 5, 2)
    assert Unit.objects.get_parent(unit).code == "B"
    assert not unit.former_names.exists()
    assert str(load("C,Vụ C,,ministry_unit,,,,,,\n")) == "unchanged 1", "empty cells leave what is stored"


@pytest.mark.django_db
def test_organisers_standing_office_imports_below_itself_only():
    office = UnitFactory(code="STP", kind="justice_department")
    other = UnitFactory(code="KHAC", name="Sở Khác", kind="justice_department")
    person = RoleAssignmentFactory(unit=office, role="standing_office").user
    actor = actor_for(person, date(2026, 11, 12))
    assert load("XA,Văn phòng HĐND và UBND xã A,,commune_office,STP,,,,,\n", actor=actor).created == 1
    for text in ("Y,Phòng Y,,division,KHAC,,,,,\n", "Y,Phòng Y,,division,,,,,,\n", "KHAC,Tên mới,,division,,,,,,\n"):
        ((row, column, message),) = problems(text, actor=actor)
        assert (row, column, message) == (2, "A", "Đơn vị này không thuộc phạm vi bạn quản lý.")
    other.refresh_from_db()
    assert other.name == "Sở Khác"


@pytest.mark.django_db
def test_command_says_unchanged_again_and_ends_with_1_for_a_bad_file(tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(HEAD + "A,Vụ A,,ministry_unit,,,,,,\n", encoding="utf-8-sig")
    bad.write_text(HEAD + "A,Vụ A,,ministry_unit,Z,,,,,\n", encoding="utf-8")
    call_command("import_units", str(good), "--dry-run")
    assert not Unit.objects.exists()
    for _ in range(2):
        call_command("import_units", str(good))
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "units: dry run, created 1, updated 0, unchanged 0",
        "units: created 1, updated 0, unchanged 0",
        "units: unchanged 1",
    ]
    with pytest.raises(CommandError, match="dòng 2, cột E"):
        call_command("import_units", str(bad))


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_found_each_unit_once():
    text = "".join(f"U{n},Vụ số {n},,ministry_unit,B,,{n},,,\n" for n in range(30)) + "B,Bộ,,ministry,,,,,,\n"
    barrier, said = threading.Barrier(2), []

    def run():
        try:
            barrier.wait()
            said.append(str(load(text)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["created 31, updated 0, unchanged 0", "unchanged 31"]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_shipped_catalogue_holds_both_eras_and_loading_it_again_changes_nothing():
    first = load_shipped(actor=SYSTEM, now=NOW)
    assert first.created == Unit.objects.count()
    before = (Entry.objects.count(), UnitSuccession.objects.count())
    again = load_shipped(actor=SYSTEM, now=NOW)
    assert (again.created, again.updated, again.successions) == (0, 0, 0)
    assert (Entry.objects.count(), UnitSuccession.objects.count()) == before

    june, july, today = date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 10)
    counts = {
        (kind, on): Unit.objects.filter(kind=kind).valid_on(on).count()
        for kind in ("justice_department", "enforcement_province")
        for on in (june, july)
    }
    assert sorted(counts.values()) == [34, 34, 63, 63]
    ministry = Unit.objects.filter(kind__in=["ministry_unit", "ministry_service_unit"])
    assert ministry.valid_on(today).count() == 20
    names = Unit.objects.filter(kind="enforcement_province").with_name_on(june)
    assert all(unit.name_then.startswith("Cục Thi hành án dân sự") for unit in names)
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert {unit.code for unit in Unit.objects.get_children(Unit.objects.get(code="CQLTHADS"))} == {
        unit.code for unit in Unit.objects.filter(kind="enforcement_province").valid_on(july)
    }


@pytest.mark.django_db
def test_shipped_successions_lead_from_the_old_provinces_to_the_new():
    load_shipped(actor=SYSTEM, now=NOW)
    old, new = (Unit.objects.get(code=f"STP-{code}") for code in ("YEN-BAI", "LAO-CAI"))
    assert {pair.predecessor.name for pair in successions_of(new.pk)} == {old.name}
    found = Unit.objects.search("yen bai").filter(kind="justice_department")
    assert set(found) == {old, new}
    (name,) = record_names([(old.pk, date(2023, 11, 20))]).values()
    assert str(name) == "Sở Tư pháp tỉnh Yên Bái (nay là Sở Tư pháp tỉnh Lào Cai)"
    unit = Unit.objects.get(code="VPLQT")
    (name,) = record_names([(unit.pk, date(2020, 12, 18))]).values()
    assert str(name) == ("Vụ Pháp luật quốc tế (nay là Cục Pháp luật quốc tế và Giải quyết tranh chấp đầu tư quốc tế)")


def test_shipped_files_name_their_sources_and_no_row_is_without_one():
    for name in ("units_1.csv", "units_2.csv", "successions.csv"):
        rows = list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))
        assert [row for row in rows if not row["source"] and row.get("code") != "BTP"] == []


@pytest.mark.django_db
def test_capitals_of_a_code_do_not_count():
    stored = UnitFactory(code="VPB", name="Văn phòng Bộ", kind="ministry_unit")
    assert load("vpb,Văn phòng Bộ,,ministry_unit,,,,,,\n").created == 0
    assert list(Unit.objects.all()) == [stored]
