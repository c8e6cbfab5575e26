WITH found AS NOT MATERIALIZED (
    SELECT a.* FROM registry_award a
    WHERE a.search_text LIKE %(words)s
      AND (%(year)s::int IS NULL OR a.year = %(year)s)
      AND (%(type)s::bigint IS NULL OR a.award_type_id = %(type)s)
      AND (%(unit)s::text IS NULL OR a.unit_id IN (
          SELECT id FROM units_unit
          WHERE search_text LIKE %(unit)s AND search_text LIKE %(unit2)s AND search_text LIKE %(unit3)s
      ))
), page AS MATERIALIZED (
    SELECT * FROM found ORDER BY granted_on DESC, id DESC LIMIT 50
)
SELECT page.id, page.honorific, page.recipient_name, page.post, page.unit_name, page.year, page.granted_on, page.state,
       t.name, g.occasion, g.illustrative, d.symbol, u.name, p.n, c.n,
       EXISTS (SELECT 1 FROM registry_reliance r
               WHERE r.award_id = page.id AND r.flagged_at IS NOT NULL AND r.settled_at IS NULL) AS flagged,
       (SELECT count(*) FROM found) AS total
FROM page
JOIN catalog_awardtype t ON t.id = page.award_type_id
JOIN registry_grantdocument g ON g.id = page.grant_id
JOIN documents_document d ON d.id = g.document_id
LEFT JOIN units_unit u ON u.id = page.unit_id
LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM registry_award b
    WHERE b.person_id = page.person_id AND b.state <> 'cancelled'
      AND extract(year FROM b.granted_on) = extract(year FROM page.granted_on)
) p ON page.person_id IS NOT NULL
LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM registry_award b
    WHERE b.unit_id = page.unit_id AND b.subject = 'collective' AND b.state <> 'cancelled'
      AND extract(year FROM b.granted_on) = extract(year FROM page.granted_on)
) c ON page.subject = 'collective'
