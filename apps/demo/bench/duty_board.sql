-- The board of the sector by hand: what the page of the ministry shows of one year.
-- name: duties
SELECT o.duty_id, count(*), count(o.fulfilled_at),
       count(*) FILTER (WHERE o.first_fulfilled_at IS NULL AND o.fulfilled_at IS NULL
                          AND (o.extended_to < %(now)s OR (o.extended_to IS NULL AND d.due_on < %(today)s)))
FROM obligations_obligation o
JOIN obligations_duty d ON d.id = o.duty_id
JOIN clusters_member m ON m.unit_id = o.unit_id AND m.year_id = d.year_id AND m.left_on IS NULL
JOIN clusters_clusteryear c ON c.id = m.cluster_year_id
JOIN periods_emulationyear y ON y.id = c.year_id AND y.year = %(year)s
WHERE d.asked_by_id IS NULL AND o.waived_at IS NULL AND o.closed_unsent_at IS NULL
GROUP BY o.duty_id ORDER BY o.duty_id;
-- name: names
SELECT duty_id, unit_name FROM (
    SELECT o.duty_id, m.unit_name,
           row_number() OVER (PARTITION BY o.duty_id ORDER BY m.line, u.protocol_order, o.id) AS place
    FROM obligations_obligation o
    JOIN obligations_duty d ON d.id = o.duty_id
    JOIN units_unit u ON u.id = o.unit_id
    JOIN clusters_member m ON m.unit_id = o.unit_id AND m.year_id = d.year_id AND m.left_on IS NULL
    JOIN clusters_clusteryear c ON c.id = m.cluster_year_id
    JOIN periods_emulationyear y ON y.id = c.year_id AND y.year = %(year)s
    WHERE d.asked_by_id IS NULL AND o.waived_at IS NULL AND o.closed_unsent_at IS NULL AND o.fulfilled_at IS NULL
) missing WHERE place <= 4 ORDER BY duty_id, place;
-- name: clusters
SELECT m.cluster_year_id, o.duty_id, count(*), count(o.fulfilled_at)
FROM (
    SELECT c.id, c.year_id FROM clusters_clusteryear c
    JOIN clusters_cluster k ON k.id = c.cluster_id
    JOIN periods_emulationyear y ON y.id = c.year_id AND y.year = %(year)s
    ORDER BY k.code, c.id LIMIT 50
) page
JOIN clusters_member m ON m.cluster_year_id = page.id AND m.left_on IS NULL
JOIN obligations_duty d ON d.year_id = page.year_id AND d.asked_by_id IS NULL
JOIN obligations_obligation o ON o.unit_id = m.unit_id AND o.duty_id = d.id
WHERE o.waived_at IS NULL AND o.closed_unsent_at IS NULL
GROUP BY m.cluster_year_id, o.duty_id ORDER BY m.cluster_year_id, o.duty_id;
