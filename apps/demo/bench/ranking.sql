-- The results of many ClusterYears by hand: adds the stored lines, ranks each cluster, inserts the same rows as ours into
-- a table with the same columns and indexes. One statement; nothing is checked, locked, hashed or kept as history.
INSERT INTO bench_rankingentry (
    run_id, unit_id, unit_name, "order", sheet_version_id, base, bonus, penalty, total, self_total, percent, rank,
    class_label, disqualifier, reason, notes, parts, tie_values
)
WITH part AS (
    SELECT v.id AS version_id, c.part_id, sum(l.base) AS base, sum(l.bonus) AS bonus, sum(l.penalty) AS penalty,
           sum(l.points) AS points
    FROM scoring_scoresheet s
    JOIN scoring_sheetversion v ON v.sheet_id = s.id AND v.stage = 'final'
    JOIN scoring_scoreline l ON l.sheet_version_id = v.id
    JOIN scoring_criterion c ON c.id = l.criterion_id
    WHERE s.cluster_year_id = ANY(%(cluster_years)s)
    GROUP BY v.id, c.part_id
), total AS (
    SELECT p.version_id, sum(p.base) AS base, sum(p.bonus) AS bonus, sum(p.penalty) AS penalty, sum(p.points) AS total,
           jsonb_agg(jsonb_build_object(
               'code', c.code, 'number', c.code, 'label', c.label, 'max', round(c.max_points, 3)::text,
               'base', p.base::text, 'bonus', p.bonus::text, 'penalty', p.penalty::text, 'points', p.points::text
           ) ORDER BY c.position) AS parts
    FROM part p JOIN scoring_criterion c ON c.id = p.part_id
    GROUP BY p.version_id
)
SELECT s.cluster_year_id, s.unit_id, s.unit_name, s."order", t.version_id, t.base, t.bonus, t.penalty, t.total, NULL,
       NULL, rank() OVER (PARTITION BY s.cluster_year_id ORDER BY t.total DESC), '', '', '', '[]'::jsonb,
       t.parts, '[]'::jsonb
FROM total t
JOIN scoring_sheetversion v ON v.id = t.version_id
JOIN scoring_scoresheet s ON s.id = v.sheet_id
