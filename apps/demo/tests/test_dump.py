"""Rows of an earlier version survive today's migrations, and those of the law are today's afterwards."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from apps.catalog.reference import read
from apps.core.service_addresses import database_url
from apps.demo import dumps

NAME = "emulation_old_dump"

COUNTS = """
SELECT (SELECT count(*) FROM units_unit), (SELECT count(*) FROM scoring_scoresheet),
       (SELECT count(*) FROM ranking_rankingentry WHERE rank IS NOT NULL),
       (SELECT sum(total) FROM scoring_sheetversion WHERE stage = 'final')
"""

AGED = """
UPDATE catalog_awardtype SET source = 'as before', kept_by_ministry = (code = 'GK') WHERE code IN ('GK', 'LDTT');
DELETE FROM catalog_voterule WHERE kept_by_ministry IS FALSE
"""
LAW = """
SELECT string_agg(code, ' ' ORDER BY code) FROM catalog_awardtype WHERE source = 'as before'
UNION ALL SELECT count(*)::text FROM catalog_voterule
"""


@pytest.fixture
def empty_database():
    """A database beside the test's own."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
    yield NAME
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def answer(query, database) -> str:
    """What the query answers there."""
    command = [dumps.program("psql"), *dumps.address(database), "--tuples-only", "--no-align", f"--command={query}"]
    return subprocess.run(command, env=dumps.environment(), capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_newest_dump_of_the_demo_migrates_and_keeps_its_rows(empty_database):
    dumps.restore(dumps.newest(), empty_database)
    answer(AGED, empty_database)
    before = answer(COUNTS, empty_database)
    assert answer(LAW, empty_database).split()[-1] == "0"
    address = database_url().replace(connection.settings_dict["NAME"], empty_database)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings", "emulation_portal.settings", "-v0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL},
        check=True,
    )
    assert answer(COUNTS, empty_database) == before
    assert before.startswith("162|31|18|")
    assert answer(LAW, empty_database).split() == ["GK", str(len(read("vote_rules.csv")))]
