"""The table of scenarios names only tests that exist, and a page for each."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR
TABLE = ROOT / "docs" / "scenarios.md"
NAMED = re.compile(r"`([\w/.]+\.py)::(\w+)`")


def named() -> set[tuple[str, str]]:
    return set(NAMED.findall(TABLE.read_text(encoding="utf-8")))


def test_every_named_test_exists():
    rows = named()
    missing = [
        f"{path}::{name}"
        for path, name in sorted(rows)
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert rows
    assert missing == []


def test_every_row_names_scenario_tests_and_a_page():
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| S00")]
    assert [row for row in rows if not NAMED.search(row) or not row.split("|")[4].strip()] == []
