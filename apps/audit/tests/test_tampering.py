"""Whoever changes the trail by SQL, past its triggers, is found by verify_integrity: which table, row and seal."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.accounts.tests.factories import UserFactory
from apps.audit import integrity
from apps.audit.domain.sealing import seal_trail
from apps.audit.domain.verifying import seal_faults, witnessed
from apps.audit.models import Entry, Seal, SealHead
from apps.audit.protection import BODY, GUARD, fit_out, guard_faults, guarded_tables
from apps.audit.trail import operation, record
from apps.core.actor import system_actor

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    """Four entries under two seals."""
    found = []
    for _seal in range(2):
        for _entry in range(2):
            with operation():
                found.append(record("accounts.user.create", actor=system_actor(), target=UserFactory(), at=NOW))
        seal_trail(now=NOW)
    return found


def tamper(statement: str, params=()) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")  # no trigger fires
        cursor.execute(statement, params)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = origin")


def history_ids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_id FROM accounts_userevent ORDER BY pgh_id")
        return [row[0] for row in cursor.fetchall()]


def test_changed_entry_is_named_with_its_table_and_seal(entries):
    tamper("UPDATE audit_entry SET actor_label = 'Ông Khác' WHERE id = %s", [entries[2].pk])
    assert list(seal_faults()) == [
        f"Dòng {entries[2].pk} của bảng audit_entry (dòng nhật ký) bị sửa sau niêm phong số 2."
    ]


def test_trigger_switched_off_to_change_an_entry_is_found_twice(entries):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET reason = 'khác' WHERE id = %s", [entries[0].pk])
    found = StringIO()
    with pytest.raises(CommandError, match="3 sai lệch"):
        call_command("verify_integrity", stdout=found)
    assert f"Dòng {entries[0].pk} của bảng audit_entry (dòng nhật ký) bị sửa" in found.getvalue()
    assert found.getvalue().count("Bảng audit_entry: trình bảo vệ") == 2


def test_empty_text_and_no_value_are_told_apart(entries):
    tamper("UPDATE audit_entry SET before = 'null'::jsonb WHERE id = %s", [entries[0].pk])
    assert len(list(seal_faults())) == 1


def test_changed_history_row_is_named(entries):
    changed = history_ids()[1]
    tamper("UPDATE accounts_userevent SET full_name = 'Khác' WHERE pgh_id = %s", [changed])
    (fault,) = seal_faults()
    assert fault.startswith(f"Dòng {changed} của bảng accounts_userevent")
    assert fault.endswith("bị sửa sau niêm phong số 1.")


def test_removed_row_is_named(entries):
    tamper("DELETE FROM audit_entry WHERE id = %s", [entries[1].pk])
    assert list(seal_faults()) == [
        f"Dòng {entries[1].pk} của bảng audit_entry (dòng nhật ký) bị xóa sau niêm phong số 1."
    ]


def test_added_row_in_a_sealed_range_is_named(entries):
    tamper("DELETE FROM audit_entry WHERE id = %s", [entries[1].pk])
    columns = [field.column for field in Entry._meta.concrete_fields if field.column != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    tamper(
        f"INSERT INTO audit_entry (id, {names}) SELECT %s, {names} FROM audit_entry WHERE id = %s",  # noqa: S608
        [entries[0].pk - 1, entries[0].pk],
    )
    assert list(seal_faults()) == [
        f"Dòng {entries[0].pk - 1} của bảng audit_entry (dòng nhật ký) bị chèn vào sau niêm phong số 1.",
        f"Dòng {entries[1].pk} của bảng audit_entry (dòng nhật ký) bị xóa sau niêm phong số 1.",
    ]


def test_many_faults_are_named_up_to_a_limit_and_counted(monkeypatch, entries):
    monkeypatch.setattr("apps.audit.domain.verifying.MOST_NAMED", 1)
    tamper("UPDATE audit_entry SET reason = 'khác'")
    assert [fault for fault in seal_faults() if "khác" in fault] == [
        "Niêm phong số 1, bảng audit_entry: còn 1 dòng sai lệch khác.",
        "Niêm phong số 2, bảng audit_entry: còn 1 dòng sai lệch khác.",
    ]


def test_chain_cut_at_its_end_is_found(entries):
    tamper("DELETE FROM audit_sealpart WHERE seal_id = 2")
    tamper("DELETE FROM audit_seal WHERE number = 2")
    assert list(seal_faults()) == ["Chuỗi niêm phong bị cắt: đã có đến số 2, chỉ còn đến số 1."]


def test_chain_cut_and_sealed_again_is_found(entries):
    tamper("DELETE FROM audit_sealpart WHERE seal_id = 2")
    tamper("DELETE FROM audit_seal WHERE number = 2")
    seal_trail(now=NOW)
    assert "Thiếu niêm phong từ số 2 đến số 2." in list(seal_faults())


def test_seal_taken_out_of_the_middle_is_found(entries):
    tamper("DELETE FROM audit_sealpart WHERE seal_id = 1")
    tamper("DELETE FROM audit_seal WHERE number = 1")
    assert "Thiếu niêm phong từ số 1 đến số 1." in list(seal_faults())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE number = 1",
        "UPDATE audit_sealpart SET last_id = last_id + 1 WHERE seal_id = 1",
        "UPDATE audit_sealpart SET digest = repeat('0', 64) WHERE seal_id = 1",
        "UPDATE audit_sealpart SET leaves = ''::bytea WHERE seal_id = 1",
        "UPDATE audit_sealhead SET hash = repeat('0', 64)",
        "DELETE FROM audit_sealhead",
    ],
)
def test_changed_seal_is_found(entries, statement):
    tamper(statement)
    assert list(seal_faults()) != []


def test_whole_chain_written_anew_is_found_by_a_witness(entries):
    """Without a value held elsewhere nobody could tell: that is what printing it is for."""
    held = Seal.objects.get(number=2).hash
    tamper("DELETE FROM audit_sealpart")
    tamper("DELETE FROM audit_seal")
    tamper("UPDATE audit_entry SET reason = 'khác'")
    SealHead.objects.all().delete()
    seal_trail(now=NOW)
    assert list(seal_faults()) == []
    assert not witnessed(2, held)


def test_witness_holds_when_nothing_was_changed(entries, capsys):
    seal = Seal.objects.get(number=1)
    assert witnessed(1, f" {seal.hash.upper()}\n")
    call_command("verify_integrity", witness=[f"1:{seal.hash}"])
    assert "audit.witness: đúng" in capsys.readouterr().out
    with pytest.raises(CommandError, match="1 sai lệch"):
        call_command("verify_integrity", witness=[f"2:{seal.hash}"])


def test_rows_unsealed_for_days_are_a_fault(entries):
    tamper("UPDATE accounts_userevent SET pgh_created_at = now() - interval '2 days'")
    tamper("DELETE FROM audit_sealpart")
    assert "Có 8 dòng chưa niêm phong quá 24 giờ." in list(seal_faults())


# --- Guards ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["audit_entry", "audit_accessentry", "audit_seal", "accounts_userevent"])
def test_append_only_tables_cannot_be_emptied(table):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL audit.truncate = ''")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_history_rows_cannot_be_changed_or_deleted(entries, statement):
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        cursor.execute(statement.format("accounts_userevent"))


def test_every_append_only_table_is_guarded():
    assert list(guard_faults()) == []
    assert {"audit_entry", "audit_sealpart", "units_unitevent"} <= set(guarded_tables())


def test_fitting_out_again_changes_nothing(django_assert_num_queries):
    with django_assert_num_queries(4):
        fit_out()


def test_guard_that_was_emptied_is_found_and_put_back():
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$"
        )
    assert list(guard_faults()) == [f"Hàm bảo vệ {GUARD} đã bị thay hoặc không có."]
    fit_out()
    assert list(guard_faults()) == []


def test_only_test_databases_may_be_emptied():
    assert "current_database() LIKE 'test\\_%'" in BODY
    assert connection.settings_dict["NAME"].startswith("test_")


def test_history_trigger_switched_off_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE units_unit DISABLE TRIGGER USER")
    assert len(integrity.run()["audit.guards"]) == 3
