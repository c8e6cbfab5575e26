"""A row whose key another transaction may be filling is locked before it is read with what the key points to."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.clusters.domain import findings, inspections
from apps.conferences.domain.planning import lock_conference
from apps.documents.domain import sheet_imports
from apps.movements.domain import movements, reviews, role_models
from apps.periodic_reports.domain.lines import lock_report
from apps.results.domain import entries
from apps.scoring.domain.consultation_rounds import lock_round

NOBODY = 0
LOCKS = [
    findings.lock_finding,
    inspections._lock,
    lock_conference,
    sheet_imports.locked,
    movements.lock_movement,
    reviews.lock,
    role_models.locked,
    lock_report,
    entries._lock,
    lock_round,
]


@pytest.mark.django_db
@pytest.mark.parametrize("lock", LOCKS, ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_a_lock_waits_for_the_row_alone(lock):
    with CaptureQueriesContext(connection) as asked, pytest.raises(ObjectDoesNotExist):
        lock(NOBODY)
    [sql] = [each["sql"] for each in asked if " UPDATE" in each["sql"]]
    assert "LEFT OUTER JOIN" not in sql
