"""The order of the rooms: imports, layers inside an app and foreign keys point one way."""

import ast
from pathlib import Path

import pytest
from django.apps import apps as registry
from django.conf import settings
from pghistory.models import Event

from emulation_portal.celery import app as celery

ROOT = Path(settings.BASE_DIR)
APPS = ROOT / "apps"

# Row of each app (docs/decisions/0001). An app imports only from rows with a smaller number.
ROWS = {
    "core": 1,
    "audit": 2,
    "accounts": 3,
    "jobs": 4,
    "notifications": 5,
    "documents": 5,
    "ballots": 5,
    "units": 6,
    "periods": 7,
    "catalog": 8,
    "obligations": 8,
    "clusters": 9,
    "registry": 9,
    "results": 10,
    "periodic_reports": 11,
    "movements": 12,
    "pledges": 12,
    "registrations": 12,
    "scoring": 13,
    "ranking": 14,
    "conferences": 15,
    "awards": 16,
    "reports": 17,
    "dashboard": 17,
    "api": 17,
    "demo": 18,
}

# Layers inside an app, from the top. Doors (views, tasks, commands) may import every layer, none imports a door.
LAYERS = {
    name: level
    for level, names in enumerate(
        [
            ("enums",),
            ("workflow",),
            ("models",),
            ("queries",),
            ("policies",),
            ("domain",),
            ("forms", "filters", "exports", "messages"),
            ("tasks",),
            ("views",),
            ("urls", "admin", "apps", "management"),
        ]
    )
    for name in names
}


def module_files():
    for path in sorted(APPS.rglob("*.py")):
        parts = path.relative_to(APPS).parts
        if "tests" not in parts and "migrations" not in parts and len(parts) > 1:
            yield path


def imported_modules(path: Path):
    """Absolute names of every ``apps.*`` import of a file, late imports included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("apps."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module and node.module.startswith("apps."):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(parts: tuple[str, ...]) -> int | None:
    """Level of a module inside its app: ``review_policies`` lies with ``policies``; others are free."""
    name = parts[0].removesuffix(".py")
    for layer, level in LAYERS.items():
        if name == layer or name.endswith(f"_{layer}"):
            return level
    return None


def faults_of_rows():
    for path in module_files():
        app = path.relative_to(APPS).parts[0]
        for module in imported_modules(path):
            other = module.split(".")[1]
            if other != app and ROWS[other] >= ROWS[app]:
                yield f"{path.relative_to(ROOT)} (row {ROWS[app]}) imports {module} (row {ROWS[other]})"


def faults_of_layers():
    for path in module_files():
        app, *inside = path.relative_to(APPS).parts
        own = layer_of(tuple(inside))
        if own is None:
            continue
        for module in imported_modules(path):
            _apps, other, *rest = module.split(".")
            level = layer_of(tuple(rest)) if rest else None
            if other == app and level is not None and level > own:
                yield f"{path.relative_to(ROOT)} imports {module}, a layer below it"


def faults_of_foreign_keys():
    for model in registry.get_models():
        if not model.__module__.startswith("apps."):
            continue
        app = model._meta.app_label
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            if not field.related_model.__module__.startswith("apps."):
                continue
            other = field.related_model._meta.app_label
            if other != app and ROWS[other] >= ROWS[app]:
                yield f"{model.__name__}.{field.name} (row {ROWS[app]}) points to {other} (row {ROWS[other]})"


@pytest.mark.parametrize("faults", [faults_of_rows, faults_of_layers, faults_of_foreign_keys])
def test_order_holds(faults):
    assert list(faults()) == []


def test_every_app_has_a_row_and_a_readme():
    present = {path.parent.name for path in APPS.glob("*/apps.py")}
    assert present <= set(ROWS)
    assert sorted(app for app in present if not (APPS / app / "README.md").is_file()) == []


def test_audit_points_to_nobody():
    """The trail outlives what it describes: no foreign keys."""
    from apps.audit.models import Entry

    assert [field.name for field in Entry._meta.get_fields() if field.is_relation] == []


def test_every_model_has_a_history_or_a_reason_not_to():
    """Triggers keep every change of a row, whoever makes it; the exceptions keep none of what people decide."""
    without = {
        "core.FormToken": "spent once, swept",
        "audit.Entry": "append-only itself",
        "accounts.CodeFailures": "a counter that is forgotten after fifteen minutes",
        "accounts.SignIn": "what the machine notes of a session; ending one is in the trail",
        "audit.AccessEntry": "append-only itself",
        "audit.Seal": "append-only itself",
        "audit.SealPart": "append-only itself",
        "audit.SealHead": "the end of the chain, which the seals tell again",
        "audit.IntegrityCheck": "append-only itself",
        "ballots.Voter": "history would keep the envelope and the order of the votes; the trail tells who voted",
        "ballots.Teller": "history would keep the wrapped key; naming the team is in the trail",
        "ballots.Slip": "history would tell its order; certified counts carry a hash",
        "ballots.Receipt": "history would tell its order; certified counts carry a hash",
        "jobs.Job": "progress of a machine; what it does is recorded by the domain function",
        "notifications.NoticeKind": "reference rows, loaded from a file in the repository",
        "notifications.Notice": "told by domain functions that are recorded; having read it decides nothing",
        "notifications.OutboxMail": "progress of a machine; sending again is recorded by the domain function",
        "scoring.DifferenceReason": "reference rows, loaded from a file in the repository",
    }
    models = [model for model in registry.get_models() if model.__module__.startswith("apps.")]
    events = {model._meta.label for model in models if issubclass(model, Event)}
    assert {m._meta.label for m in models} - events - {e.removesuffix("Event") for e in events} == set(without)


def test_every_scheduled_task_exists():
    celery.loader.import_default_modules()
    assert {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()} <= set(celery.tasks)


def test_only_domain_writes_state():
    """``state`` is assigned in domain functions (and in the jobs' own machinery), nowhere else."""
    allowed = {"domain", "tests", "migrations"}
    faults = []
    for path in module_files():
        inside = path.relative_to(APPS).parts
        if allowed & set(inside) or inside[0] == "jobs":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert faults == []
