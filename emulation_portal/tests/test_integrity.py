"""verify_integrity finds what was changed behind the application: by SQL, past every trigger, or in the files."""

import hashlib
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from apps.audit import integrity
from apps.scoring.enums import Stage
from emulation_portal.tests.matrix_world import NOW, subject_at

pytestmark = pytest.mark.django_db

LINES = """UPDATE scoring_scoreline SET {} WHERE sheet_version_id IN
    (SELECT id FROM scoring_sheetversion WHERE stage = '{}' AND locked_at IS NOT NULL)"""
TAMPERING = {
    "points of a final line": LINES.format("points = points + 0.001, base = base + 0.001", Stage.FINAL),
    "points of a line that was sent": LINES.format("points = points + 0.001, base = base + 0.001", Stage.SELF),
    "parts of a line": LINES.format("base = base - 0.001, bonus = bonus + 0.001", Stage.FINAL),
    "hash of a sheet": "UPDATE scoring_sheetversion SET sha256 = repeat('0', 64) WHERE stage = 'final'",
    "total of a sheet": "UPDATE scoring_sheetversion SET total = total + 1 WHERE stage = 'final'",
    "total of a ranked unit": "UPDATE ranking_rankingentry SET total = total + 1",
    "rank of a unit": "UPDATE ranking_rankingentry SET rank = rank + 1",
    "class of a unit": "UPDATE ranking_rankingentry SET class_label = 'Khác'",
    "hash of a run": "UPDATE ranking_rankingrun SET run_hash = repeat('0', 64)",
    "hash of an issued file": "UPDATE documents_issuedfile SET sha256 = repeat('0', 64)",
    "a final line gone": "DELETE FROM scoring_scoreline WHERE id = (SELECT max(id) FROM scoring_scoreline)",
}


@pytest.fixture
def subject(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        return subject_at("final")


def faults() -> list[str]:
    return [f"{name}: {sentence}" for name, found in integrity.run().items() for sentence in found]


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")  # no trigger fires
        cursor.execute(sql)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = origin")


def test_untouched_data_have_no_faults(subject):
    assert faults() == []


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_by_sql_is_found(subject, what):
    tamper(TAMPERING[what])
    assert faults() != []


def test_file_changed_on_disk_is_found(subject):
    path = Path(subject.issued.file.path)
    path.write_bytes(path.read_bytes() + b"\n")
    assert hashlib.sha256(path.read_bytes()).hexdigest() != subject.issued.sha256
    assert len(faults()) == 1
