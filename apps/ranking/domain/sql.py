"""Text of the ranking statement. ``statement.py`` puts its steps together; nothing but depths is ever put into it.

Each group takes its own line where points stand on the group, else what its leaves and groups add up to, and then its
limits: a cap cuts the bonus first, the cap of a group that only takes off limits the deduction, a floor lifts the
deduction first. The same as ``scoring.domain.totals``.
"""

# Temporary tables of one computation, ``ranking_ranked`` (numbers) and ``ranking_placed`` (what is said of each unit).
FORGET = "DROP TABLE IF EXISTS pg_temp.ranking_ranked, pg_temp.ranking_placed; "

# The planner cannot know how many rows arrays and sums of this statement have, and takes them for one: it would compare
# every unit with every group. Hash joins are right whatever their number; the sums fit into this memory, and where many
# lines are read, several processes read them.
PLANNER = """
SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '128MB';
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0;
"""
SETTINGS = FORGET + PLANNER
DEFAULTS = """
SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT;
SET LOCAL parallel_setup_cost TO DEFAULT; SET LOCAL parallel_tuple_cost TO DEFAULT"""

DEEPER = """
    SELECT version_id, parent_id, sum(base) AS base, sum(bonus) AS bonus, sum(penalty) AS penalty,
           sum(left_out) AS left_out
    FROM level_%(depth)d GROUP BY version_id, parent_id"""

NOTHING_DEEPER = """
    SELECT NULL::bigint AS version_id, NULL::bigint AS parent_id, 0.0 AS base, 0.0 AS bonus, 0.0 AS penalty,
           0.0 AS left_out
    WHERE false"""

HEAD = """
CREATE TEMP TABLE ranking_ranked ON COMMIT DROP AS
WITH unit AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS u(run_id, unit_id, version_id, set_id)
), scored AS (
    SELECT DISTINCT version_id, set_id FROM unit
), whole AS (
    SELECT * FROM unnest(%s::bigint[], %s::numeric[]) AS w(set_id, maximum)
), grp AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::numeric[], %s::numeric[],
                         %s::boolean[]) AS g(id, set_id, parent_id, depth, cap, floor, takes_off)
), top AS (
    SELECT * FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS p(id, position, head)
), tie AS (
    SELECT * FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::int[])
        AS t(set_id, place, criterion_id, word, sign)
), line AS MATERIALIZED (
    SELECT l.sheet_version_id AS version_id, c.parent_id AS group_id, sum(l.base) AS base, sum(l.bonus) AS bonus,
           sum(l.penalty) AS penalty, LEFT_OUT_SUM AS left_out
    FROM scoring_scoreline l JOIN scoring_criterion c ON c.id = l.criterion_id
    WHERE l.sheet_version_id = ANY(%s::bigint[]) AND c.criteria_set_id = ANY(%s::bigint[]) AND c.is_leaf
      AND c.parent_id IS NOT NULL
    GROUP BY l.sheet_version_id, c.parent_id
), own AS MATERIALIZED (
    SELECT l.sheet_version_id AS version_id, l.criterion_id AS group_id, coalesce(l.base, 0.000) AS base,
           coalesce(l.bonus, 0.000) AS bonus, coalesce(l.penalty, 0.000) AS penalty, LEFT_OUT_LINE AS left_out
    FROM scoring_scoreline l JOIN scoring_criterion c ON c.id = l.criterion_id
    WHERE l.sheet_version_id = ANY(%s::bigint[]) AND l.criterion_id = ANY(%s::bigint[])
), """

# Only where some set has lines that may be left out: this sum costs as much as any other.
LEFT_OUT = """coalesce(CASE WHEN l.not_applicable <> '' AND l.points IS NOT NULL
                               AND l.criterion_id = ANY(%s::bigint[]) THEN c.max_points END, 0.000)"""
LEFT_OUT_SUM = f"sum({LEFT_OUT})"
NOTHING_LEFT_OUT = "0.000"

# Single lines that a tie-break or a class asks for.
SINGLE = """
    UNION ALL
    SELECT l.sheet_version_id, l.criterion_id, coalesce(l.base, 0), coalesce(l.points, 0), LEFT_OUT_LINE
    FROM scoring_scoreline l JOIN scoring_criterion c ON c.id = l.criterion_id
    WHERE l.criterion_id = ANY(%s::bigint[]) AND l.sheet_version_id = ANY(%s::bigint[])"""

