"""Text of the ranking statement. ``statement.py`` puts its steps together; nothing but depths is ever put into it.

Each group takes its own line where points stand on the group, else what its leaves and groups add up to, and then its
limits: a cap cuts the bonus first, the cap of a group that only takes off limits the deduction, a floor lifts the
deduction first. The same as ``scoring.domain.totals``.
"""

# The planner cannot know how many rows arrays and sums of this statement have, and takes them for one: it would compare
# every unit with every group. Hash joins are right whatever their number; the sums fit into this memory.
SETTINGS = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'"
DEFAULTS = "SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT"

DEEPER = """
    SELECT version_id, parent_id, sum(base) AS base, sum(bonus) AS bonus, sum(penalty) AS penalty,
           sum(left_out) AS left_out
    FROM level_%(depth)d GROUP BY version_id, parent_id"""

NOTHING_DEEPER = """
    SELECT NULL::bigint AS version_id, NULL::bigint AS parent_id, 0.0 AS base, 0.0 AS bonus, 0.0 AS penalty,
           0.0 AS left_out
    WHERE false"""

HEAD = """
WITH unit AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS u(run_id, unit_id, version_id, set_id)
), whole AS (
    SELECT * FROM unnest(%s::bigint[], %s::numeric[]) AS w(set_id, maximum)
), grp AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::numeric[], %s::numeric[],
                         %s::boolean[]) AS g(id, set_id, parent_id, depth, cap, floor, takes_off)
), excluded AS (
    SELECT * FROM unnest(%s::bigint[]) AS e(id)
), tie AS (
    SELECT * FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::int[])
        AS t(set_id, place, criterion_id, word, sign)
), wanted AS (
    SELECT unnest(%s::bigint[]) AS id UNION SELECT criterion_id FROM tie WHERE criterion_id IS NOT NULL
), line AS (
    SELECT l.sheet_version_id AS version_id, NOT c.is_leaf AS is_own,
           CASE WHEN c.is_leaf THEN coalesce(c.parent_id, c.id) ELSE c.id END AS group_id,
           sum(coalesce(l.base, 0)) AS base, sum(coalesce(l.bonus, 0)) AS bonus, sum(coalesce(l.penalty, 0)) AS penalty,
           sum(CASE WHEN l.not_applicable <> '' AND l.points IS NOT NULL AND c.id IN (SELECT id FROM excluded)
               THEN coalesce(c.max_points, 0) ELSE 0 END) AS left_out
    FROM unit JOIN scoring_scoreline l ON l.sheet_version_id = unit.version_id
    JOIN scoring_criterion c ON c.id = l.criterion_id
    GROUP BY 1, 2, 3
), """

LEVEL = """level_%(depth)d AS (
    SELECT u.version_id, g.id, g.parent_id,
           capped.base + short.points - least(short.points, capped.penalty) AS base, capped.bonus,
           capped.penalty - least(short.points, capped.penalty) AS penalty, added.left_out
    FROM unit u JOIN grp g ON g.set_id = u.set_id AND g.depth = %(depth)d
    LEFT JOIN line own ON own.version_id = u.version_id AND own.group_id = g.id AND own.is_own
    LEFT JOIN line leaf ON leaf.version_id = u.version_id AND leaf.group_id = g.id AND NOT leaf.is_own
    LEFT JOIN (%(deeper)s) deep ON deep.version_id = u.version_id AND deep.parent_id = g.id
    CROSS JOIN LATERAL (SELECT
        own.version_id IS NULL AS is_sum,
        coalesce(own.base, coalesce(leaf.base, 0) + coalesce(deep.base, 0)) AS base,
        coalesce(own.bonus, coalesce(leaf.bonus, 0) + coalesce(deep.bonus, 0)) AS bonus,
        coalesce(own.penalty, coalesce(leaf.penalty, 0) + coalesce(deep.penalty, 0)) AS penalty,
        CASE WHEN own.version_id IS NULL
             THEN coalesce(leaf.left_out, 0) + coalesce(deep.left_out, 0) ELSE 0 END AS left_out
    ) added
    CROSS JOIN LATERAL (SELECT
        CASE WHEN added.is_sum AND g.cap IS NOT NULL AND NOT g.takes_off
             THEN greatest(added.base + added.bonus - added.penalty - g.cap, 0) ELSE 0 END AS points
    ) excess
    CROSS JOIN LATERAL (SELECT
        added.base - (excess.points - least(excess.points, added.bonus)) AS base,
        added.bonus - least(excess.points, added.bonus) AS bonus,
        CASE WHEN added.is_sum AND g.cap IS NOT NULL AND g.takes_off
             THEN least(added.penalty, abs(g.cap)) ELSE added.penalty END AS penalty
    ) capped
    CROSS JOIN LATERAL (SELECT
        CASE WHEN added.is_sum AND g.floor IS NOT NULL
             THEN greatest(g.floor - (capped.base + capped.bonus - capped.penalty), 0) ELSE 0 END AS points
    ) short
)"""

