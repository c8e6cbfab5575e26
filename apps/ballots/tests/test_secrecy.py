"""A reader of every table, with ctid and xmin, guesses no better than chance: before the closing what was chosen,
after it who chose it.
"""

import os
import random
from datetime import datetime
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from apps.ballots.domain.opening import LEAST_ON_SCREEN
from apps.ballots.domain.preparing import Elector, Stander
from apps.ballots.models import Voter
from apps.ballots.tests import world

BALLOTS = 1000 if os.environ.get("EMULATION_TEST_SIZE") == "full" else 12
VOTERS = 10


def newest(tables=None) -> dict[str, tuple[int, int]]:
    """How many rows each table of the database has, and the number of the newest transaction that wrote one."""
    names = tables or connection.introspection.table_names()
    parts = [f"SELECT '{name}', count(*), coalesce(max(xmin::text::bigint), 0) FROM \"{name}\"" for name in names]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name: (rows, written) for name, rows, written in cursor.fetchall()}


def written_since(before: dict[str, tuple[int, int]], tables) -> dict[str, list[dict]]:
    """Rows by table, in their order on the disk, that were written after ``before`` was read."""
    last = max(written for _rows, written in before.values())
    return {name: rows_of(name, f"WHERE xmin::text::bigint > {last} ORDER BY ctid") for name in tables}


def touched(before: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name, state in newest().items() if state != before[name]}


def held_with_random_votes(rng, tables=None):
    """One question with two options; who chooses which, and in which order people vote, is random. Answers the order,
    the owners of the receipts and the state of ``tables`` at the opening too.
    """
    question = world.flag_question(options=(Stander("x", "X"), Stander("y", "Y")), seats=1)
    found = world.held(questions=[question]).open(present=range(1, VOTERS + 1))
    choices = {number: rng.randint(1, 2) for number in range(1, VOTERS + 1)}
    order = list(choices)
    rng.shuffle(order)
    actor, owners = world.person(), {}
    opened = newest(tables)
    for number in order:
        marks = {found.question().pk: [choices[number]]}
        voter_id = found.voter(number).pk
        owners[world.casting.cast(voter_id=voter_id, marks=marks, actor=actor, now=world.NOW)] = number
    return found, choices, order, owners, opened


