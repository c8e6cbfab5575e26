"""Sealing: what is sealed, once, in the order of commits, whoever runs it how often."""

import threading
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.audit import covered
from apps.audit.access import seen
from apps.audit.domain import sealing
from apps.audit.domain.sealing import seal_trail
from apps.audit.domain.verifying import seal_faults, tail
from apps.audit.models import Entry, Seal, SealPart
from apps.audit.trail import operation, record
from apps.core.actor import system_actor

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


def write(count: int = 1) -> list[Entry]:
    found = []
    for _each in range(count):
        with operation():
            user = UserFactory()
            found.append(record("accounts.user.create", actor=system_actor(), target=user, at=NOW))
    return found


def sealed_rows(table: str) -> int:
    return sum(SealPart.objects.filter(table=table).values_list("count", flat=True))


@pytest.mark.django_db
def test_seal_covers_trail_access_log_and_history():
    write(3)
    seen("view", actor=system_actor(), target=UserFactory(), at=NOW)
    (seal,) = seal_trail(now=NOW)
    assert {part.table: part.count for part in seal.parts.all()} == {
        "accounts_userevent": 4,
        "audit_accessentry": 1,
        "audit_entry": 3,
    }
    assert (seal.number, seal.count) == (1, 8)
    assert (tail().count, list(seal_faults())) == (0, [])


@pytest.mark.django_db
def test_sealing_again_without_new_rows_makes_nothing():
    write()
    assert len(seal_trail(now=NOW)) == 1
    assert seal_trail(now=NOW) == []


@pytest.mark.django_db
def test_seals_stand_on_one_another():
    seals = []
    for _each in range(3):
        write()
        seals += seal_trail(now=NOW)
    assert [seal.number for seal in seals] == [1, 2, 3]
    assert [seal.previous_hash for seal in seals[1:]] == [seal.hash for seal in seals[:-1]]
    assert list(seal_faults()) == []


@pytest.mark.django_db
def test_large_tables_are_sealed_in_batches(monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    write(5)
    seals = seal_trail(now=NOW)
    assert [seal.count for seal in seals] == [4, 4, 2]
    assert (sealed_rows("audit_entry"), list(seal_faults())) == (5, [])


@pytest.mark.django_db
def test_tail_counts_what_is_not_sealed():
    write()
    seal_trail(now=NOW)
    write(2)
    assert tail().count == 4
    assert tail().since is not None


@pytest.mark.django_db
def test_sealing_works_inside_of_an_operation_too():
    with operation():
        write()
        assert len(seal_trail(now=NOW)) == 1
        assert list(seal_faults()) == []


@pytest.mark.django_db
def test_command_prints_the_seals_and_says_when_there_is_nothing(capsys):
    write()
    call_command("seal_trail")
    seal = Seal.objects.get()
    assert capsys.readouterr().out == f"1 2 {seal.hash}\n"
    call_command("seal_trail")
    assert capsys.readouterr().out == "không có dòng mới\n"


# --- Commit order and races --------------------------------------------------------------------------


class LateCommit:
    """A transaction of another connection that writes an entry at once and commits when told."""

    def __init__(self):
        self.written, self.go, self.keys = threading.Event(), threading.Event(), []
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        assert self.written.wait(10)
        return self

    def __exit__(self, *exc):
        self.commit()

    def commit(self):
        self.go.set()
        self.thread.join(30)

    def _run(self):
        try:
            with transaction.atomic():
                self.keys = [entry.pk for entry in write()]
                self.written.set()
                self.go.wait(20)
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_row_that_commits_late_with_a_lower_key_does_not_slip_behind_the_seal():
    with LateCommit() as late:
        (early,) = write()
        assert early.pk > late.keys[0]
        assert seal_trail(now=NOW, patience=0.3) == []  # both tables are being written: the next pass seals them
        late.commit()
    (seal,) = seal_trail(now=NOW)
    assert seal.parts.get(table="audit_entry").count == 2
    assert (tail().count, list(seal_faults())) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_without_looking_for_writers_the_late_row_would_slip_behind(monkeypatch):
    """Shows that the test above tests something."""
    monkeypatch.setattr(sealing, "_writers", lambda tables: set())
    with LateCommit():
        write()
        seal_trail(now=NOW)
    assert any("bị chèn vào" in fault for fault in seal_faults())


@pytest.mark.django_db(transaction=True)
def test_sealing_waits_for_a_writer_that_ends_in_time():
    with LateCommit() as late:
        write()
        threading.Timer(0.3, late.go.set).start()
        (seal,) = seal_trail(now=NOW, patience=10)
    assert seal.parts.get(table="audit_entry").count == 2


@pytest.mark.django_db(transaction=True)
def test_tables_that_nobody_writes_are_sealed_while_others_wait():
    seen("view", actor=system_actor(), target=User(pk=1, full_name="Bà Thử"), at=NOW)
    with LateCommit():
        (seal,) = seal_trail(now=NOW, patience=0.2)
    assert [part.table for part in seal.parts.all()] == ["audit_accessentry"]


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    write(10)
    barrier, made = threading.Barrier(2), []

    def run():
        try:
            barrier.wait(10)
            made.extend(seal_trail(now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(seal.number for seal in made) == list(range(1, Seal.objects.count() + 1))
    assert (sealed_rows("audit_entry"), list(seal_faults())) == (10, [])


@pytest.mark.django_db
def test_sealer_killed_in_the_middle_leaves_whole_seals(monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    write(4)
    whole = sealing.link
    monkeypatch.setattr(sealing, "link", lambda seal, parts: whole(seal, parts) if seal.number < 2 else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seal_trail(now=NOW)
    assert (Seal.objects.count(), list(seal_faults())) == (1, [])
    monkeypatch.setattr(sealing, "link", whole)
    seal_trail(now=NOW)
    assert (sealed_rows("audit_entry"), tail().count, list(seal_faults())) == (4, 0, [])


# --- What is covered ---------------------------------------------------------------------------------


def test_every_history_is_sealed_or_named_outside_with_a_reason():
    from pghistory.models import Event

    sealed = {model._meta.label for model in covered.covered_models()}
    history = {model._meta.label for model in apps.get_models() if issubclass(model, Event)}
    assert sealed == (history - set(covered.OUTSIDE)) | {"audit.Entry", "audit.AccessEntry"}
    assert set(covered.OUTSIDE) <= history
    assert all(covered.OUTSIDE.values())


@pytest.mark.django_db
def test_history_named_outside_is_not_sealed(monkeypatch):
    monkeypatch.setitem(covered.OUTSIDE, "accounts.UserEvent", "phong bì phiếu kín")
    write()
    (seal,) = seal_trail(now=NOW)
    assert [part.table for part in seal.parts.all()] == ["audit_entry"]


@pytest.mark.django_db
def test_column_of_a_later_version_does_not_break_older_seals():
    write()
    seal_trail(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_userevent ADD COLUMN later_column integer DEFAULT 7")
    assert list(seal_faults()) == []


@pytest.mark.django_db
def test_renamed_column_is_a_fault_until_the_migration_says_so(monkeypatch):
    write()
    seal_trail(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_userevent RENAME COLUMN full_name TO whole_name")
    assert list(seal_faults()) == ["Bảng accounts_userevent thiếu cột đã niêm phong: full_name."]
    monkeypatch.setitem(covered.MOVED_COLUMNS, ("accounts_userevent", "full_name"), "whole_name")
    assert list(seal_faults()) == []
