import ast

from django.conf import settings

from apps.dashboard.actions import ACTIONS, TOLD_TO_UNIT, look


def recorded_actions() -> set[str]:
    """First arguments of every ``record("…")`` of the apps."""
    found = set()
    for path in (settings.BASE_DIR / "apps").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def test_every_recorded_action_has_a_name_on_screen():
    assert recorded_actions() - set(ACTIONS) == set()


def test_actions_told_to_units_exist():
    assert set(ACTIONS) >= TOLD_TO_UNIT


def test_unknown_action_is_shown_by_its_code():
    assert look("app.noun.verb").label == "app.noun.verb"
