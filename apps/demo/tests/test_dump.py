"""Rows of an earlier version survive today's migrations."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from apps.core.service_addresses import database_url
from apps.demo import dumps

NAME = "emulation_old_dump"

COUNTS = """
SELECT (SELECT count(*) FROM units_unit), (SELECT count(*) FROM scoring_scoresheet),
       (SELECT count(*) FROM ranking_rankingentry WHERE rank IS NOT NULL),
       (SELECT sum(total) FROM scoring_sheetversion WHERE stage = 'final')
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


def rows(database) -> str:
    """What COUNTS answers there."""
    command = [dumps.program("psql"), *dumps.address(database), "--tuples-only", "--no-align", f"--command={COUNTS}"]
    return subprocess.run(command, env=dumps.environment(), capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_newest_dump_of_the_demo_migrates_and_keeps_its_rows(empty_database):
    dumps.restore(dumps.newest(), empty_database)
    before = rows(empty_database)
    address = database_url().replace(connection.settings_dict["NAME"], empty_database)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings", "emulation_portal.settings", "-v0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL},
        check=True,
    )
    assert rows(empty_database) == before
    assert before.startswith("162|31|18|")