LEVEL = """level_%(depth)d AS (
    SELECT u.version_id, g.id, g.parent_id,
           capped.base + short.points - least(short.points, capped.penalty) AS base, capped.bonus,
           capped.penalty - least(short.points, capped.penalty) AS penalty, added.left_out
    FROM scored u JOIN grp g ON g.set_id = u.set_id AND g.depth = %(depth)d
    LEFT JOIN own ON own.version_id = u.version_id AND own.group_id = g.id
    LEFT JOIN line leaf ON leaf.version_id = u.version_id AND leaf.group_id = g.id
    LEFT JOIN (%(deeper)s) deep ON deep.version_id = u.version_id AND deep.parent_id = g.id
    CROSS JOIN LATERAL (SELECT
        own.version_id IS NULL AS is_sum,
        coalesce(own.base, coalesce(leaf.base, 0.000) + coalesce(deep.base, 0.000)) AS base,
        coalesce(own.bonus, coalesce(leaf.bonus, 0.000) + coalesce(deep.bonus, 0.000)) AS bonus,
        coalesce(own.penalty, coalesce(leaf.penalty, 0.000) + coalesce(deep.penalty, 0.000)) AS penalty,
        coalesce(own.left_out, coalesce(leaf.left_out, 0.000) + coalesce(deep.left_out, 0.000)) AS left_out
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
    SELECT n.version_id, sum(n.base) AS base, sum(n.bonus) AS bonus, sum(n.penalty) AS penalty,
           sum(n.left_out) AS left_out,
           string_agg(
               p.head || n.base || '", "bonus": "' || n.bonus || '", "penalty": "' || n.penalty
               || '", "points": "' || (n.base + n.bonus - n.penalty) || '"}', ',' ORDER BY p.position
           ) AS parts
    FROM node n JOIN top p ON p.id = n.id
    GROUP BY n.version_id
), added AS (
    SELECT u.run_id, u.unit_id, u.version_id, u.set_id, s.base, s.bonus, s.penalty,
           s.base + s.bonus - s.penalty AS total, w.maximum - s.left_out AS applicable, s.left_out, s.parts
    FROM unit u JOIN whole w ON w.set_id = u.set_id JOIN sheet s ON s.version_id = u.version_id
), reached AS (
    SELECT version_id, id, base, base + bonus - penalty AS points, left_out FROM node
    WHERE id = ANY(%%s::bigint[])%(single)s
), ties AS (
    SELECT s.version_id, array_agg(
        t.sign * CASE WHEN t.criterion_id IS NOT NULL THEN coalesce(r.points, 0)
                      WHEN t.word = 'base' THEN s.base WHEN t.word = 'bonus' THEN s.bonus
                      WHEN t.word = 'penalty' THEN s.penalty ELSE 0 END ORDER BY t.place) AS points
    FROM (SELECT DISTINCT version_id, set_id, base, bonus, penalty FROM added) s JOIN tie t ON t.set_id = s.set_id
    LEFT JOIN reached r ON r.version_id = s.version_id AND r.id = t.criterion_id
    GROUP BY s.version_id
), bases AS (
    SELECT version_id, jsonb_object_agg(id, jsonb_build_array(base::text, left_out::text)) AS points
    FROM reached GROUP BY version_id
), compared AS (
    SELECT s.*, coalesce(ties.points, '{}') AS tie, coalesce(bases.points, '{}') AS bases,
           CASE WHEN bool_or(s.left_out > 0) OVER (PARTITION BY s.run_id) AND s.applicable > 0
                THEN round(s.total * 100 / s.applicable, 3) END AS percent
    FROM added s
    LEFT JOIN ties ON ties.version_id = s.version_id
    LEFT JOIN bases ON bases.version_id = s.version_id
)
SELECT run_id, unit_id, version_id, base, bonus, penalty, total, applicable, percent,
       rank() OVER (PARTITION BY run_id ORDER BY coalesce(percent, total) DESC, tie DESC) AS rank, parts, tie, bases
FROM compared"""

# Best first. Parts stay where they are: they are the bulk of a result and nobody needs them to judge it.
READ = """
SELECT run_id, unit_id, base, bonus, penalty, total, applicable, percent, rank, tie, bases
FROM ranking_ranked WHERE run_id = ANY(%s::bigint[]) ORDER BY run_id, rank, unit_id"""

# A unit without a rank was added up in a ranking of its own, under the negative id of its run. Both tables are joined
# in memory: parts are long, and a sort of ten thousand of them would go to the disk.
INSERT = """
SET LOCAL work_mem = '128MB';
INSERT INTO ranking_rankingentry (%(columns)s, sheet_version_id, base, bonus, penalty, total, percent, rank, parts,
                                  tie_values)
SELECT %(given)s, r.version_id, coalesce(r.base, 0), coalesce(r.bonus, 0), coalesce(r.penalty, 0),
       coalesce(r.total, 0), r.percent, CASE WHEN p.disqualifier = '' THEN r.rank END,
       ('[' || coalesce(r.parts, '') || ']')::jsonb,
       CASE WHEN r.tie <> '{}' THEN (SELECT jsonb_agg(round(t.points, 3)::text ORDER BY t.place)
                                     FROM unnest(r.tie) WITH ORDINALITY AS t(points, place)) ELSE '[]' END
FROM ranking_placed p LEFT JOIN ranking_ranked r ON abs(r.run_id) = p.run_id AND r.unit_id = p.unit_id;
SET LOCAL work_mem TO DEFAULT"""

UPDATE_RUNS = """
UPDATE ranking_rankingrun AS r
SET criteria_set_id = n.criteria_set_id, rule = n.rule::jsonb, run_hash = n.run_hash, state = n.state,
    computed_at = n.computed_at, computed_by_label = n.computed_by_label, updated_at = clock_timestamp()
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[])
    AS n(id, criteria_set_id, rule, run_hash, state, computed_at, computed_by_label)
WHERE r.id = n.id"""
