from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from apps.accounts.tests.factories import UserFactory
from apps.audit.access import seen, seen_together
from apps.audit.models import AccessEntry
from apps.core.actor import Actor

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
ACTOR = Actor(7, "Bà Thử")
pytestmark = pytest.mark.django_db


def test_one_line_says_who_saw_what_of_whom_and_why():
    user = UserFactory()
    seen("view", actor=ACTOR, target=user, at=NOW, fields=["phone"], reason="Gọi hỏi số liệu")
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.actor_id, entry.actor_label) == ("view", "7", "Bà Thử")
    assert (entry.target_key, entry.fields, entry.reason) == (
        f"accounts.user:{user.pk}",
        ["phone"],
        "Gọi hỏi số liệu",
    )
    assert (entry.part, entry.parts) == (1, 1)


def test_export_of_many_is_one_occasion_with_a_line_for_each(django_assert_num_queries):
    people = UserFactory.create_batch(3)
    with django_assert_num_queries(1):
        seen_together("export", actor=ACTOR, targets=people, at=NOW)
    entries = AccessEntry.objects.order_by("part")
    assert [(entry.target_key, entry.part, entry.parts) for entry in entries] == [
        (f"accounts.user:{person.pk}", part, 3) for part, person in enumerate(people, start=1)
    ]
    assert len({entry.occasion_id for entry in entries}) == 1


def test_unknown_kind_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="peek"):
        seen("peek", actor=ACTOR, target=UserFactory(), at=NOW)


@pytest.mark.parametrize("change", [lambda rows: rows.update(kind="x"), lambda rows: rows.delete()])
def test_access_entries_cannot_be_changed_or_deleted(change):
    seen("view", actor=ACTOR, target=UserFactory(), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(AccessEntry.objects.all())
    assert AccessEntry.objects.get().kind == "view"
