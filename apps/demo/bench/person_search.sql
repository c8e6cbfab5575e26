WITH page AS MATERIALIZED (
    SELECT id, full_name, honorific FROM units_person
    WHERE merged_into_id IS NULL AND search_text LIKE %(words)s
    ORDER BY name_sort_key, id
    LIMIT 50
)
SELECT page.id, page.full_name, page.honorific, g.post, g.kind, g.starts_on, u.name, r.year, r.level,
       (SELECT count(*) FROM units_person WHERE merged_into_id IS NULL AND search_text LIKE %(words)s) AS found
FROM page
LEFT JOIN units_posting g ON g.person_id = page.id
LEFT JOIN units_unit u ON u.id = g.unit_id
LEFT JOIN LATERAL (SELECT year, level FROM units_qualityrating WHERE person_id = page.id ORDER BY year DESC LIMIT 1) r
       ON true