def rows_of(table: str, where: str = "") -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT ctid::text AS ctid_, xmin::text AS xmin_, * FROM "{table}" {where}')  # noqa: S608
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def attributes(row: dict, place: int) -> dict[str, int]:
    """Whatever of a row could carry one bit: its order, parity of its numbers, lengths and bits of its bytes."""
    found = {"order": place % 2, "half": int(place >= VOTERS // 2)}
    for name, stored in row.items():
        value = stored.bytes if isinstance(stored, UUID) else stored
        if isinstance(value, memoryview | bytes):
            content = bytes(value)
            found[f"{name}:length"] = len(content) % 2
            for bit in range(24):
                found[f"{name}:bit{bit}"] = content[bit // 8] >> bit % 8 & 1
        elif isinstance(value, datetime):
            found[f"{name}:microsecond"] = value.microsecond % 2
        elif isinstance(value, int):
            found[f"{name}:parity"] = value % 2
        elif isinstance(value, str) and value.strip("(),0123456789") == "":
            digits = "".join(character for character in value if character.isdigit())
            found[f"{name}:parity"] = int(digits or 0) % 2
    return found


def measure(guesses: dict[str, list[bool]], table: str, rows: list[dict], chosen: list[int]) -> None:
    """Let every attribute of each row guess the choice at its place."""
    for place, (row, choice) in enumerate(zip(rows, chosen, strict=True)):
        for name, bit in attributes(row, place).items():
            guesses.setdefault(f"{table}.{name}", []).append(bit == choice % 2)


def advantage(guesses: dict[str, list[bool]]) -> tuple[float, str]:
    """How far the best attribute is from a coin, in standard deviations, and its name."""
    worst = (0.0, "")
    for name, hits in guesses.items():
        n = len(hits)
        worst = max(worst, (abs(sum(hits) - n / 2) / (n**0.5 / 2), name))
    return worst


def order_kept(ballots: list[tuple[int, int]]) -> float:
    """How far the slips keep the order of the voters, in standard deviations from shuffled ones.

    ``ballots``: (places at which slip and voter agree, voters who chose the first option). Who knows the totals, as
    everybody does afterwards, is right more often than a coin: that is no secret, so chance is counted with them.
    """
    more = variance = 0.0
    for agreeing, ones in ballots:
        others = VOTERS - ones
        more += agreeing - (ones**2 + others**2) / VOTERS
        variance += 4 * (ones * others) ** 2 / (VOTERS**2 * (VOTERS - 1))
    return abs(more) / variance**0.5


TOO_GOOD = 5.0  # of some hundred coins the best lies 4 deviations off once in a hundred runs


@pytest.mark.django_db
def test_no_attribute_tells_the_choice_before_or_the_voter_after():
    rng, before, after = random.Random(20201218), {}, {}  # noqa: S311 - repeatable on purpose
    at_votes = at_closing = None  # tables that are written then: all are looked at once, these at every ballot
    places, codes = [], []

    for _ballot in range(BALLOTS):
        looked_at = at_votes and at_votes | at_closing
        found, choices, order, owners, opened = held_with_random_votes(rng, looked_at)
        at_votes = at_votes or touched(opened)
        for table, rows in written_since(opened, at_votes).items():
            assert len(rows) % VOTERS == 0, f"{table}: {len(rows)} rows of {VOTERS} votes"
            each = len(rows) // VOTERS  # rows of one vote, in the order of the votes
            for nth in range(each):
                measure(before, f"{table}[{nth}]", rows[nth::each], [choices[number] for number in order])
        before_closing = newest(looked_at)
        found.close()
        at_closing = at_closing or touched(before_closing)
        assert {"ballots_slip", "ballots_receipt", "ballots_voter"} <= at_closing
        written = written_since(before_closing, at_closing)
        slips, receipts = written["ballots_slip"], written["ballots_receipt"]
        voters = written["ballots_voter"] = [row for row in written["ballots_voter"] if row["has_voted"]]
        assert len({row["xmin_"] for row in slips}) == len({row["xmin_"] for row in voters}) == 1
        by_row = [choices[world.PARTIES.index(voter["party"]) + 1] for voter in voters]
        by_code = [choices[owners[receipt["code"]]] for receipt in receipts]
        for table, rows in written.items():
            assert len(rows) == VOTERS or len(rows) < LEAST_ON_SCREEN, f"{table}: {len(rows)} rows"
            if len(rows) == VOTERS:
                measure(after, table, rows, by_row)
                measure(after, f"{table} (votes)", rows, [choices[number] for number in order])
                measure(after, f"{table} (receipts)", rows, by_code)
        ones = sum(chosen == 1 for chosen in choices.values())
        for told, by in ((places, by_row), (codes, by_code)):
            told.append((sum(slip["numbers"][0] == chosen for slip, chosen in zip(slips, by, strict=True)), ones))
    assert order_kept(codes) < TOO_GOOD, f"slips lie as receipts do: {order_kept(codes):.1f} deviations"
    assert order_kept(places) < TOO_GOOD, f"slips lie as voters do: {order_kept(places):.1f} deviations"
    for guesses in (before, after):
        deviations, name = advantage(guesses)
        assert deviations < TOO_GOOD, f"{name} tells something: {deviations:.1f} deviations"


@pytest.mark.django_db
def test_nothing_else_in_the_database_holds_a_choice_or_an_envelope():
    """No other table of the app or of the row history has a column that could."""
    allowed = {"ballots_voter.envelope", "ballots_teller.public_key", "ballots_teller.wrapped_key"}
    found = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_app_config("ballots").get_models()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "BinaryField"
    }
    assert found == allowed
    untracked = {"Voter", "Teller", "Slip", "Receipt"}
    history = {model.__name__ for model in apps.get_app_config("ballots").get_models()}
    assert not {f"{name}Event" for name in untracked} & history


@pytest.mark.django_db
def test_the_check_would_find_a_leak():
    """With rows written in the order of the votes the same measure cries out."""
    leak = {"order": [True] * 120, "coin": [place % 2 == 0 for place in range(120)]}
    assert advantage(leak)[0] > TOO_GOOD
    assert Voter.objects.count() == 0
    assert Elector("a", "b").person == ""