TAIL = """, node AS (%(union)s), sheet AS (
    SELECT u.run_id, u.unit_id, u.version_id, u.set_id, sum(n.base) AS base, sum(n.bonus) AS bonus,
           sum(n.penalty) AS penalty, sum(n.base + n.bonus - n.penalty) AS total,
           max(w.maximum) - sum(n.left_out) AS applicable, sum(n.left_out) AS left_out,
           jsonb_agg(jsonb_build_array(n.id, n.base::text, n.bonus::text, n.penalty::text) ORDER BY n.id) AS parts
    FROM unit u JOIN whole w ON w.set_id = u.set_id JOIN node n ON n.version_id = u.version_id AND n.parent_id IS NULL
    GROUP BY u.run_id, u.unit_id, u.version_id, u.set_id
), reached AS (
    SELECT version_id, id, base, base + bonus - penalty AS points FROM node WHERE id IN (SELECT id FROM wanted)
    UNION ALL
    SELECT l.sheet_version_id, l.criterion_id, coalesce(l.base, 0), coalesce(l.points, 0)
    FROM scoring_scoreline l JOIN unit u ON u.version_id = l.sheet_version_id
    WHERE l.criterion_id IN (SELECT id FROM wanted) AND l.criterion_id NOT IN (SELECT id FROM grp)
), ties AS (
    SELECT s.version_id, array_agg(
        t.sign * CASE WHEN t.criterion_id IS NOT NULL THEN coalesce(r.points, 0)
                      WHEN t.word = 'base' THEN s.base WHEN t.word = 'bonus' THEN s.bonus
                      WHEN t.word = 'penalty' THEN s.penalty ELSE 0 END ORDER BY t.place) AS points
    FROM sheet s JOIN tie t ON t.set_id = s.set_id
    LEFT JOIN reached r ON r.version_id = s.version_id AND r.id = t.criterion_id
    GROUP BY s.version_id
), bases AS (
    SELECT version_id, jsonb_object_agg(id, base::text) AS points FROM reached GROUP BY version_id
), compared AS (
    SELECT s.*, coalesce(ties.points, '{}') AS tie, coalesce(bases.points, '{}') AS bases,
           CASE WHEN bool_or(s.left_out > 0) OVER (PARTITION BY s.run_id) AND s.applicable > 0
                THEN round(s.total * 100 / s.applicable, 3) END AS percent
    FROM sheet s
    LEFT JOIN ties ON ties.version_id = s.version_id
    LEFT JOIN bases ON bases.version_id = s.version_id
)
SELECT run_id, unit_id, base, bonus, penalty, total, applicable, percent,
       rank() OVER (PARTITION BY run_id ORDER BY coalesce(percent, total) DESC, tie DESC), parts, tie, bases
FROM compared ORDER BY run_id, 9, unit_id"""
