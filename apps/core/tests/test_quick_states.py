"""Quick states: what is drawn anew, what Python code of a migration sees, and the same schema as Django's own way."""

import contextlib

import pytest
from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState

from apps.core.management.commands import migrate
from apps.core.quick_states import QuickState
from apps.demo.bench.database import other_database

QUESTIONS = (
    (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length,"
        " collation_name, ordinal_position FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    (
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
)


def unit_state() -> ModelState:
    fields = [("id", models.AutoField(primary_key=True)), ("code", models.CharField(max_length=10))]
    return ModelState("bodies", "Unit", fields, options={"constraints": [], "indexes": []})


def person_state() -> ModelState:
    to_unit = models.ForeignKey("bodies.Unit", on_delete=models.CASCADE)
    return ModelState("bodies", "Person", [("id", models.AutoField(primary_key=True)), ("unit", to_unit)])


def drawn(*states: ModelState) -> QuickState:
    state = QuickState()
    assert state.apps is not None
    for each in states:
        state.add_model(each)
    return state


def test_constraint_is_told_to_the_model_that_is_there():
    state = drawn(unit_state())
    model = state.apps.get_model("bodies.Unit")
    once = models.UniqueConstraint(fields=["code"], name="bodies_unit_once")
    state.add_constraint("bodies", "unit", once)
    assert state.apps.get_model("bodies.Unit") is model
    assert model._meta.constraints == [once]
    state.remove_constraint("bodies", "unit", "bodies_unit_once")
    assert model._meta.constraints == []


def test_column_makes_a_new_model_and_a_clone_stays_as_it_was():
    before = drawn(unit_state())
    after = before.clone()
    after.add_field("bodies", "unit", "name", models.CharField(max_length=10, default=""), preserve_default=True)
    names = [{field.name for field in state.apps.get_model("bodies.Unit")._meta.fields} for state in (before, after)]
    assert names == [{"id", "code"}, {"id", "code", "name"}]
    assert isinstance(after, QuickState)


def test_table_with_another_name_is_a_new_model():
    state = drawn(unit_state())
    state.alter_model_options("bodies", "unit", {"db_table": "other"}, ["db_table"])
    assert state.apps.get_model("bodies.Unit")._meta.db_table == "other"


def test_code_of_a_migration_sees_all_relatives():
    state = drawn(unit_state(), person_state())
    assert state.is_delayed
    state.clear_delayed_apps_cache()  # as RunPython does
    assert [found.name for found in state.apps.get_model("bodies.Unit")._meta.related_objects] == ["person"]


def schema() -> list[list[str]]:
    answers = []
    with connection.cursor() as cursor:
        for question in QUESTIONS:
            cursor.execute(question)
            answers.append(sorted(map(str, cursor.fetchall())))
    return answers


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_schema_is_that_of_djangos_own_way(monkeypatch):
    with other_database("quick"):
        quick = schema()
    monkeypatch.setattr(migrate, "quick_states", contextlib.nullcontext)
    with other_database("plain"):
        plain = schema()
    assert quick == plain
    assert all(quick)
    assert ProjectState is not QuickState
