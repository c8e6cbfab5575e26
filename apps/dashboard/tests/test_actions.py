import ast
import re

from django.apps import apps as registry
from django.conf import settings

from apps.dashboard.actions import ACTIONS, TOLD_TO_UNIT, look

ACTION = re.compile(r"([a-z_]+)\.[a-z_]+\.[a-z_]+")


def recorded_actions() -> set[str]:
    """Names of actions in the domains, however they reach ``record``; of a name that is put together, its beginning
    with "*".
    """
    rooms, found = {config.label for config in registry.get_app_configs()}, set()
    for path in (settings.BASE_DIR / "apps").glob("*/domain/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = ACTION.fullmatch(node.value)
                found |= {node.value} if name and name[1] in rooms else set()
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = re.fullmatch(r"([a-z_]+)\.[a-z_]+\.", node.values[0].value)
                found |= {start[0] + "*"} if start and start[1] in rooms else set()
    return found


def test_every_recorded_action_has_a_name_on_screen():
    named = set(ACTIONS) | {name.rpartition(".")[0] + ".*" for name in ACTIONS}
    assert len(recorded_actions()) > 200
    assert recorded_actions() - named == set()


def test_actions_told_to_units_exist():
    assert set(ACTIONS) >= TOLD_TO_UNIT


def test_unknown_action_is_shown_by_its_code():
    assert look("app.noun.verb").label == "app.noun.verb"
