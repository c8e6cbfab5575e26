"""Rows for the benchmarks, made by set-based SQL: one ClusterYear with final score sheets."""

from datetime import UTC, datetime

from django.db import connection, transaction

from apps.clusters.models import Cluster, ClusterYear
from apps.periods.models import EmulationYear
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet, Criterion
from apps.units.models import Unit

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PARTS = 5

# Made rows need no history, and their foreign keys hold by the statements themselves. Only a superuser may leave the
# triggers out; for others the making takes longer.
HISTORY_RESTS = """
DO $$ BEGIN
    SET LOCAL session_replication_role = replica;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$
"""
UNITS = """
INSERT INTO units_unit (created_at, updated_at, path, depth, numchild, code, name, short_name, kind, province,
                        protocol_order, search_text, sort_key, version)
SELECT now(), now(), %(path)s || lpad(upper(to_hex(n)), 8, '0'), 4, 0, %(code)s || '-' || n, 'Đơn vị ' || n, '',
       'ministry_unit', '', n, 'don vi ' || n, lpad(n::text, 8, '0'), 1
FROM generate_series(1, %(units)s) AS n
"""
MEMBERS = """
INSERT INTO clusters_member (created_at, updated_at, cluster_year_id, year_id, unit_id, unit_name, "order", line)
SELECT now(), now(), %(cluster_year)s, %(year)s, id, name, protocol_order, ''
FROM units_unit WHERE code LIKE %(code)s || '-%%'
"""
SHEETS = """
INSERT INTO scoring_scoresheet (created_at, updated_at, cluster_year_id, unit_id, unit_name, "order", line,
                                criteria_set_id, state, step, submitted_at, remark, reopened_reason,
                                proxy_basis, proxy_by_label)
SELECT now(), now(), cluster_year_id, unit_id, unit_name, "order", line, %(criteria_set)s, %(state)s, 0, now(), '', '',
       '', ''
FROM clusters_member WHERE cluster_year_id = %(cluster_year)s
"""
VERSIONS = """
INSERT INTO scoring_sheetversion (created_at, updated_at, sheet_id, stage, step_order, number, locked_at,
                                  locked_by_label, base, bonus, penalty, total, canonical, sha256, signing_way,
                                  signed_by_label, proxy_by_label)
SELECT now(), now(), id, %(stage)s, 0, 1, CASE WHEN %(stage)s = 'final' THEN now() END, '', 0, 0, 0, 0, '',
       encode(sha256(id::text::bytea), 'hex'), '', '', ''
FROM scoring_scoresheet WHERE cluster_year_id = %(cluster_year)s
"""
LINES = """
INSERT INTO scoring_scoreline (created_at, updated_at, version, sheet_version_id, criterion_id, points_given,
                               base, bonus, penalty, points, band_label, not_applicable, cases, note, complete,
                               breaches, reason_text, return_remark, saved_by_label, agreed)
SELECT now(), now(), 1, drawn.version_id, drawn.criterion_id, drawn.points, drawn.points, 0, 0, drawn.points, '', '',
       '{}', '', true, '[]', '', '', '', false
FROM (
    SELECT v.id AS version_id, c.id AS criterion_id,
           (hashint8(v.id * 1000003 + c.id) & 2147483647) %% 2001 / 1000.0 AS points
    FROM scoring_sheetversion v
    JOIN scoring_scoresheet s ON s.id = v.sheet_id
    JOIN scoring_criterion c ON c.criteria_set_id = s.criteria_set_id AND c.is_leaf
    WHERE s.cluster_year_id = %(cluster_year)s
) AS drawn
"""


def make_cluster_years(*, code: str, clusters: int, units: int, leaves: int) -> list[ClusterYear]:
    """So many ClusterYears of one organiser with ``units`` final sheets each, all by one criteria set."""
    first = make_cluster_year(code=f"{code}-1", units=units, leaves=leaves, analyse=False)
    criteria_set = CriteriaSet.objects.get(code=f"{code}-1")
    others = [
        make_cluster_year(code=f"{code}-{number}", units=units, criteria_set=criteria_set, analyse=False)
        for number in range(2, clusters + 1)
    ]
    analyse_tables()
    return [first, *others]


def make_cluster_year(
    *,
    code: str,
    units: int,
    leaves: int = 0,
    final: bool = True,
    criteria_set: CriteriaSet | None = None,
    analyse: bool = True,
) -> ClusterYear:
    """A ClusterYear whose members all have a sheet of ``leaves`` lines, with points drawn from ids.

    ``final`` False: the sheets are still being filled in. Without a set of its own it gets one.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        organiser = Unit.objects.filter(code="BTP").first() or Unit.objects.add_root(
            create_kwargs={"code": "BTP", "name": "Bộ Tư pháp", "kind": "ministry"}
        )
        year, _created = EmulationYear.objects.get_or_create(
            organiser=organiser,
            year=2025,
            defaults={"starts_on": "2025-01-01", "ends_on": "2025-12-31", "state": "open"},
        )
        cluster = Cluster.objects.create(code=code, name=code, kind="cluster", organiser=organiser)
        cluster_year = ClusterYear.objects.create(cluster=cluster, year=year, name=code)
        criteria_set = criteria_set or _criteria_set(code, year, leaves)
        branch = organiser.path + f"{Unit.objects.count():04d}"
        names = {
            "path": branch,
            "code": code,
            "units": units,
            "cluster_year": cluster_year.pk,
            "year": year.pk,
            "criteria_set": criteria_set.pk,
            "state": "final" if final else "self_scoring",
            "stage": "final" if final else "self",
        }
        cursor.execute(HISTORY_RESTS)
        for statement in (UNITS, MEMBERS, SHEETS, VERSIONS, LINES):
            cursor.execute(statement, names)
    if analyse:
        analyse_tables()
    return cluster_year


def analyse_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _criteria_set(code: str, year: EmulationYear, leaves: int) -> CriteriaSet:
    criteria_set = CriteriaSet.objects.create(
        code=code, year=year, title=code, state=SetState.ISSUED, issued_at=NOW, kinds=["ministry_unit"]
    )
    position = 0
    for part_number in range(1, PARTS + 1):
        position += 1
        part = Criterion.objects.create(
            criteria_set=criteria_set,
            position=position,
            depth=1,
            is_leaf=False,
            code=str(part_number),
            label=f"Phần {part_number}",
            method="additive",
            max_points=leaves // PARTS * 2,
        )
        rows = []
        for number in range(1, leaves // PARTS + 1):
            position += 1
            rows.append(
                Criterion(
                    criteria_set=criteria_set,
                    parent=part,
                    part=part,
                    position=position,
                    depth=2,
                    is_leaf=True,
                    code=f"{part_number}.{number}",
                    label=f"Tiêu chí {part_number}.{number}",
                    method="manual",
                    max_points=2,
                )
            )
        Criterion.objects.bulk_create(rows)
    return criteria_set
