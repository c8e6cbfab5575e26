"""The benches of ranking, small: both sides answer the same rows, and a changed line would be noticed."""

import pytest
from django.db import connection

from apps.demo.bench import ranking, runner, verify_integrity

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_bare_table_stays(transactional_db):
    """What it refers to could not be emptied for the next test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_rankingentry")


@pytest.mark.parametrize("bench", [ranking.run, ranking.run_again, verify_integrity.run])
def test_both_sides_answer_the_same_rows(bench, monkeypatch):
    monkeypatch.setattr(runner, "RUNS", 1)
    assert bench(small=True).rows_equal
