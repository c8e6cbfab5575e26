from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.audit import integrity
from apps.audit.models import Entry
from apps.audit.trail import operation, record
from apps.core.actor import Actor, system_actor

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def history():
    return apps.get_model("accounts", "UserEvent").objects.order_by("pgh_id")


def test_entry_and_history_carry_the_same_operation():
    with operation():
        user = UserFactory(full_name="Trần Thị Thử")
        entry = record("accounts.user.create", actor=Actor(7, "Bà Thử"), target=user, at=NOW, after={"a": 1})
    assert entry.operation_id == history().get().pgh_context_id
    assert (entry.actor_id, entry.actor_label, entry.target_key) == ("7", "Bà Thử", f"accounts.user:{user.pk}")


def test_nested_calls_join_the_outer_operation():
    with operation():
        first = record("a.b.c", actor=system_actor(), target=UserFactory(), at=NOW)
        with operation():
            second = record("a.b.d", actor=system_actor(), target=UserFactory(), at=NOW)
    assert first.operation_id == second.operation_id


def test_two_operations_differ():
    ids = set()
    for _ in range(2):
        with operation():
            ids.add(record("a.b.c", actor=system_actor(), target=UserFactory(), at=NOW).operation_id)
    assert len(ids) == 2


def test_record_outside_of_an_operation_is_a_bug():
    with pytest.raises(RuntimeError, match="outside"):
        record("a.b.c", actor=system_actor(), target=UserFactory(), at=NOW)


def test_failed_operation_leaves_nothing():
    @operation()
    def broken():
        record("a.b.c", actor=system_actor(), target=UserFactory(), at=NOW)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        broken()
    assert not Entry.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("change", [lambda rows: rows.update(action="x"), lambda rows: rows.delete()])
def test_entries_cannot_be_changed_or_deleted(change):
    with operation():
        record("a.b.c", actor=system_actor(), target=UserFactory(), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(Entry.objects.all())
    assert Entry.objects.get().action == "a.b.c"


def test_bulk_updates_are_in_the_history_too_without_the_password():
    UserFactory.create_batch(2)
    User.objects.update(post="Chuyên viên")
    assert [row.post for row in history()] == ["", "", "Chuyên viên", "Chuyên viên"]
    assert not hasattr(history().first(), "password")


def test_integrity_runs_every_registered_check(monkeypatch):
    monkeypatch.setattr(integrity, "_checks", {})
    integrity.register("đúng", list)
    integrity.register("sai", lambda: ["một lỗi"])
    assert integrity.run() == {"đúng": [], "sai": ["một lỗi"]}
