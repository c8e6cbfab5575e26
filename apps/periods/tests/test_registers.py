from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from apps.core.actor import system_actor
from apps.periods import closing, opening

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
YEAR, NEXT = SimpleNamespace(year=2024), SimpleNamespace(year=2025)


@pytest.fixture(autouse=True)
def _own_registers(monkeypatch):
    monkeypatch.setattr(opening, "_parts", {})
    monkeypatch.setattr(closing, "_checks", {})


def test_parts_are_previewed_and_carried_over_in_their_order_and_only_when_chosen():
    told = []

    def carry(name):
        return lambda _from, _to, chosen, *, actor, now: told.append((name, dict(chosen))) or len(chosen)

    for name, order in (("late", 50), ("early", 10), ("empty", 20), ("unchosen", 30)):
        rows = [] if name == "empty" else [opening.Row("a", name)]
        opening.register(name, name, lambda *_args, rows=rows: rows, carry(name), order=order)
    shown = opening.preview(YEAR, NEXT, system_actor())
    assert [part.name for part, _rows in shown] == ["early", "unchosen", "late"]
    chosen = {"late": {"a": {}}, "early": {"a": {"due_on": date(2025, 3, 1)}}}
    written = opening.carry_over(YEAR, NEXT, chosen, actor=system_actor(), now=NOW)
    assert written == {"early": 1, "late": 1}
    assert [name for name, _chosen in told] == ["early", "late"]


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2024, 3, 15), date(2025, 3, 15)), (date(2024, 2, 29), date(2025, 2, 28))]
)
def test_day_moves_to_the_new_year(day, expected):
    assert opening.moved(day, YEAR, NEXT) == expected


def test_findings_stand_under_their_label_blocking_ones_first():
    warning, block = closing.Finding("nhắc", blocks=False), closing.Finding("chặn", url="/x/")
    closing.register("a", "A", lambda _year: [warning, block])
    closing.register("b", "B", lambda _year: [])
    assert closing.findings(YEAR) == [("A", [block, warning])]
