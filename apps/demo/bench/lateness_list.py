"""A cluster of any length whose units all sent two papers in time: "Theo dõi đúng hạn" of it has a row for each."""

from datetime import UTC, date, datetime

from django.db import connection

from apps.clusters.lateness_exports import LatenessReport, lateness_report
from apps.clusters.models import ClusterYear
from apps.demo.bench.sheets import PARTS, make_cluster_year
from apps.obligations.models import Duty

NOW = datetime(2026, 1, 5, tzinfo=UTC)
DUE_ON = date(2025, 11, 30)
OWED = """
INSERT INTO obligations_obligation (created_at, updated_at, duty_id, unit_id, first_fulfilled_at, fulfilled_at,
                                    waived_reason, subject_path)
SELECT now(), now(), %(duty)s, unit_id, %(sent)s, %(sent)s, '', ''
FROM clusters_member WHERE cluster_year_id = %(cluster_year)s
"""


def make_list(code: str, units: int) -> ClusterYear:
    cluster_year = make_cluster_year(code=code, units=units, leaves=PARTS)
    with connection.cursor() as cursor:
        for number in (1, 2):
            duty = Duty.objects.create(
                year_id=cluster_year.year_id, code=f"{code}:{number}", label=f"Báo cáo {number}", due_on=DUE_ON
            )
            sent = datetime(2025, 11, 20 + number, 3, tzinfo=UTC)
            cursor.execute(OWED, {"duty": duty.pk, "cluster_year": cluster_year.pk, "sent": sent})
    return cluster_year


def read_list(cluster_year: ClusterYear) -> LatenessReport:
    return lateness_report(cluster_year, NOW)
